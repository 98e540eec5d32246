package io.github.vaegraph.model;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * How many codes K are drawn for each image, as the shapes that it appears in.
 *
 * @param tiles [2] (K, 1)
 * @param shape [2] (K, -1)
 */
public record Samples(Operand<TInt32> tiles, Operand<TInt32> shape) {
  /** A number that is known when the graph is built. */
  public static Samples known(Ops tf, int samples) {
    return new Samples(tf.constant(new int[] {samples, 1}), tf.constant(new int[] {samples, -1}));
  }

  /** A number that is fed: []. */
  static Samples fed(Ops tf, Operand<TInt32> samples) {
    return new Samples(
        tf.stack(List.of(samples, tf.constant(1))), tf.stack(List.of(samples, tf.constant(-1))));
  }
}
