package io.github.vaegraph.objective;

import io.github.vaegraph.graph.Loss;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What is maximized, for each of B images in nats, and by whose gradient.
 *
 * @param value [B]
 * @param inference [B] whose gradient the variables of q(z|x) follow
 * @param generative [B] whose gradient all others follow
 */
public record Bound(
    Operand<TFloat32> value, Operand<TFloat32> inference, Operand<TFloat32> generative) {
  /** All variables follow the value's own gradient. */
  static Bound of(Operand<TFloat32> value) {
    return new Bound(value, value, value);
  }

  /**
   * What is minimized: minus the mean over the images that are there.
   *
   * @param rows [B] 1 for an image, 0 for what fills a batch up
   */
  public Loss loss(Ops tf, Operand<TFloat32> rows) {
    // loss = -mean bound: the only minus between a bound and what is minimized
    Operand<TFloat32> whole = tf.math.neg(mean(tf, value, rows));
    return new Loss(
        whole,
        inference == value ? whole : tf.math.neg(mean(tf, inference, rows)),
        generative == value ? whole : tf.math.neg(mean(tf, generative, rows)));
  }

  /** The mean over the rows that are there of one value a row: [B] -> []. */
  public static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> values, Operand<TFloat32> rows) {
    Operand<TFloat32> sum = tf.sum(tf.math.mul(values, rows), tf.constant(0));
    return tf.math.div(sum, tf.sum(rows, tf.constant(0)));
  }
}
