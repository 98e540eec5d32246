package io.github.vaegraph.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.Batches;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.RowBounds;
import io.github.vaegraph.model.Step;
import io.github.vaegraph.model.StepResult;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.train.ModelTexts;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EvaluatorTest {
  private static Split split(ImageShape shape, int count) {
    byte[] pixels = new byte[count * shape.size()];
    new Random(5).nextBytes(pixels);
    return new Split("test", Images.of(shape, pixels), new int[0]);
  }

  private static VaeSession session(
      ImageShape shape, String likelihood, String objective, int towers) {
    return session(shape, likelihood, objective, towers, 255);
  }

  private static VaeSession session(
      ImageShape shape, String likelihood, String objective, int towers, int maxValue) {
    ModelConfig config =
        ModelTexts.read(
            shape,
            Map.of(
                "network",
                "mlp:none",
                "latentDim",
                "2",
                "likelihood",
                likelihood,
                "objective",
                objective));
    float[] mean = new float[shape.size()];
    Arrays.fill(mean, 0.5f);
    return VaeSession.initialized(
        config,
        new GraphOptions(
            towers,
            maxValue,
            Optional.of(new GraphOptions.Training(1, 20, 1, Optional.empty(), mean))));
  }

  private static Batch batch(Split split, int from, int count) {
    byte[] pixels = new byte[count * split.images().shape().size()];
    split.images().readRange(from, count, pixels, 0);
    return new Batch(pixels, count);
  }

  private static Evaluation evaluate(VaeSession session, Split split, int samples) {
    try (Evaluator evaluator = new Evaluator(session, split, Binarization.NONE, 9)) {
      Evaluation first =
          evaluator.evaluate(samples, (done, total) -> assertThat(done).isBetween(1L, total));
      assertThat(evaluator.evaluate(samples, (done, total) -> {})).isEqualTo(first);
      return first;
    }
  }

  @Test
  void bitsPerDimensionAreThoseOfTheTighterBoundOfLevels() {
    Split split = split(new ImageShape(3, 2, 1), 10);
    try (VaeSession session = session(split.images().shape(), "categorical", "elbo", 1)) {
      Evaluation sampled = evaluate(session, split, 5);
      assertThat(sampled.bitsPerDimension().orElseThrow())
          .isEqualTo(sampled.negativeLogLikelihood().orElseThrow() / (6 * Math.log(2)));
      assertThat(sampled.toString()).contains("bits per dimension", "(negative log-likelihood)");
      Evaluation bounded = evaluate(session, split, 0);
      assertThat(bounded.bitsPerDimension().orElseThrow())
          .isEqualTo(bounded.negativeElbo().orElseThrow() / (6 * Math.log(2)));
      assertThat(bounded.toString()).contains("(negative ELBO)");
    }
    try (VaeSession session = session(split.images().shape(), "gaussian", "elbo", 1)) {
      assertThat(evaluate(session, split, 0).bitsPerDimension()).isEmpty();
    }
    try (VaeSession session = session(split.images().shape(), "categorical", "ae", 1)) {
      assertThat(evaluate(session, split, 0).bitsPerDimension()).isEmpty();
    }
  }

  /** By a plain autoencoder, which draws no codes: all noise is that of the levels. */
  @Test
  void dequantizedPixelsLieWithinTheirLevelsAndTheirDensityHasBits() {
    Split split = split(new ImageShape(4, 4, 1), 10);
    for (int towers : new int[] {1, 3}) {
      try (VaeSession session = session(split.images().shape(), "gaussian", "ae", towers, 256);
          Batches batches = Batches.inOrder(split, Binarization.DEQUANTIZED, 10, 9);
          Evaluator evaluator = new Evaluator(session, split, Binarization.DEQUANTIZED, 9)) {
        Batch batch = batches.epoch(0, 0).next();
        float[] decoded = session.decode(session.posterior(batch).mean());
        double expected = 0;
        for (int i = 0; i < decoded.length; i++) {
          // -log N(x; m, 1),  x = (level + (fraction + 1/2) / 256) / 256
          double u = ((batch.fractions()[i] & 0xff) + 0.5) / 256;
          double off = ((batch.pixels()[i] & 0xff) + u) / 256 - decoded[i];
          expected += (off * off + Math.log(2 * Math.PI)) / 2 / 10;
        }
        Evaluation evaluation = evaluator.evaluate(0, (done, total) -> {});
        assertThat(evaluation.distortion()).isCloseTo(expected, within(1e-5));
        assertThat(evaluation.binarization()).isEqualTo("dequantized");
      }
    }
    try (VaeSession session = session(split.images().shape(), "gaussian", "elbo", 1, 256);
        Evaluator evaluator = new Evaluator(session, split, Binarization.DEQUANTIZED, 9)) {
      Evaluation evaluation = evaluator.evaluate(20, (done, total) -> {});
      double logDensity = -evaluation.negativeLogLikelihood().orElseThrow();
      // -(log p(x) - D log 256) / (D log 2)
      assertThat(evaluation.bitsPerDimension().orElseThrow())
          .isCloseTo(-(logDensity - 16 * Math.log(256)) / (16 * Math.log(2)), within(1e-12));
    }
  }

  @Test
  void meansOverUnevenBatchesAreThoseOverSingleImages() {
    // 40000 values an image: batches of 10, the last of 5. No noise in an autoencoder.
    Split split = split(new ImageShape(200, 200, 1), 235);
    try (VaeSession session = session(split.images().shape(), "gaussian", "ae", 1)) {
      double distortion = 0;
      for (int i = 0; i < split.count(); i++) {
        distortion += session.bounds(batch(split, i, 1), 1, 0, i).distortion()[0];
      }
      double mean = distortion / split.count();
      Evaluation evaluation = evaluate(session, split, 0);
      assertThat(evaluation.distortion()).isCloseTo(mean, within(1e-5 * Math.abs(mean)));
      assertThat(evaluation.images()).isEqualTo(235);
      assertThat(evaluation.negativeElbo()).isEmpty();
      assertThat(evaluation.warning()).isPresent();
    }
  }

  @Test
  void rateIsTheMeanOfSingleImagesAndTheBoundIsTheirSum() {
    Split split = split(new ImageShape(4, 4, 1), 50);
    try (VaeSession session = session(split.images().shape(), "gaussian", "elbo", 2)) {
      double rate = 0; // in closed form, so no noise is in it
      for (int i = 0; i < split.count(); i++) {
        rate += session.bounds(batch(split, i, 1), 1, 0, i).rate()[0];
      }
      RowBounds all = session.bounds(batch(split, 0, 50), 1, 9, 0);
      double distortion = 0;
      for (float value : all.distortion()) {
        distortion += value;
      }
      Evaluation evaluation = evaluate(session, split, 0);
      assertThat(evaluation.rate().orElseThrow()).isCloseTo(rate / 50, within(1e-5));
      assertThat(evaluation.distortion()).isCloseTo(distortion / 50, within(1e-6));
      assertThat(evaluation.negativeElbo().orElseThrow())
          .isEqualTo(evaluation.distortion() + evaluation.rate().orElseThrow());
    }
  }

  @Test
  void samplesInSeveralRunsGiveTheLogarithmOfOneMean() {
    Split split = split(new ImageShape(4, 4, 1), 20);
    int[] drawn = {250, 250, 120};
    try (VaeSession session = session(split.images().shape(), "gaussian", "elbo", 1)) {
      // log 1/K sum w = log 1/K sum over runs of k * exp(bound of the run), here by plain sums
      double[] sums = new double[20];
      for (int run = 0; run < drawn.length; run++) {
        float[] bounds =
            session
                .bounds(batch(split, 0, 20), drawn[run], 9, Long.MIN_VALUE + run)
                .importanceWeighted();
        for (int i = 0; i < 20; i++) {
          sums[i] += drawn[run] * Math.exp(bounds[i]);
        }
      }
      double expected = Arrays.stream(sums).map(sum -> Math.log(sum / 620)).average().orElseThrow();
      assertThat(evaluate(session, split, 620).negativeLogLikelihood().orElseThrow())
          .isCloseTo(-expected, within(1e-6));
    }
  }

  @Test
  void estimateNearsTheLikelihoodOfAModelThatHasOneInClosedForm() {
    // A linear decoder, z ~ N(0, I), x|z ~ N(W z + b, I): x ~ N(b, W W' + I).
    ImageShape shape = new ImageShape(4, 4, 1);
    Split split = split(shape, 20);
    try (VaeSession session = session(shape, "gaussian", "elbo", 1)) {
      // A posterior that fits: weights under one too narrow have no variance to speak of.
      for (int step = 0; step < 1000; step++) {
        session.step(new Step(batch(split, 0, 20), 1, step, 0.01f, 1));
      }
      int size = shape.size();
      float[] decoded = session.decode(new float[] {0, 0, 1, 0, 0, 1});
      double[] bias = new double[size];
      double[][] covariance = new double[size][size];
      for (int i = 0; i < size; i++) {
        bias[i] = decoded[i];
        for (int j = 0; j < size; j++) {
          covariance[i][j] = i == j ? 1 : 0;
          for (int unit = 1; unit <= 2; unit++) {
            int row = unit * size;
            covariance[i][j] +=
                (decoded[row + i] - decoded[i]) * (double) (decoded[row + j] - decoded[j]);
          }
        }
      }
      var exact = new MultivariateNormalDistribution(bias, covariance);
      double expected = 0;
      for (int image = 0; image < 20; image++) {
        double[] x = new double[size];
        byte[] pixels = batch(split, image, 1).pixels();
        Arrays.setAll(x, i -> (pixels[i] & 0xff) / 255.0);
        expected += Math.log(exact.density(x)) / 20;
      }
      Evaluation evaluation = evaluate(session, split, 5000);
      assertThat(evaluation.negativeLogLikelihood().orElseThrow())
          .isCloseTo(-expected, within(0.005));
      assertThat(evaluation.negativeElbo().orElseThrow()).isGreaterThan(-expected);
    }
  }

  @Test
  void evaluationDrawsOtherCodesThanTrainingFromTheSameNumbers() {
    Split split = split(new ImageShape(4, 4, 1), 20);
    try (VaeSession session = session(split.images().shape(), "gaussian", "elbo", 1)) {
      RowBounds evaluated = session.bounds(batch(split, 0, 20), 1, 3, 7);
      StepResult trained =
          session.measuredStep(new Step(batch(split, 0, 20), 3, 7, 0.01f, 1)); // from before it
      double rate = 0;
      double distortion = 0;
      for (int i = 0; i < 20; i++) {
        rate += evaluated.rate()[i] / 20;
        distortion += evaluated.distortion()[i] / 20;
      }
      assertThat((double) trained.rate()).isCloseTo(rate, within(1e-5)); // in closed form
      assertThat(Math.abs(trained.distortion() - distortion)).isGreaterThan(1e-4);
    }
  }

  @Test
  void standardErrorsAreDeviationsByTheRootOfTheNumberOfImages() {
    Split split = split(new ImageShape(4, 4, 1), 30);
    try (VaeSession session = session(split.images().shape(), "gaussian", "elbo", 1)) {
      RowBounds rows = session.bounds(batch(split, 0, 30), 1, 9, 0);
      double[] rate = new double[30];
      double[] elbo = new double[30];
      for (int i = 0; i < 30; i++) {
        rate[i] = rows.rate()[i];
        elbo[i] = rate[i] + rows.distortion()[i];
      }
      StandardErrors errors = evaluate(session, split, 5).standardErrors().orElseThrow();
      assertThat(errors.rate().orElseThrow()).isCloseTo(error(rate), within(1e-9));
      assertThat(errors.negativeElbo().orElseThrow()).isCloseTo(error(elbo), within(1e-9));
      assertThat(errors.negativeLogLikelihood().orElseThrow()).isPositive();
      assertThat(evaluate(session, split.first(1), 5).standardErrors()).isEmpty();
    }
  }

  /** sqrt(sum (x - mean)^2 / (n - 1) / n). */
  private static double error(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }

  @Test
  void theEstimateIsToldByTheFirstCodesAndWithTheNumberThatCarryIt() {
    Split split = split(new ImageShape(4, 4, 1), 20);
    try (VaeSession session = session(split.images().shape(), "gaussian", "elbo", 1)) {
      // Plain sums over the codes of each image, in runs as the evaluator draws them.
      double[][] weights = new double[20][620];
      int[] drawn = {250, 250, 120};
      for (int run = 0; run < 3; run++) {
        float[] logs =
            session.bounds(batch(split, 0, 20), drawn[run], 9, Long.MIN_VALUE + run).logWeights();
        for (int k = 0; k < drawn[run]; k++) {
          for (int i = 0; i < 20; i++) {
            weights[i][250 * run + k] = Math.exp(logs[k * 20 + i]);
          }
        }
      }
      Convergence found = evaluate(session, split, 620).convergence().orElseThrow();
      assertThat(found.bySamples().stream().map(Convergence.BySamples::samples))
          .containsExactly(1, 10, 100, 620);
      for (Convergence.BySamples part : found.bySamples()) {
        double expected =
            Arrays.stream(weights)
                .mapToDouble(
                    w -> -Math.log(Arrays.stream(w, 0, part.samples()).average().orElseThrow()))
                .average()
                .orElseThrow();
        assertThat(part.negativeLogLikelihood().value()).isCloseTo(expected, within(1e-9));
      }
      double[] effective =
          Arrays.stream(weights)
              .mapToDouble(
                  w -> Math.pow(Arrays.stream(w).sum(), 2) / Arrays.stream(w).map(x -> x * x).sum())
              .sorted()
              .toArray();
      assertThat(found.effectiveSamples())
          .isCloseTo((effective[9] + effective[10]) / 2, within(1e-6 * effective[9]));
      assertThat(found.shareBelowTen())
          .isEqualTo(Arrays.stream(effective).filter(x -> x < 10).count() / 20.0);
    }
  }

  @Test
  void binarizationOfBlackAndWhiteDataIsTheDatasOwn() {
    byte[] pixels = new byte[10 * 16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 3 == 0 ? 255 : 0);
    }
    Split binary = new Split("test", Images.of(new ImageShape(4, 4, 1), pixels), new int[0]);
    pixels = pixels.clone();
    pixels[159] = 7;
    Split grey = new Split("test", Images.of(new ImageShape(4, 4, 1), pixels), new int[0]);
    try (VaeSession session = session(binary.images().shape(), "bernoulli", "elbo", 1)) {
      for (Binarization binarization : Binarization.values()) {
        try (Evaluator ofBinary = new Evaluator(session, binary, binarization, 0);
            Evaluator ofGrey = new Evaluator(session, grey, binarization, 0)) {
          Evaluation fixed = ofBinary.evaluate(0, (done, total) -> {});
          assertThat(fixed.binarization()).isEqualTo("fixed");
          assertThat(fixed.warning()).isEmpty();
          assertThat(ofGrey.evaluate(0, (done, total) -> {}).binarization())
              .isEqualTo(binarization.text());
        }
      }
    }
  }

  @Test
  void refusesEmptySplitsAndSamplesOfAnAutoencoder() {
    Split split = split(new ImageShape(4, 4, 1), 5);
    Split empty = split(new ImageShape(4, 4, 1), 0);
    try (VaeSession session = session(split.images().shape(), "bernoulli", "ae", 1)) {
      assertThatThrownBy(() -> evaluate(session, empty, 0))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no test images");
      assertThatThrownBy(() -> evaluate(session, split, -1)).hasMessageContaining("was -1");
      assertThatThrownBy(() -> evaluate(session, split, 1)).hasMessageContaining("autoencoder");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void noFigureIsWithoutANumber(double value) {
    Optional<Double> bad = Optional.of(value);
    Optional<Double> none = Optional.empty();
    assertThatThrownBy(() -> figures(bad, none, 1, none)).hasMessageContaining("ELBO is " + value);
    assertThatThrownBy(() -> figures(none, bad, 1, none)).hasMessageContaining("rate is " + value);
    assertThatThrownBy(() -> figures(none, none, value, none))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("distortion is " + value);
    assertThatThrownBy(() -> figures(none, none, 1, bad))
        .hasMessageContaining("negative log-likelihood is " + value);
  }

  private static Evaluation figures(
      Optional<Double> elbo,
      Optional<Double> rate,
      double distortion,
      Optional<Double> likelihood) {
    return new Evaluation(
        elbo,
        rate,
        distortion,
        likelihood,
        Optional.empty(),
        Optional.empty(),
        1,
        1,
        1,
        "test",
        "none",
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
