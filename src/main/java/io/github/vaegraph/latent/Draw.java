package io.github.vaegraph.latent;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Layers;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * K codes drawn from the posterior of each of B images, with what the bounds need to know of them.
 *
 * @param codes z [K, B, L]
 * @param seen what the decoder sees of them [K, B, in]
 * @param posterior that they were drawn from
 * @param layers the stochastic layers, from the top down; none where codes are points
 */
public record Draw(
    Operand<TFloat32> codes, Operand<TFloat32> seen, Posterior posterior, List<Layer> layers) {
  /** Copies the layers. */
  public Draw {
    layers = List.copyOf(layers);
  }

  /**
   * What one layer's draws are worth, in nats.
   *
   * @param codes z [K, B, d] of this layer
   * @param posterior [K, B] log q(z|x)
   * @param prior [K, B] log p(z)
   * @param kl [B, d] KL(q(z|x) || p(z)) of each dimension, where it has a closed form
   * @param factors q(z_d|x) [B, d] of each dimension, where they are independent
   */
  public record Layer(
      Operand<TFloat32> codes,
      Operand<TFloat32> posterior,
      Operand<TFloat32> prior,
      Optional<Operand<TFloat32>> kl,
      Optional<DiagonalGaussian> factors) {
    /** [B] KL(q(z|x) || p(z)), in closed form where there is one, else from the K codes. */
    public Operand<TFloat32> rate(Ops tf) {
      // KL(q || p) = E_q[log q(z|x) - log p(z)]
      return kl.map(each -> Layers.sumLast(tf, each))
          .orElseGet(() -> Layers.meanFirst(tf, tf.math.sub(posterior, prior)));
    }

    /**
     * The same codes, whose log q takes its gradient through them alone: the parameters of q are
     * constants to it (Roeder et al. 2017). The rate is that of the codes: its closed form has no
     * other gradient.
     */
    public Layer alongCodes(Ops tf) {
      DiagonalGaussian constant = factors.orElseThrow().detached(tf);
      return new Layer(
          codes, constant.logProb(tf, codes), prior, Optional.empty(), Optional.of(constant));
    }
  }
}
