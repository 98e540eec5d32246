package io.github.vaegraph.savedmodel;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.SeededNormal;
import io.github.vaegraph.latent.Noise;
import io.github.vaegraph.latent.Posterior;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.Networks;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.signature.Signatures;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** The networks on tensors as a server sends them: what all signatures compute with. */
record ServedNetworks(Ops tf, ModelConfig config, Networks networks) {
  /** One code a row, a function of the row's own seed [B]. */
  static Noise noise(Operand<TInt64> seed) {
    return (ops, columns) -> SeededNormal.noise(ops, seed, columns);
  }

  /** [B, H, W, C] -> [B, D] */
  Operand<TFloat32> flat(Operand<TFloat32> image) {
    return tf.reshape(image, tf.constant(new int[] {-1, config.image().size()}));
  }

  /** c: what a request tells beside its rows. */
  Condition condition(Computation.Given given) {
    return given.has(Signatures.LABEL)
        ? Condition.of(tf, given.wholes(Signatures.LABEL), config.classCount())
        : Condition.NONE;
  }

  /** q(z|x, c): [B, H, W, C] -> [B, L] */
  Posterior posterior(Operand<TFloat32> image, Condition condition) {
    return networks.latents().posterior(tf, flat(image), condition);
  }

  /** The likelihood's mean for each code: [B, L] -> [B, H, W, C]. */
  Operand<TFloat32> decoded(Operand<TFloat32> codes, Condition condition) {
    ImageShape image = config.image();
    return tf.reshape(
        networks.decode(tf, codes, condition).mean(tf),
        tf.constant(new int[] {-1, image.height(), image.width(), image.channels()}));
  }

  /**
   * Inputs with as many rows as each other. Others are an error, where broadcasting one row to many
   * would go on in silence. (TensorFlow's rewriting takes a reshape for superfluous and drops it;
   * matrices side by side have to have the same height.)
   *
   * @param inputs each [B, some width that is known]
   * @return the same
   */
  List<Operand<TFloat32>> ofEqualRows(List<Operand<TFloat32>> inputs) {
    int[] widths =
        inputs.stream().mapToInt(input -> Math.toIntExact(input.shape().get(1))).toArray();
    Operand<TFloat32> together = tf.concat(inputs, tf.constant(1));
    return Layers.cutLast(tf, together, widths);
  }
}
