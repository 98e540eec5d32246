package io.github.vaegraph.network;

import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Layers with their variables, which are created once and shared by every call. */
public interface Trunk {
  /** [N, in] -> [N, width]. */
  Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x);

  /** Values of its output a row. */
  int width();

  /** One that a function of rows describes. */
  static Trunk of(int width, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> layers) {
    return new Layered(width, layers);
  }

  /** See {@link #of}. */
  record Layered(int width, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> layers)
      implements Trunk {
    @Override
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
      return layers.apply(tf, x);
    }
  }
}
