package io.github.vaegraph.latent;

import io.github.vaegraph.choice.Named;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.network.Condition;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** p(z), or p(z|c) where the model is conditional: how codes lie before an image is seen. */
public interface Prior {
  /**
   * The prior of rows of these classes; itself where it is the same for all, or none is told.
   *
   * @param condition c, of as many rows as there are codes of, or nothing
   */
  default Prior given(Ops tf, Condition condition) {
    return this;
  }

  /** log p(z) in nats: z [..., L] -> [...]. */
  Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> codes);

  /** What a draw is a function of, made of as many columns of noise as that takes. */
  Source source(Ops tf, Noise noise);

  /** Codes of p(z): [..., L], with the leading axes of what they are a function of. */
  Operand<TFloat32> codes(Ops tf, Source source);

  /** Codes drawn from p(z): [..., L], with the noise's leading axes. */
  default Operand<TFloat32> sample(Ops tf, Noise noise) {
    return codes(tf, source(tf, noise));
  }

  /**
   * What draws are a function of: plain random numbers, which any program can make.
   *
   * @param normal standard normal numbers [..., L]
   * @param choice uniform in [0, 1], [..., 1], where the prior has something to choose
   */
  record Source(Operand<TFloat32> normal, Optional<Operand<TFloat32>> choice) {}

  /**
   * What a prior is made for.
   *
   * @param dim L
   * @param values D of an image
   * @param classes C that the model is told of, 0 if it is not conditional
   */
  record Setting(int dim, int values, int classes) {}

  /** Means and log-variances of q(z|x, c), side by side: images [B, D] -> [B, 2 L]. */
  @FunctionalInterface
  interface Encoder {
    Operand<TFloat32> moments(Ops tf, Operand<TFloat32> images, Condition condition);
  }

  /** What kind of prior, before it has variables. */
  interface Family extends Named {
    /**
     * The prior over codes of L dimensions, with its own trainable variables, if it has any, named
     * {@code prior.*}. Called once a graph.
     *
     * @param encoder for those that are made of its Gaussians
     * @param examples that it may begin at
     */
    Prior create(
        Ops tf, Parameters parameters, Setting setting, Encoder encoder, Examples examples);

    /** Whether it is N(0, I), under which rates have a closed form and noise may be scaled. */
    default boolean standardNormal() {
      return false;
    }

    /** Whether its codes take a {@link Source#choice}. */
    default boolean chooses() {
      return false;
    }

    /** How many values its variables hold. */
    long parameters(Setting setting);

    /** What is held of one code while its density is computed, in values. */
    default long valuesPerRow(int dim) {
      return dim;
    }

    /** How many images of its own go through the encoder at every step; 0 for most. */
    default int encoded() {
      return 0;
    }
  }
}
