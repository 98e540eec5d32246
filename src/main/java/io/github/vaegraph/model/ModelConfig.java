package io.github.vaegraph.model;

import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.latent.Dims;
import io.github.vaegraph.latent.LatentConfig;
import io.github.vaegraph.likelihood.Likelihood;
import io.github.vaegraph.likelihood.Likelihood.Support;
import io.github.vaegraph.network.Architecture;
import io.github.vaegraph.objective.Objective;
import java.util.Optional;

/**
 * What has to be known to build the networks, in training and in serving.
 *
 * @param image the shape of an image
 * @param network what encoder and decoder are built of, whatever was left out chosen by the image
 * @param activation the nonlinearity after each hidden layer
 * @param latent p(z) and q(z|x)
 * @param likelihood p(x|z)
 * @param objective what training maximizes
 * @param classes what a conditional model is told of beside an image; empty for others
 */
public record ModelConfig(
    ImageShape image,
    Architecture network,
    Activation activation,
    LatentConfig latent,
    Likelihood likelihood,
    Objective objective,
    Optional<Classes> classes) {
  private static final long MAX_PARAMETERS = 1L << 28;

  /**
   * @throws IllegalArgumentException when a value makes no sense, naming it, or two do not go
   *     together
   */
  public ModelConfig {
    if (!latent.posterior().hasDensity() && !objective.takesPoints()) {
      throw new IllegalArgumentException(
          "objective %s needs codes with a density; posterior %s has none"
              .formatted(objective.text(), latent.posterior().text()));
    }
    if (objective.needsFactors() && latent.dim().several()) {
      throw new IllegalArgumentException(
          "objective %s needs the density of each dimension of any code; %s have none, as those below"
                  .formatted(objective.text(), Dims.SEVERAL)
              + " depend on those above; try one layer");
    }
    if (objective.needsFactors() && !latent.posterior().gaussian()) {
      throw new IllegalArgumentException(
          "objective %s needs the density of each dimension of any code; posterior %s knows that of"
                  .formatted(objective.text(), latent.posterior().text())
              + " its own draws alone, all dimensions together; try posterior gaussian");
    }
    if (objective.weighsCodesAlone() && latent.prior().encoded() > 0) {
      throw new IllegalArgumentException(
          "objective %s has weights of its own for the encoder's gradient through codes, and prior %s"
                  .formatted(objective.text(), latent.prior().text())
              + " is made of the encoder as well; try prior mixture:K, or another estimator");
    }
    network = network.forLayers(image, latent.dim().layers().size());
    network.checkDims(image, latent.dim().layers());
    long parameters = parameters(image, network, latent, likelihood, classes);
    if (parameters > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          "the model would have %d parameters, at most %d are allowed; try narrower layers, a"
                  .formatted(parameters, MAX_PARAMETERS)
              + " smaller latentDim or smaller images");
    }
  }

  private static long parameters(
      ImageShape image,
      Architecture network,
      LatentConfig latent,
      Likelihood likelihood,
      Optional<Classes> classes) {
    return sizes(image, network, latent, likelihood, classes).parameters()
        + latent.parameters(image.size(), classes.map(Classes::count).orElse(0));
  }

  private static Architecture.Sizes sizes(
      ImageShape image,
      Architecture network,
      LatentConfig latent,
      Likelihood likelihood,
      Optional<Classes> classes) {
    int told = classes.map(Classes::count).orElse(0);
    int perValue = likelihood.outputsPerValue(image);
    if (latent.dim().several()) {
      return network.levelSizes(latent.dim().layers(), image, told, perValue);
    }
    int dim = latent.dim().total();
    return network.sizes(image, told, latent.posterior().outputs(dim), dim + told, perValue);
  }

  /** The same, where a course that takes all epochs is told how many they are. */
  public ModelConfig lasting(int epochs) {
    return new ModelConfig(
        image, network, activation, latent, likelihood, objective.lasting(epochs), classes);
  }

  /** L, the number of latent dimensions. */
  public int latentDim() {
    return latent.dim().total();
  }

  /** C, the number of classes that a conditional model is told of; 0 for others. */
  public int classCount() {
    return classes.map(Classes::count).orElse(0);
  }

  /** Whether codes have a density, and with it a rate and bounds of log p(x). */
  public boolean hasRate() {
    return latent.posterior().hasDensity();
  }

  /**
   * Refuses a weight of the rate where the bound has none.
   *
   * @param what the weight's name where it was given
   * @throws IllegalArgumentException when the objective weighs no rate, or codes have none
   */
  public void checkWeighsRate(String what) {
    if (!hasRate() || !objective.weighsRate()) {
      throw new IllegalArgumentException(
          "%s weighs the rate in the ELBO; %s has none"
              .formatted(
                  what, hasRate() ? "objective " + objective.text() : "a plain autoencoder"));
    }
  }

  /** Whether p(x|z) describes binary pixels. */
  public boolean binaryPixels() {
    return likelihood.support() == Support.BINARY;
  }

  /** Whether p(x|z) gives each of a byte's 256 levels a probability. */
  public boolean levels() {
    return likelihood.support() == Support.LEVELS;
  }

  /**
   * Refuses images that are none of what p(x|z) describes.
   *
   * @param binary whether all their values are black or white
   * @throws IllegalArgumentException when it describes binary pixels, and these have colours
   */
  public void checkDescribes(boolean binary) {
    if (binaryPixels() && image.channels() > 1 && !binary) {
      throw new IllegalArgumentException(
          "likelihood %s describes black and white, not the colours of images of %s; try likelihood(%s)"
                  .formatted(likelihood.text(), image, "discretized-logistic")
              + " or likelihood(gaussian:learned)");
    }
  }

  /**
   * Refuses noise within the pixels' levels where p(x|z) is no density of what lies between.
   *
   * @param binary whether all values are black or white
   * @throws IllegalArgumentException when it describes binary pixels or levels, or the data have no
   *     more than two
   */
  public void checkDequantizes(boolean binary) {
    if (binaryPixels() || levels() || binary) {
      throw new IllegalArgumentException(
          "dequantize spreads grey levels for a density of all numbers between; %s"
              .formatted(
                  binary && !binaryPixels() && !levels()
                      ? "these pixels are black and white alone: leave it out"
                      : "likelihood %s describes %s: leave it out, or try likelihood(gaussian:learned)"
                          .formatted(
                              likelihood.text(),
                              binaryPixels() ? "black and white" : "the levels themselves")));
    }
  }

  /** The number of values in all variables, without the few of a learned deviation. */
  long parameters() {
    return parameters(image, network, latent, likelihood, classes);
  }

  /** What is held of one row while it goes through the networks, in values. */
  long valuesPerRow() {
    long outputs = (long) image.size() * likelihood.outputsPerValue(image);
    long between = sizes(image, network, latent, likelihood, classes).valuesPerRow();
    return outputs + between + latent.valuesPerRow() + 2L * classCount();
  }

  /** What tells models of the same data apart at a glance. */
  public String briefly() {
    return "%s, z of %s, %s%s"
        .formatted(
            hasRate() ? objective.text() : "plain autoencoder",
            latent.dim().text(),
            likelihood.text(),
            conditional());
  }

  /** What the model is, in one line for people. */
  public String describe() {
    return "%s %s, z of %s, prior %s, posterior %s, likelihood %s, objective %s%s"
        .formatted(
            network.text(),
            activation.text(),
            latent.dim().text(),
            latent.prior().text(),
            latent.posterior().text(),
            likelihood.text(),
            objective.text(),
            conditional());
  }

  private String conditional() {
    return classes.map(known -> ", conditional on %d classes".formatted(known.count())).orElse("");
  }
}
