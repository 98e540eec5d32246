package io.github.vaegraph.model;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.Likelihood;
import io.github.vaegraph.distribution.Likelihoods;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.objective.Objective;
import java.util.List;
import java.util.Optional;

/**
 * What has to be known to build the networks, in training and in serving.
 *
 * @param image the shape of an image
 * @param hidden the widths of the encoder's hidden layers, from the image on; the decoder mirrors
 *     them
 * @param activation the nonlinearity after each hidden layer, by its name
 * @param latentDim L, the number of latent dimensions
 * @param likelihood p(x|z), by its name
 * @param sigma the likelihood's standard deviation, where it has one
 * @param objective what training maximizes, by its name
 */
public record ModelConfig(
    ImageShape image,
    List<Integer> hidden,
    String activation,
    int latentDim,
    String likelihood,
    Optional<String> sigma,
    String objective) {
  private static final int MAX_LAYERS = 100;
  private static final int MAX_WIDTH = 1 << 20;
  private static final long MAX_PARAMETERS = 1L << 28;

  /**
   * @throws IllegalArgumentException when a value makes no sense, naming it
   */
  public ModelConfig {
    hidden = List.copyOf(hidden);
    if (hidden.size() > MAX_LAYERS) {
      throw new IllegalArgumentException(
          "hidden must name at most %d widths, was %d".formatted(MAX_LAYERS, hidden.size()));
    }
    for (int width : hidden) {
      if (width < 1 || width > MAX_WIDTH) {
        throw new IllegalArgumentException(
            "hidden widths must lie between 1 and %d, was %d".formatted(MAX_WIDTH, width));
      }
    }
    if (latentDim < 1 || latentDim > MAX_WIDTH) {
      throw new IllegalArgumentException(
          "latentDim must lie between 1 and %d, was %d".formatted(MAX_WIDTH, latentDim));
    }
    Activation.named(activation);
    int posterior = posterior(objective, latentDim);
    sigma = sigma.or(Likelihoods.family(likelihood)::sigma);
    Likelihood created = Likelihoods.create(likelihood, sigma);
    long parameters = parameters(image, hidden, posterior, latentDim, created.outputsPerValue());
    if (parameters > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          "the model would have %d parameters, at most %d are allowed; try narrower layers, a"
                  .formatted(parameters, MAX_PARAMETERS)
              + " smaller latentDim or smaller images");
    }
  }

  private static long parameters(
      ImageShape image, List<Integer> hidden, int posterior, int latentDim, int outputsPerValue) {
    long total = 0;
    long in = image.size();
    for (int width : hidden) {
      total += (in + 1) * width;
      in = width;
    }
    total += (in + 1) * posterior;
    in = latentDim;
    for (int i = hidden.size() - 1; i >= 0; i--) {
      total += (in + 1) * hidden.get(i);
      in = hidden.get(i);
    }
    return total + (in + 1) * outputsPerValue * image.size();
  }

  /** Outputs of the encoder: a mean and, where codes have a distribution, a log-variance each. */
  private static int posterior(String objective, int latentDim) {
    return Objective.named(objective).drawsCodes() ? 2 * latentDim : latentDim;
  }

  /** The number of values in all variables, without the few of a learned deviation. */
  long parameters() {
    return parameters(
        image,
        hidden,
        posterior(objective, latentDim),
        latentDim,
        Likelihoods.create(likelihood, sigma).outputsPerValue());
  }

  /** Whether codes have a distribution: not in a plain autoencoder. */
  public boolean variational() {
    return Objective.named(objective).drawsCodes();
  }

  /** Whether p(x|z) describes binary pixels. */
  public boolean binaryLikelihood() {
    return Likelihoods.create(likelihood, sigma).binary();
  }
}
