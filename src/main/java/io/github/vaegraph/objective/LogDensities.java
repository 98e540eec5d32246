package io.github.vaegraph.objective;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Layers;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The densities that every bound is made of, in nats, for K codes drawn for each of B images.
 *
 * @param likelihood [K, B] log p(x|z)
 * @param prior [K, B] log p(z)
 * @param posterior [K, B] log q(z|x)
 * @param rate [B] KL(q(z|x) || p(z)), in closed form; 0 where codes have no distribution
 */
public record LogDensities(
    Operand<TFloat32> likelihood,
    Operand<TFloat32> prior,
    Operand<TFloat32> posterior,
    Operand<TFloat32> rate) {
  /**
   * The densities of these codes.
   *
   * @param posterior q(z|x) over [B, L]
   * @param codes z [K, B, L]
   * @param likelihood [K, B] log p(x|z)
   * @param variational whether the codes are drawn from the posterior; a plain autoencoder's have
   *     no rate
   */
  public static LogDensities of(
      Ops tf,
      DiagonalGaussian posterior,
      Operand<TFloat32> codes,
      Operand<TFloat32> likelihood,
      boolean variational) {
    Operand<TFloat32> rate = posterior.klToStandardNormal(tf);
    return new LogDensities(
        likelihood,
        DiagonalGaussian.standardLogProb(tf, codes),
        posterior.logProb(tf, codes),
        variational ? rate : tf.zerosLike(rate));
  }

  /** [B] the distortion: -E_q[log p(x|z)], estimated from the K codes. */
  public Operand<TFloat32> distortion(Ops tf) {
    return tf.math.neg(Layers.meanFirst(tf, likelihood));
  }

  /**
   * [B] the importance-weighted bound on log p(x) (Burda et al. 2016, equation 8): the ELBO in
   * expectation for K = 1, and log p(x) itself as K grows.
   */
  public Operand<TFloat32> importanceWeighted(Ops tf) {
    // log (1/K) sum_k w_k,  w = p(x|z) p(z) / q(z|x)
    Operand<TFloat32> logWeights = tf.math.sub(tf.math.add(likelihood, prior), posterior);
    return Layers.logMeanExpFirst(tf, logWeights);
  }
}
