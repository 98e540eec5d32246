package io.github.vaegraph.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What codes say, where that is known. */
final class CodeFiguresTest {
  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @Test
  void posteriorsThatAreThePriorTellNothing() {
    Random random = new Random(1);
    float[] codes = new float[200 * 3];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (float) random.nextGaussian();
    }
    double[] information = AggregatePosterior.information(new float[600], new float[600], codes, 3);
    assertThat(information).hasSize(200);
    assertThat(Arrays.stream(information).map(Math::abs).max().orElseThrow()).isLessThan(1e-12);
  }

  @Test
  void codesFarApartTellTheImageAndNoMore() {
    float[] means = new float[50 * 2];
    float[] logVariances = new float[100];
    for (int i = 0; i < 50; i++) {
      means[2 * i] = 1000 * i;
      logVariances[2 * i] = -3;
    }
    double[] information = AggregatePosterior.information(means, logVariances, means, 2);
    double[] expected = new double[50];
    Arrays.fill(expected, Math.log(50));
    assertThat(information).containsExactly(expected, within(1e-12));
  }

  /** Means of N(0, s^2) and a noise of v: I = 1/2 log(1 + s^2 / v), the channel's capacity. */
  @Test
  void informationOfAGaussianChannelIsItsClosedForm() {
    Random random = new Random(2);
    int images = 3000;
    float[] means = new float[images];
    float[] logVariances = new float[images];
    float[] codes = new float[images];
    double variance = 0.25;
    for (int i = 0; i < images; i++) {
      means[i] = (float) random.nextGaussian();
      logVariances[i] = (float) Math.log(variance);
      codes[i] = (float) (means[i] + Math.sqrt(variance) * random.nextGaussian());
    }
    // The values' deviation is below 1: within four standard errors of 3000 of them.
    assertThat(mean(AggregatePosterior.information(means, logVariances, codes, 1)))
        .isCloseTo(0.5 * Math.log(1 + 1 / variance), within(4 / Math.sqrt(images)));
  }

  @Test
  void classesThatALineSeparatesAreAllNamed() {
    Random random = new Random(3);
    float[] codes = new float[300 * 2];
    int[] labels = new int[300];
    for (int i = 0; i < 300; i++) {
      labels[i] = i % 3;
      codes[2 * i] = (float) (1000 + 10 * Math.cos(labels[i] * 2) + random.nextGaussian());
      codes[2 * i + 1] = (float) (0.01 * Math.sin(labels[i] * 2) + 0.001 * random.nextGaussian());
    }
    LinearProbe probe = new LinearProbe(codes, labels, 2, 4); // and one class without images
    assertThat(probe.accuracy(codes, labels).value()).isEqualTo(1);
    assertThat(new LinearProbe(codes, labels, 2, 4).accuracy(codes, labels))
        .isEqualTo(probe.accuracy(codes, labels));
  }

  @Test
  void codesThatTellNothingNameTheMostFrequentClass() {
    int[] labels = new int[100];
    Arrays.fill(labels, 0, 70, 1);
    Estimate accuracy =
        new LinearProbe(new float[200], labels, 2, 2).accuracy(new float[200], labels);
    assertThat(accuracy.value()).isCloseTo(0.7, within(1e-12));
    // sqrt(p (1 - p) / (n - 1))
    assertThat(accuracy.standardError().orElseThrow())
        .isCloseTo(Math.sqrt(0.7 * 0.3 / 99), within(1e-12));
  }

  /** The optimum's gradient is 0: the intercepts of a model of one class apart, by hand. */
  @Test
  void regressionEndsAtTheOptimum() {
    // One standardized feature, two classes that overlap: w solves sum (p - y) f + w = 0 (penalty
    // 1).
    float[] codes = {-1, -1, 1, 1, -1, 1, -1, 1};
    int[] labels = {0, 0, 1, 1, 1, 0, 0, 1};
    double w = 0;
    for (int i = 0; i < 200; i++) { // Newton for scores +-w f of the two classes
      double slope = 0;
      double curvature = 1;
      for (int row = 0; row < 8; row++) {
        double p = 1 / (1 + Math.exp(-2 * w * codes[row]));
        slope += (p - labels[row]) * codes[row];
        curvature += 2 * p * (1 - p);
      }
      w -= (slope + w) / curvature;
    }
    LinearProbe probe = new LinearProbe(codes, labels, 1, 2);
    assertThat(probe.weight(0, 1)).isCloseTo(w, within(1e-3));
    assertThat(probe.weight(0, 0)).isCloseTo(-w, within(1e-3));
  }

  @Test
  void scalesAreToldWithThePartAtTheBound() {
    PixelScale scale = PixelScales.of(new float[] {0.01f, 0.0149f, 0.5f, 0.2f, 0.3f}, 0.01);
    assertThat(scale.median()).isCloseTo(0.2, within(1e-7));
    assertThat(scale.shareAtBound()).isEqualTo(0.4);
    assertThat(scale.highest()).isEqualTo(0.5);
  }

  @Test
  void figuresArePrintedToTheDigitsThatTheirErrorsLeave() {
    assertThat(new Estimate(106.6437, Optional.of(0.5512)).text(2)).isEqualTo("106.64 +- 0.55");
    assertThat(new Estimate(-1623.65, Optional.of(4.71)).text(2)).isEqualTo("-1623.7 +- 4.7");
    assertThat(new Estimate(-1623.65, Optional.of(47.1)).text(2)).isEqualTo("-1624 +- 47");
    assertThat(new Estimate(1.44261, Optional.of(0.0021)).text(4)).isEqualTo("1.4426 +- 0.0021");
    assertThat(new Estimate(1.44261, Optional.empty()).text(4)).isEqualTo("1.4426");
    assertThat(new Estimate(3, Optional.of(0.0)).text(2)).isEqualTo("3.00 +- 0.00");
  }
}
