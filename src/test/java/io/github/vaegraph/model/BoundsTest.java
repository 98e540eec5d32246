package io.github.vaegraph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Batch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model says of an image beside the same integrals, over one latent dimension, in Java. */
class BoundsTest {
  private static final int SAMPLES = 20_000;

  @ParameterizedTest
  @CsvSource({"bernoulli, '', 0", "gaussian, 1.0, 1", "gaussian, 0.3, 0.3"})
  void everyFigureIsItsIntegral(String likelihood, String sigma, double deviation) {
    try (VaeSession session = trained(likelihood, sigma, "elbo")) {
      ReferenceVae reference = new ReferenceVae(session.parameters(), deviation);
      Batch batch = TestModels.batch(5, 1, 8);
      RowBounds bounds = session.bounds(batch, SAMPLES, 3, 4);
      for (int row = 0; row < 5; row++) {
        double[] x = image(batch, row);
        assertThat((double) bounds.posteriorMean()[row]).isCloseTo(reference.mean(x), within(1e-5));
        assertThat((double) bounds.rate()[row]).isCloseTo(reference.rate(x), within(1e-5));
        double error = reference.distortionSpread(x) / Math.sqrt(SAMPLES);
        assertThat((double) bounds.distortion()[row])
            .isCloseTo(reference.distortion(x), within(5 * error + 1e-4));
        // The error of a logarithm of a mean is that of the mean, relatively.
        double variance = reference.weightVariance(x);
        assertThat((double) bounds.importanceWeighted()[row])
            .isCloseTo(reference.logMarginal(x), within(5 * Math.sqrt(variance / SAMPLES) + 1e-4));
      }
    }
  }

  @Test
  void codesDecodeToTheLikelihoodsMean() {
    try (VaeSession session = trained("bernoulli", "", "elbo")) {
      ReferenceVae reference = new ReferenceVae(session.parameters(), 0);
      float[] means = session.decode(new float[] {-1.5f, 0, 2});
      assertThat(means).hasSize(3 * 4);
      for (int i = 0; i < 12; i++) {
        // The mean of a pixel is the probability of 1: what it adds when it alone is 1.
        double z = new double[] {-1.5, 0, 2}[i / 4];
        double[] one = new double[4];
        one[i % 4] = 1;
        double logit = reference.logLikelihood(one, z) - reference.logLikelihood(new double[4], z);
        assertThat((double) means[i]).isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-6));
      }
    }
  }

  @Test
  void thePosteriorIsTheEncoders() {
    try (VaeSession session = trained("bernoulli", "", "elbo")) {
      ReferenceVae reference = new ReferenceVae(session.parameters(), 0);
      Batch batch = TestModels.batch(5, 1, 8);
      VaeSession.Posterior posterior = session.posterior(batch);
      for (int row = 0; row < 5; row++) {
        double[] x = image(batch, row);
        assertThat((double) posterior.mean()[row]).isCloseTo(reference.mean(x), within(1e-5));
        assertThat((double) posterior.logVariance()[row])
            .isCloseTo(reference.logVariance(x), within(1e-5));
      }
    }
  }

  @Test
  void theImportanceWeightedBoundOfOneSampleHasTheElbosExpectation() {
    try (VaeSession session = trained("bernoulli", "", "elbo")) {
      RowBounds bounds = session.bounds(TestModels.copies(SAMPLES, 1, 0, 1, 1), 1, 3, 4);
      // With the KL in closed form or by the sample, the two differ by noise only.
      SummaryStatistics difference = new SummaryStatistics();
      for (int row = 0; row < SAMPLES; row++) {
        difference.addValue(
            bounds.importanceWeighted()[row] + bounds.rate()[row] + bounds.distortion()[row]);
      }
      double error = difference.getStandardDeviation() / Math.sqrt(SAMPLES);
      assertThat(error).isPositive();
      assertThat(difference.getMean()).isCloseTo(0, within(4 * error));
    }
  }

  @Test
  void theImportanceWeightedBoundRisesWithItsSamplesAndStaysBelowTheLikelihood() {
    try (VaeSession session = trained("gaussian", "0.3", "elbo")) {
      Batch copies = TestModels.copies(SAMPLES, 1, 0, 1, 1);
      double below = Double.NEGATIVE_INFINITY;
      double marginal = new ReferenceVae(session.parameters(), 0.3).logMarginal(image(copies, 0));
      for (int samples = 1; samples <= 32; samples *= 2) {
        // Burda et al. 2016, theorem 1
        double mean =
            TestModels.mean(session.bounds(copies, samples, 3, samples).importanceWeighted());
        assertThat(mean).as("%d samples", samples).isGreaterThan(below).isLessThan(marginal);
        below = mean;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"elbo, 1", "elbo, 0.25", "iwae, 1", "ae, 1"})
  void theLossIsMinusTheMeanBound(String objective, float beta) {
    // One image more than there is: the black one that fills the batch up counts nothing.
    GraphOptions options = TestModels.training(1, 1, 2, 6, SAMPLES);
    try (VaeSession session =
        VaeSession.initialized(
            TestModels.config(List.of(3), 1, "bernoulli", "", objective), options)) {
      ReferenceVae reference = new ReferenceVae(session.parameters(), 0);
      Batch batch = TestModels.batch(5, 1, 8);
      StepResult result = session.measuredStep(new Step(batch, 3, 4, 0.01f, beta));
      double rate = objective.equals("ae") ? 0 : meanOf(batch, reference::rate);
      double expected =
          switch (objective) {
            case "elbo" -> meanOf(batch, reference::distortion) + beta * rate;
            case "iwae" -> -meanOf(batch, reference::logMarginal);
            default -> -meanOf(batch, x -> reference.logLikelihood(x, reference.mean(x)));
          };
      // The spread of the initial model's log p(x|z) and log w is below 2 nats.
      double error = 2 / Math.sqrt(5.0 * SAMPLES);
      assertThat((double) result.loss()).isCloseTo(expected, within(5 * error));
      if (objective.equals("elbo")) {
        assertThat((double) result.rate()).isCloseTo(rate, within(1e-5));
        assertThat(result.loss())
            .isCloseTo(result.distortion() + beta * result.rate(), within(1e-5f));
      }
    }
  }

  @Test
  void theFirstStepMovesEveryWeightByTheRateAgainstItsGradient() {
    for (String objective : List.of("elbo", "iwae", "ae")) {
      try (VaeSession session =
          VaeSession.initialized(
              TestModels.config(List.of(3), 1, "bernoulli", "", objective),
              TestModels.training(2, 1, 2, 6, SAMPLES))) {
        Map<String, float[]> before = session.parameters();
        Batch batch = TestModels.batch(5, 1, 8);
        session.step(new Step(batch, 3, 4, 1e-3f, 0.5f));
        Map<String, float[]> after = session.parameters();
        int checked = 0;
        for (String name : before.keySet()) {
          float[] values = Objects.requireNonNull(before.get(name));
          for (int i = 0; i < values.length; i++) {
            double slope = slope(before, name, i, objective, batch);
            // A gradient that is small beside its noise may have either sign.
            if (Math.abs(slope) > 0.02) {
              checked++;
              float moved = Objects.requireNonNull(after.get(name))[i] - values[i];
              // Kingma and Ba 2015, section 2.1: the first step is the rate, whatever the scale.
              assertThat((double) moved)
                  .as("%s: %s[%d]", objective, name, i)
                  .isCloseTo(-1e-3 * Math.signum(slope), within(1e-6));
            }
          }
        }
        assertThat(checked).as(objective).isGreaterThan(10);
      }
    }
  }

  @Test
  void aPlainAutoencodersFiguresComeFromThePosteriorsMean() {
    ModelConfig config = TestModels.config(List.of(3), 1, "bernoulli", "", "ae");
    try (VaeSession session = VaeSession.initialized(config, TestModels.training(1, 1, 2, 1))) {
      ReferenceVae reference = new ReferenceVae(session.parameters(), 0);
      Batch batch = TestModels.batch(5, 1, 8);
      RowBounds bounds = session.bounds(batch, 7, 3, 4);
      // No noise: neither samples nor seed matter.
      assertThat(session.bounds(batch, 1, 5, 6).distortion()).isEqualTo(bounds.distortion());
      assertThat(bounds.rate()).containsOnly(0);
      for (int row = 0; row < 5; row++) {
        double[] x = image(batch, row);
        assertThat((double) bounds.distortion()[row])
            .isCloseTo(-reference.logLikelihood(x, reference.mean(x)), within(1e-5));
      }
    }
  }

  @Test
  void theWeightOfTheRateDoesNotReachAPlainAutoencoder() {
    ModelConfig config = TestModels.config(List.of(3), 1, "bernoulli", "", "ae");
    try (VaeSession none = VaeSession.initialized(config, TestModels.training(1, 1, 2, 1));
        VaeSession full = VaeSession.initialized(config, TestModels.training(1, 1, 2, 1))) {
      Batch batch = TestModels.batch(5, 1, 8);
      none.step(new Step(batch, 3, 4, 0.1f, 0));
      full.step(new Step(batch, 5, 6, 0.1f, 1));
      none.parameters()
          .forEach((name, values) -> assertThat(full.parameters().get(name)).isEqualTo(values));
    }
  }

  private static double slope(
      Map<String, float[]> parameters, String name, int i, String objective, Batch batch) {
    float halfWidth = 1f / 128;
    return (loss(shifted(parameters, name, i, halfWidth), objective, batch)
            - loss(shifted(parameters, name, i, -halfWidth), objective, batch))
        / (2 * halfWidth);
  }

  private static double loss(Map<String, float[]> parameters, String objective, Batch batch) {
    // A plain autoencoder's encoder ends in the mean alone.
    ReferenceVae reference = new ReferenceVae(parameters, 0);
    return switch (objective) {
      case "elbo" -> meanOf(batch, x -> reference.distortion(x) + 0.5 * reference.rate(x));
      // The expectation of the bound of many samples is the marginal likelihood.
      case "iwae" -> -meanOf(batch, reference::logMarginal);
      default -> -meanOf(batch, x -> reference.logLikelihood(x, reference.mean(x)));
    };
  }

  private static Map<String, float[]> shifted(
      Map<String, float[]> parameters, String name, int i, float by) {
    Map<String, float[]> shifted = new LinkedHashMap<>(parameters);
    float[] values = Objects.requireNonNull(parameters.get(name)).clone();
    values[i] += by;
    shifted.put(name, values);
    return shifted;
  }

  /** A model whose bounds are loose enough to tell them apart. */
  private static VaeSession trained(String likelihood, String sigma, String objective) {
    VaeSession session =
        VaeSession.initialized(
            TestModels.config(List.of(3), 1, likelihood, sigma, objective),
            TestModels.training(1, 1, 2, 20, 1));
    for (int step = 0; step < 60; step++) {
      session.step(new Step(TestModels.batch(20, 1, step), 1, step, 0.05f, 0.2f));
    }
    return session;
  }

  private static double meanOf(Batch batch, ToDoubleFunction<double[]> figure) {
    double sum = 0;
    for (int row = 0; row < batch.count(); row++) {
      sum += figure.applyAsDouble(image(batch, row));
    }
    return sum / batch.count();
  }

  private static double[] image(Batch batch, int row) {
    double[] x = new double[4];
    for (int i = 0; i < 4; i++) {
      x[i] = batch.pixels()[4 * row + i];
    }
    return x;
  }
}
