package io.github.vaegraph.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * c in q(z|x, c) and p(x|z, c): nothing, or the class of each row, which encoder and decoder are
 * told of beside an image and a code (Kingma et al. 2014, M2; Sohn et al. 2015).
 *
 * @param rows [N, C] zeros, and a one for the row's class
 */
public record Condition(Optional<Operand<TFloat32>> rows) {
  /** Nothing is told. */
  public static final Condition NONE = new Condition(Optional.empty());

  /**
   * Classes by their indices; TensorFlow refuses others when it computes.
   *
   * @param labels [N] int32 or int64
   * @param classes C
   */
  public static Condition of(Ops tf, Operand<? extends TNumber> labels, int classes) {
    // One-hot makes zeros of what is no class, in silence; a gather refuses it.
    int[] all = new int[classes];
    Arrays.setAll(all, i -> i);
    Operand<TInt32> known = tf.gather(tf.constant(all), labels, tf.constant(0));
    return new Condition(
        Optional.of(tf.oneHot(known, tf.constant(classes), tf.constant(1f), tf.constant(0f))));
  }

  /** Values [..., N, w] with what is told beside them: [..., N, w + C]. */
  public Operand<TFloat32> beside(Ops tf, Operand<TFloat32> values) {
    if (rows.isEmpty()) {
      return values;
    }
    if (values.shape().numDimensions() == 2) {
      // Refuses other numbers of rows, which broadcasting would not.
      return tf.concat(List.of(values, rows.get()), tf.constant(1));
    }
    // [..., N, 1] zeros with the leading axes of the values
    Operand<TFloat32> none =
        tf.zerosLike(tf.sum(tf.stopGradient(values), tf.constant(-1), Sum.keepDims(true)));
    return tf.concat(List.of(values, tf.math.add(none, rows.get())), tf.constant(-1));
  }

  /** Some of the rows, or all of them several times. */
  public Condition with(UnaryOperator<Operand<TFloat32>> change) {
    return new Condition(rows.map(change));
  }
}
