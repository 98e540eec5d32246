package io.github.vaegraph.latent;

import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Priors beside an encoder without variables, of images of two values. */
final class TestPriors {
  static final int VALUES = 2;

  /** Image i is (i / 8, 1 - i / 8). */
  static final Examples EXAMPLES =
      (count, classes) -> {
        float[] values = new float[count * VALUES];
        for (int i = 0; i < count; i++) {
          values[2 * i] = i / 8f;
          values[2 * i + 1] = 1 - i / 8f;
        }
        return values;
      };

  private TestPriors() {}

  /** Means of 2 x_0 - x_1 in every dimension, and variances of exp(x_1 - 1). */
  static Prior.Encoder encoder(int dim) {
    return (tf, images, condition) -> {
      List<Operand<TFloat32>> x = List.copyOf(tf.split(tf.constant(1), images, 2L).output());
      Operand<TFloat32> mean = tf.math.sub(tf.math.mul(x.get(0), tf.constant(2f)), x.get(1));
      Operand<TFloat32> logVariance = tf.math.sub(x.get(1), tf.constant(1f));
      Operand<TFloat32> each = tf.constant(new float[1][dim]);
      return tf.concat(
          List.of(tf.math.add(mean, each), tf.math.add(logVariance, each)), tf.constant(1));
    };
  }

  static Prior create(TestGraph graph, String text, int dim, int classes) {
    return Priors.CHOICE
        .read(text)
        .create(
            graph.tf(),
            Parameters.initialized(graph.tf(), 7),
            new Prior.Setting(dim, VALUES, classes),
            encoder(dim),
            EXAMPLES);
  }
}
