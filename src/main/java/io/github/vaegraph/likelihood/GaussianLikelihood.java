package io.github.vaegraph.likelihood;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Parameters;
import java.util.List;
import java.util.Optional;
import org.tensorflow.op.Ops;

/**
 * Continuous pixels: independent Gaussians around the decoder's outputs, with their full
 * normalizing constant.
 *
 * @param sigma the standard deviation
 */
record GaussianLikelihood(Scale sigma) implements Likelihood {
  static final Choice.Option<Likelihood> OPTION =
      new Choice.Option<>(
          "gaussian",
          "SIGMA",
          "continuous pixels; SIGMA is a number, learned or optimal (one shared, the latter in closed"
              + " form) or per-pixel",
          List.of(
              "gaussian:1.0",
              "gaussian:0.1",
              "gaussian:learned",
              "gaussian:optimal",
              "gaussian:per-pixel"),
          sigma -> new GaussianLikelihood(Scale.read("sigma", sigma)));

  private static final Scale.Family FAMILY =
      new Scale.Family("likelihood.logVariance", 2, DiagonalGaussian::new);

  @Override
  public String text() {
    return "gaussian:" + sigma.text();
  }

  @Override
  public int outputsPerValue(ImageShape image) {
    return sigma.outputsPerValue();
  }

  @Override
  public Support support() {
    return Support.REALS;
  }

  @Override
  public Head head(Ops tf, Parameters parameters, ImageShape image) {
    return sigma.head(tf, parameters, image, FAMILY);
  }

  @Override
  public float[] initialOutputs(ImageShape image, float[] mean) {
    return sigma.initialOutputs(mean, FAMILY);
  }

  @Override
  public Optional<Double> lowestScale() {
    return sigma.lowest(FAMILY);
  }
}
