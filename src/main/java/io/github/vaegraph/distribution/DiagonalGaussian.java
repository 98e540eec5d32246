package io.github.vaegraph.distribution;

import io.github.vaegraph.graph.Layers;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * N(mean, diag exp(logVariance)).
 *
 * @param mean [..., D]
 * @param logVariance [..., D], or a shape that broadcasts to it
 */
public record DiagonalGaussian(Operand<TFloat32> mean, Operand<TFloat32> logVariance)
    implements Distribution {
  private static final float LOG_TWO_PI = (float) Math.log(2 * Math.PI);

  @Override
  public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> x) {
    // log N(x; m, v) = -1/2 sum { log(2 pi) + log v + (x - m)^2 / v }
    Operand<TFloat32> deviation = tf.math.sub(x, mean);
    Operand<TFloat32> scaled =
        tf.math.mul(tf.math.square(deviation), tf.math.exp(tf.math.neg(logVariance)));
    Operand<TFloat32> terms =
        tf.math.add(tf.math.add(scaled, logVariance), tf.constant(LOG_TWO_PI));
    return tf.math.mul(Layers.sumLast(tf, terms), tf.constant(-0.5f));
  }

  @Override
  public Operand<TFloat32> mean(Ops tf) {
    return mean;
  }

  @Override
  public Optional<Operand<TFloat32>> scale(Ops tf) {
    return Optional.of(tf.math.exp(tf.math.mul(logVariance, tf.constant(0.5f))));
  }

  /**
   * The reparameterized draw (Kingma and Welling 2014, section 2.4).
   *
   * @param noise [K, ..., D], standard normal
   * @return [K, ..., D]
   */
  public Operand<TFloat32> sample(Ops tf, Operand<TFloat32> noise) {
    // z = mean + exp(logVariance / 2) * noise
    Operand<TFloat32> deviation = tf.math.exp(tf.math.mul(logVariance, tf.constant(0.5f)));
    return tf.math.add(mean, tf.math.mul(deviation, noise));
  }
}
