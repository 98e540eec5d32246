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

  /** What kind of prior, before it has variables. */
  interface Family extends Named {
    /**
     * The prior over codes of L dimensions, with its own trainable variables, if it has any, named
     * {@code prior.*}. Called once a graph.
     *
     * @param classes C that the model is told of, 0 if it is not conditional
     */
    Prior create(Ops tf, Parameters parameters, int dim, int classes);

    /** Whether it is N(0, I), under which rates have a closed form and noise may be scaled. */
    default boolean standardNormal() {
      return false;
    }

    /** Whether its codes take a {@link Source#choice}. */
    default boolean chooses() {
      return false;
    }

    /** How many values its variables hold. */
    long parameters(int dim, int classes);
  }
}
