package io.github.vaegraph.network;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Layers with their variables, which are created once and shared by every call. */
public interface Trunk {
  /** [N, in] -> [N, width]. */
  Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x);

  /** Values of its output a row. */
  int width();
}
