package io.github.vaegraph.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Sampled;
import io.github.vaegraph.signature.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What score, sample and interpolate return, held to the formulas, computed here in double. */
final class PosteriorSignaturesTest {
  private static final ModelConfig CONFIG = TestExports.bernoulli();
  private static final int L = TestExports.LATENT_DIM;
  private static final int D = TestExports.SIZE;

  @TempDir static Path folder = Path.of("");
  private static Path checkpoint = Path.of("");

  private final Floats images = Floats.ofPixels(TestExports.images(6), D);
  private final long[] seeds = {1, 2, 3, -4, 5, Long.MIN_VALUE};

  @BeforeAll
  static void save() throws IOException {
    checkpoint = TestExports.checkpoint(CONFIG, 0, folder.resolve("checkpoint"));
  }

  private static InferenceModel model(int scoreSamples) throws IOException {
    return InferenceModel.restore(CONFIG, scoreSamples, checkpoint);
  }

  @Test
  void sampledCodesFollowThePosterior() throws IOException {
    try (InferenceModel model = model(1)) {
      Codes q = new Codes(model.encode(images));
      float[] noise = model.generate(seeds).codes().values();
      Sampled sampled = model.sample(images, seeds);
      for (int i = 0; i < noise.length; i++) {
        // z = mean + exp(logVariance / 2) * noise
        double expected = q.mean[i] + Math.exp(q.logVariance[i] / 2) * noise[i];
        assertThat((double) sampled.codes().values()[i]).isCloseTo(expected, within(1e-5));
      }
      assertThat(sampled.images().values())
          .containsExactly(model.decode(sampled.codes()).values(), within(1e-6f));
    }
  }

  @Test
  void scoreOfOneCodeIsThatOfTheSampledCode() throws IOException {
    try (InferenceModel model = model(1)) {
      Codes q = new Codes(model.encode(images));
      Sampled sampled = model.sample(images, seeds);
      Scores scores = model.score(images, seeds);
      for (int row = 0; row < images.rows(); row++) {
        double likelihood = logLikelihood(row, sampled.images().values());
        double rate = 0;
        double logRatio = 0; // log p(z) - log q(z|x)
        for (int i = row * L; i < (row + 1) * L; i++) {
          double variance = Math.exp(q.logVariance[i]);
          double z = sampled.codes().values()[i];
          rate += (q.mean[i] * q.mean[i] + variance - 1 - q.logVariance[i]) / 2;
          logRatio += (q.logVariance[i] + (z - q.mean[i]) * (z - q.mean[i]) / variance - z * z) / 2;
        }
        assertThat((double) scores.elbo().values()[row]).isCloseTo(likelihood - rate, within(1e-4));
        assertThat((double) scores.logLikelihood().values()[row])
            .isCloseTo(likelihood + logRatio, within(1e-4));
      }
    }
  }

  /** log p(x|z) = sum { x log p + (1 - x) log(1 - p) }, the cross entropy of a grey image. */
  private double logLikelihood(int row, float[] means) {
    double sum = 0;
    for (int i = row * D; i < (row + 1) * D; i++) {
      double x = images.values()[i];
      sum += x * Math.log(means[i]) + (1 - x) * Math.log1p(-means[i]);
    }
    return sum;
  }

  @Test
  void moreCodesGiveATighterBoundAndTheSameElboInTheMean() throws IOException {
    int draws = 2000;
    Floats image = images.slice(0, 1);
    float[] repeated = new float[draws * D];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = image.values()[i % D];
    }
    long[] many = new long[draws];
    Arrays.setAll(many, i -> i);
    try (InferenceModel one = model(1);
        InferenceModel forty = model(40)) {
      // With one code, both bounds have the ELBO for their mean (Burda et al. 2016).
      Scores single = one.score(new Floats(draws, D, repeated), many);
      double elbo = mean(single.elbo().values());
      double error = 4 * deviation(single.logLikelihood().values()) / Math.sqrt(draws);
      assertThat(mean(single.logLikelihood().values())).isCloseTo(elbo, within(error));
      Scores several = forty.score(new Floats(draws, D, repeated), many);
      assertThat(mean(several.elbo().values())).isCloseTo(elbo, within(error));
      assertThat(mean(several.logLikelihood().values())).isGreaterThan(elbo);
      assertThat(deviation(several.elbo().values()))
          .isLessThan(deviation(single.elbo().values()) / 4);
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values) {
    double mean = mean(values);
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  @Test
  void interpolationStartsAndEndsAtTheReconstructions() throws IOException {
    Floats from = images.slice(0, 3);
    Floats to = images.slice(3, 6);
    try (InferenceModel model = model(1)) {
      close(model.interpolate(from, to, new float[3]), model.reconstruct(from));
      close(model.interpolate(from, to, new float[] {1, 1, 1}), model.reconstruct(to));
      Floats start = model.encode(from).mean();
      Floats end = model.encode(to).mean();
      float[] middle = new float[3 * L];
      for (int i = 0; i < middle.length; i++) {
        middle[i] = (start.values()[i] + end.values()[i]) / 2;
      }
      close(
          model.interpolate(from, to, new float[] {0.5f, 0.5f, 0.5f}),
          model.decode(new Floats(3, L, middle)));
    }
  }

  private static void close(Floats found, Floats expected) {
    assertThat(found.values()).containsExactly(expected.values(), within(1e-5f));
  }

  @Test
  void inputsThatDoNotFitEachOtherAreNamed() throws IOException {
    try (InferenceModel model = model(3)) {
      assertThat(model.scoreSamples()).hasValue(3);
      assertThatThrownBy(() -> model.score(images, new long[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("seed: expected 6 rows, as many as of image, found 1");
      assertThatThrownBy(() -> model.interpolate(images, images.slice(0, 1), new float[6]))
          .hasMessage("end: expected 6 rows, as many as of start, found 1");
      assertThatThrownBy(() -> model.sample(new Floats(1, 2, new float[2]), new long[1]))
          .hasMessage("image: the model takes float32 [N, 4, 3, 3], found 2 values a row");
    }
  }

  /** The posterior of each image, [N * L] each. */
  @SuppressWarnings("ArrayRecordComponent") // read, never shared
  private record Codes(float[] mean, float[] logVariance) {
    Codes(io.github.vaegraph.signature.Codes codes) {
      this(codes.mean().values(), codes.logVariance().values());
    }
  }
}
