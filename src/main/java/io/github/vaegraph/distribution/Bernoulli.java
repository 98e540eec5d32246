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
record Bernoulli(Operand<TFloat32> logits) implements Distribution {
  @Override
  public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> x) {
    // log p(x) = sum { x * l - softplus(l) },  l = logits
    return Layers.sumLast(tf, tf.math.sub(tf.math.mul(x, logits), tf.math.softplus(logits)));
  }

  @Override
  public Operand<TFloat32> mean(Ops tf) {
    return tf.math.sigmoid(logits);
  }
}
