package io.github.vaegraph.latent;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Where draws come from: in training the step and the row, on a server the row's seed. Nobody draws
 * from a hidden state.
 */
@FunctionalInterface
public interface Noise {
  /**
   * Standard normal noise, the same at every call: [K, B, columns], or [B, columns] where each row
   * has one code. The gradient takes it as a constant.
   */
  Operand<TFloat32> normal(Ops tf, int columns);
}
