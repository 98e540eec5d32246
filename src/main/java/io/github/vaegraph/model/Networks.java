package io.github.vaegraph.model;

import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.distribution.Likelihoods;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.network.Decoder;
import io.github.vaegraph.network.Encoder;
import io.github.vaegraph.network.MlpDecoder;
import io.github.vaegraph.network.MlpEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The encoder and the decoder that a configuration describes, with their variables.
 *
 * @param encoder q(z|x)
 * @param decoder p(x|z)
 */
public record Networks(Encoder encoder, Decoder decoder) {
  /**
   * Creates the variables in this graph.
   *
   * @param mean [D] the training images' mean, where the decoder starts; unused by restored
   *     variables
   */
  public static Networks create(Ops tf, Parameters parameters, ModelConfig config, float[] mean) {
    Activation activation = Activation.named(config.activation());
    Encoder encoder =
        new MlpEncoder(
            parameters,
            config.image().size(),
            config.hidden(),
            activation,
            config.latentDim(),
            config.variational());
    List<Integer> mirrored = new ArrayList<>(config.hidden());
    Collections.reverse(mirrored);
    Decoder decoder =
        new MlpDecoder(
            tf,
            parameters,
            config.latentDim(),
            mirrored,
            activation,
            Likelihoods.create(config.likelihood(), config.sigma()),
            mean);
    return new Networks(encoder, decoder);
  }

  /** How log p(x|z) is computed: for its value alone, or for a gradient as well. */
  @FunctionalInterface
  public interface LogProb {
    /** log p(x|z) in nats: images [N, D] -> [N]. */
    Operand<TFloat32> of(Ops tf, Distribution reconstruction, Operand<TFloat32> images);
  }

  /**
   * log p(x|z) in nats of K codes for each of B images.
   *
   * @param images x [B, D] in [0, 1]
   * @param codes z [K, B, L]
   * @param samples K
   * @return [K, B]
   */
  public Operand<TFloat32> logLikelihood(
      Ops tf, Operand<TFloat32> images, Operand<TFloat32> codes, Samples samples, LogProb logProb) {
    // The products want matrices: the K codes of an image are rows, K batches one below the other.
    int[] matrix = {-1, Math.toIntExact(codes.shape().get(2))};
    Distribution reconstruction = decoder.decode(tf, tf.reshape(codes, tf.constant(matrix)));
    Operand<TFloat32> targets = tf.tile(images, samples.tiles());
    return tf.reshape(logProb.of(tf, reconstruction, targets), samples.shape());
  }
}
