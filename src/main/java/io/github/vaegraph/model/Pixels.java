package io.github.vaegraph.model;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * Pixels as they are fed, and the images that they stand for.
 *
 * @param values [B, D] from 0 to maxValue
 * @param fractions [B, D] where in its level each value lies, in 256ths; empty where levels have no
 *     width
 * @param maxValue the value that stands for 1
 */
record Pixels(Operand<TUint8> values, Optional<Operand<TUint8>> fractions, int maxValue) {
  /** The images x [B, D] in [0, 1]. */
  Operand<TFloat32> images(Ops tf) {
    Operand<TFloat32> images = tf.dtypes.cast(values, TFloat32.class);
    if (fractions.isPresent()) {
      // x = (level + u) / 256, u = (fraction + 1/2) / 256
      Operand<TFloat32> part = tf.dtypes.cast(fractions.get(), TFloat32.class);
      Operand<TFloat32> u = tf.math.div(tf.math.add(part, tf.constant(0.5f)), tf.constant(256f));
      images = tf.math.add(images, u);
    }
    return maxValue == 1 ? images : tf.math.div(images, tf.constant((float) maxValue));
  }

  /** The same of some rows, or the like. */
  Pixels with(UnaryOperator<Operand<TUint8>> part) {
    return new Pixels(part.apply(values), fractions.map(part), maxValue);
  }
}
