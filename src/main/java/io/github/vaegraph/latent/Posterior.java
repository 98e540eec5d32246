package io.github.vaegraph.latent;

import io.github.vaegraph.choice.Named;
import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Parameters;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** q(z|x), one distribution over codes for each of B images. */
public interface Posterior {
  /** E_q[z], or where that is unknown the code in q's middle: [B, L]. */
  Operand<TFloat32> mean();

  /**
   * log Var_q[z] of each dimension, or where that is unknown what it is near the middle: [B, L].
   */
  Operand<TFloat32> logVariance();

  /**
   * Reparameterized draws: the gradient goes through them.
   *
   * @param noise what the family asks for
   */
  Sample draw(Ops tf, Noise noise);

  /** KL(q(z|x) || p(z)) of each dimension, in nats, where it has a closed form: [B, L]. */
  Optional<Operand<TFloat32>> kl(Ops tf, Prior prior);

  /**
   * q(z_d|x) of each dimension [B, L], where they are independent and the density of any code is
   * known, not of those alone that were drawn.
   */
  default Optional<DiagonalGaussian> factors() {
    return Optional.empty();
  }

  /**
   * Codes that were drawn. A distribution knows the density of its own draws more cheaply than that
   * of any code, and some know no other.
   *
   * @param codes z [K, B, L], or [B, L] where the noise is of that shape
   * @param logProb log q(z|x) in nats [K, B]; empty for points, which have no density
   */
  record Sample(Operand<TFloat32> codes, Optional<Operand<TFloat32>> logProb) {}

  /** A posterior with its variables, before an image is seen. */
  @FunctionalInterface
  interface Head {
    /** The posterior that these outputs [B, outputs] of the encoder describe. */
    Posterior of(Ops tf, Operand<TFloat32> outputs);
  }

  /** What kind of distribution the encoder describes: the variational family. */
  interface Family extends Named {
    /** What a model with such a posterior is, for people. */
    default String kindOfModel() {
      return "variational autoencoder";
    }

    /**
     * Whether codes have a density. Points have none, and with it neither a rate nor a bound of log
     * p(x).
     */
    default boolean hasDensity() {
      return true;
    }

    /**
     * Whether q(z|x) is the Gaussian of its mean and log-variance, of independent dimensions, by
     * which the density of any code is known: whether posteriors have {@link Posterior#factors}.
     */
    default boolean gaussian() {
      return false;
    }

    /** What {@code encode} returns, for people, where that is not E_q[z] and log Var_q[z]. */
    default Optional<String> encodes() {
      return Optional.empty();
    }

    /** Outputs of the encoder for codes of L dimensions. */
    int outputs(int dim);

    /** How many values its own variables hold. */
    default long parameters(int dim) {
      return 0;
    }

    /** What is held of one code while it is drawn, beside the encoder's outputs, in values. */
    default long valuesPerRow(int dim) {
      return 0;
    }

    /**
     * What makes posteriors of the encoder's outputs, with its own trainable variables, if it has
     * any, named {@code encoder.posterior.*}. Called once a graph.
     */
    Head head(Ops tf, Parameters parameters, int dim);
  }
}
