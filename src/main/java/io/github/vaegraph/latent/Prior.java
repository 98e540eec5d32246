package io.github.vaegraph.latent;

import io.github.vaegraph.choice.Named;
import io.github.vaegraph.graph.Parameters;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** p(z): how codes are distributed before an image is seen. */
public interface Prior {
  /** log p(z) in nats: z [..., L] -> [...]. */
  Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> codes);

  /** Codes drawn from p(z): [..., L], with the noise's leading axes. */
  Operand<TFloat32> sample(Ops tf, Noise noise);

  /** What kind of prior, before it has variables. */
  interface Family extends Named {
    /**
     * The prior over codes of L dimensions, with its own trainable variables, if it has any, named
     * {@code prior.*}. Called once a graph.
     */
    Prior create(Ops tf, Parameters parameters, int dim);

    /** Whether it is N(0, I), under which rates have a closed form and noise may be scaled. */
    default boolean standardNormal() {
      return false;
    }

    /** How many values its variables hold. */
    long parameters(int dim);
  }
}
