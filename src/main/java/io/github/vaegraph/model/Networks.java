package io.github.vaegraph.model;

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
import org.tensorflow.op.Ops;

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
}
