package io.github.vaegraph.distribution;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A distribution over vectors whose D elements are independent. Its parameters have shape [..., D];
 * arguments broadcast against them.
 */
public interface Distribution {
  /** log p(x) in nats, summed over the last axis: x [..., D] -> [...]. */
  Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> x);

  /**
   * log p(x) for a loss: the value of {@link #logProb}, with a gradient by the distribution's
   * parameters that may be computed in a cheaper way than by its derivation op by op.
   */
  default Operand<TFloat32> trainingLogProb(Ops tf, Operand<TFloat32> x) {
    return logProb(tf, x);
  }

  /** E[x]: [..., D]. */
  Operand<TFloat32> mean(Ops tf);

  /**
   * How far values lie from where they are expected, a standard deviation or the like: [..., D], or
   * what broadcasts to it; empty for a distribution of no such parameter.
   */
  default Optional<Operand<TFloat32>> scale(Ops tf) {
    return Optional.empty();
  }
}
