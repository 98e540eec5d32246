package io.github.vaegraph.distribution;

import io.github.vaegraph.graph.Layers;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Independent Bernoulli variables.
 *
 * @param logits [..., D], log(p / (1 - p))
 */
public record Bernoulli(Operand<TFloat32> logits) implements Distribution {
  @Override
  public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> x) {
    // log p(x) = sum { x * l - softplus(l) },  l = logits
    return Layers.sumLast(tf, tf.math.sub(tf.math.mul(x, logits), tf.math.softplus(logits)));
  }

  @Override
  public Operand<TFloat32> trainingLogProb(Ops tf, Operand<TFloat32> x) {
    // d/dl log p(x) = x - sigmoid(l), so that s = sum { l * constant(x - sigmoid(l)) } has the
    // gradient of log p, and s + constant(log p - s) its value as well. The gradient of softplus
    // takes 4 ns an element, sigmoid 1 ns; and the constant is not computed unless it is fetched.
    Operand<TFloat32> p = tf.math.sigmoid(logits);
    Operand<TFloat32> derivative = tf.stopGradient(tf.math.sub(x, p));
    Operand<TFloat32> slope = Layers.sumLast(tf, tf.math.mul(logits, derivative));
    return tf.math.add(slope, tf.stopGradient(tf.math.sub(value(tf, x, p), slope)));
  }

  /** log p(x) by the sigmoid that is there: a third of the time of TensorFlow's softplus. */
  private Operand<TFloat32> value(Ops tf, Operand<TFloat32> x, Operand<TFloat32> p) {
    // softplus(l) = max(l, 0) - log max(p, 1 - p),  p = sigmoid(l)
    Operand<TFloat32> larger = tf.math.maximum(p, tf.math.sub(tf.constant(1f), p));
    Operand<TFloat32> softplus = tf.math.sub(tf.nn.relu(logits), tf.math.log(larger));
    return Layers.sumLast(tf, tf.math.sub(tf.math.mul(x, logits), softplus));
  }

  @Override
  public Operand<TFloat32> mean(Ops tf) {
    return tf.math.sigmoid(logits);
  }
}
