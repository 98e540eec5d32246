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

  /** All variables follow the gradient of another, of the same expectation. */
  static Bound following(Operand<TFloat32> value, Operand<TFloat32> gradient) {
    return new Bound(value, gradient, gradient);
  }

  /** What is minimized: minus the mean over the images that are there. */
  public Loss loss(Ops tf, BatchRows rows) {
    // loss = -mean bound: the only minus between a bound and what is minimized
    Operand<TFloat32> whole = tf.math.neg(rows.mean(tf, value));
    Operand<TFloat32> inferred = inference == value ? whole : tf.math.neg(rows.mean(tf, inference));
    if (generative == inference) {
      return new Loss(whole, inferred, inferred); // one gradient, derived once
    }
    return new Loss(
        whole, inferred, generative == value ? whole : tf.math.neg(rows.mean(tf, generative)));
  }
}
