package io.github.vaegraph.distribution;

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

  /** E[x]: [..., D]. */
  Operand<TFloat32> mean(Ops tf);
}
