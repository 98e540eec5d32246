package io.github.vaegraph.model;

import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.latent.Ladder;
import io.github.vaegraph.latent.Latents;
import io.github.vaegraph.latent.OneLayer;
import io.github.vaegraph.likelihood.Likelihood;
import io.github.vaegraph.network.Architecture;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.network.Levels;
import io.github.vaegraph.network.Trunk;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The model that a configuration describes, with its variables: p(z), q(z|x) and p(x|z).
 *
 * @param latents p(z) and q(z|x)
 * @param decoder what it sees of codes and condition to the likelihood's parameters
 * @param likelihood makes p(x|z) of them
 */
public record Networks(Latents latents, Trunk decoder, Likelihood.Head likelihood) {
  /**
   * Creates the variables in this graph.
   *
   * @param start unused by restored variables
   */
  public static Networks create(Ops tf, Parameters parameters, ModelConfig config, Start start) {
    float[] initialOutputs = config.likelihood().initialOutputs(config.image(), start.mean());
    return config.latent().dim().several()
        ? ladder(tf, parameters, config, initialOutputs)
        : oneLayer(tf, parameters, config, initialOutputs, start);
  }

  private static Networks oneLayer(
      Ops tf, Parameters parameters, ModelConfig config, float[] initialOutputs, Start start) {
    Architecture network = config.network();
    int classes = config.classCount();
    Trunk encoder =
        network.encoder(parameters.inference(), config.image(), classes, config.activation());
    Latents latents =
        new OneLayer(
            tf,
            parameters,
            config.latent(),
            encoder,
            config.image().size(),
            classes,
            start.examples());
    Trunk decoder =
        network.decoder(
            parameters,
            latents.dim() + classes,
            config.image(),
            config.activation(),
            initialOutputs);
    return new Networks(latents, decoder, head(tf, parameters, config));
  }

  private static Networks ladder(
      Ops tf, Parameters parameters, ModelConfig config, float[] initialOutputs) {
    Levels levels =
        config
            .network()
            .levels(
                parameters,
                config.latent().dim().layers(),
                config.image(),
                config.classCount(),
                config.activation(),
                initialOutputs);
    Latents latents =
        new Ladder(
            tf, parameters, config.latent(), levels, config.image().size(), config.classCount());
    return new Networks(latents, levels.decoder(), head(tf, parameters, config));
  }

  private static Likelihood.Head head(Ops tf, Parameters parameters, ModelConfig config) {
    return config.likelihood().head(tf, parameters, config.image());
  }

  /** The images that each code may stand for: codes [N, L] -> p(x|z, c) over [N, D]. */
  public Distribution decode(Ops tf, Operand<TFloat32> codes, Condition condition) {
    return decoded(tf, latents.seen(tf, codes, condition));
  }

  private Distribution decoded(Ops tf, Operand<TFloat32> seen) {
    return likelihood.distribution(tf, decoder.apply(tf, seen));
  }

  /** How log p(x|z) is computed: for its value alone, or for a gradient as well. */
  @FunctionalInterface
  public interface LogProb {
    /** log p(x|z) in nats: images [N, D] -> [N]. */
    Operand<TFloat32> of(Ops tf, Distribution reconstruction, Operand<TFloat32> images);
  }

  /**
   * log p(x|z, c) in nats of K codes for each of B images.
   *
   * @param images x [B, D] in [0, 1]
   * @param seen what the decoder sees of the codes, and of c [K, B, in]
   * @param samples K
   * @return [K, B]
   */
  public Operand<TFloat32> logLikelihood(
      Ops tf, Operand<TFloat32> images, Operand<TFloat32> seen, Samples samples, LogProb logProb) {
    // The products want matrices: the K codes of an image are rows, K batches one below the other.
    int[] matrix = {-1, Math.toIntExact(seen.shape().get(2))};
    Distribution reconstruction = decoded(tf, tf.reshape(seen, tf.constant(matrix)));
    Operand<TFloat32> targets = tf.tile(images, samples.tiles());
    return tf.reshape(logProb.of(tf, reconstruction, targets), samples.shape());
  }
}
