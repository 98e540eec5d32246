package io.github.vaegraph.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The rows of a batch, and what they were drawn from.
 *
 * @param present [B] 1 for an image, 0 for what fills a batch up
 * @param images N, the number of training images
 */
public record BatchRows(Operand<TFloat32> present, long images) {
  /** [] how many images there are. */
  Operand<TFloat32> count(Ops tf) {
    return tf.sum(present, tf.constant(0));
  }

  /** The mean over the images that are there of one value a row: [B] -> []. */
  public Operand<TFloat32> mean(Ops tf, Operand<TFloat32> values) {
    Operand<TFloat32> sum = tf.sum(tf.math.mul(values, present), tf.constant(0));
    return tf.math.div(sum, count(tf));
  }

  /** The mean over the images that are there of some values a row: [B, d] -> [d]. */
  Operand<TFloat32> means(Ops tf, Operand<TFloat32> values) {
    Operand<TFloat32> column = tf.expandDims(present, tf.constant(1));
    Operand<TFloat32> sum = tf.sum(tf.math.mul(values, column), tf.constant(0));
    return tf.math.div(sum, count(tf));
  }
}
