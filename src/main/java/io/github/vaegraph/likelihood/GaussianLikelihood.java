package io.github.vaegraph.likelihood;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Parameters;
import java.util.List;
import java.util.OptionalDouble;
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
          "continuous pixels; SIGMA is a number, learned (one shared) or per-pixel",
          List.of("gaussian:1.0", "gaussian:0.1", "gaussian:learned", "gaussian:per-pixel"),
          sigma -> new GaussianLikelihood(Scale.read("sigma", sigma)));

  /** The decoder's outputs are log-variances. */
  private static final int POWER = 2;

  @Override
  public String text() {
    return "gaussian:" + sigma.text();
  }

  @Override
  public int outputsPerValue() {
    return sigma.outputsPerValue();
  }

  @Override
  public Support support() {
    return Support.REALS;
  }

  @Override
  public Head head(Ops tf, Parameters parameters) {
    return sigma.head(tf, parameters, "likelihood.logVariance", POWER, DiagonalGaussian::new);
  }

  @Override
  public float[] initialOutputs(float[] mean) {
    return sigma.initialOutputs(mean, POWER);
  }

  @Override
  public OptionalDouble logDensityAtBound() {
    // log N(x; m, s^2) = -log s - log(2 pi) / 2 - (x - m)^2 / (2 s^2), the last 1/2 where s fits
    return sigma.learned()
        ? OptionalDouble.of(-Math.log(Scale.LOWEST) - 0.5 * Math.log(2 * Math.PI) - 0.5)
        : OptionalDouble.empty();
  }
}
