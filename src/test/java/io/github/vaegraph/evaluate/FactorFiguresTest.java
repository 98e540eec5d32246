package io.github.vaegraph.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Factors;
import io.github.vaegraph.data.Factors.Factor;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What dimensions tell of factors, where that is known. */
final class FactorFiguresTest {
  private static final Factor A = new Factor("a", true);
  private static final Factor B = new Factor("b", true);
  private static final float NARROW = -6;

  /** Two factors of so many values each, every pair so often. */
  private static Factors grid(int values, int often) {
    int[] all = new int[2 * values * values * often];
    for (int i = 0; i < all.length / 2; i++) {
      all[2 * i] = i % values;
      all[2 * i + 1] = i / values % values;
    }
    return new Factors(List.of(A, B), all);
  }

  private static Factors one(Factor factor, int images, IntUnaryOperator value) {
    return new Factors(List.of(factor), IntStream.range(0, images).map(value).toArray());
  }

  /** One dimension's figure of each of N images. */
  private interface Dimension {
    double at(int image);
  }

  private static float[] rows(int images, Dimension... dimensions) {
    float[] rows = new float[images * dimensions.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) dimensions[i % dimensions.length].at(i / dimensions.length);
    }
    return rows;
  }

  private static FactorFigures figures(
      Factors factors, float[] means, float[] logVariances, float[] codes, int dim) {
    return FactorAnalysis.of(
            factors,
            means,
            dim,
            Optional.of(new FactorInformation(factors, means, logVariances, codes, dim)))
        .orElseThrow();
  }

  @Test
  void codesThatAreTheFactorsHaveGapsOfOne() {
    Factors factors = grid(4, 5);
    Random random = new Random(1);
    int images = factors.images();
    float[] means = rows(images, i -> 9 * factors.of(1)[i], i -> 0, i -> 9 * factors.of(0)[i]);
    float[] logVariances = rows(images, i -> NARROW, i -> 0, i -> NARROW);
    float[] noise = rows(images, i -> random.nextGaussian());
    float[] codes = means.clone();
    for (int i = 0; i < images; i++) {
      codes[3 * i + 1] = noise[i]; // of a dimension that is the prior
    }
    FactorFigures figures = figures(factors, means, logVariances, codes, 3);
    assertThat(figures.mig().orElseThrow().value()).isCloseTo(1, within(1e-9));
    assertThat(figures.sap()).isCloseTo(1, within(1e-9));
    FactorFigures.OfFactor a = figures.factors().get(0);
    assertThat(a.name()).isEqualTo("a");
    assertThat(a.values()).isEqualTo(4);
    assertThat(a.entropy()).isCloseTo(Math.log(4), within(1e-12));
    assertThat(a.information().get(0)).isCloseTo(0, within(1e-9));
    assertThat(a.information().get(1)).isCloseTo(0, within(1e-9));
    assertThat(a.information().get(2)).isCloseTo(Math.log(4), within(1e-9));
    assertThat(a.scores())
        .satisfiesExactly(
            score -> assertThat(score).isCloseTo(0, within(1e-9)),
            score -> assertThat(score).isZero(),
            score -> assertThat(score).isCloseTo(1, within(1e-9)));
  }

  /** a + b and a - b tell each of both as much: neither belongs to a dimension. */
  @Test
  void turnedByAnEighthNoDimensionHoldsAFactor() {
    Factors factors = grid(5, 4);
    int[] a = factors.of(0);
    int[] b = factors.of(1);
    float[] means = rows(factors.images(), i -> 9 * (a[i] + b[i]), i -> 9 * (a[i] - b[i]));
    float[] logVariances = rows(factors.images(), i -> NARROW, i -> NARROW);
    FactorFigures figures = figures(factors, means, logVariances, means, 2);
    assertThat(figures.mig().orElseThrow().value()).isCloseTo(0, within(1e-9));
    assertThat(figures.sap()).isCloseTo(0, within(1e-9));
    // Cov(a + b, a)^2 / (Var(a + b) Var(a)) = 1/2.
    assertThat(figures.factors().get(0).scores().get(1)).isCloseTo(0.5, within(1e-9));
    // I(a + b; a) = H(a + b) - H(b), with sums 0, ..., 8 of 1, 2, 3, 4, 5, 4, 3, 2, 1 pairs of 25.
    double entropy = 0;
    for (int pairs : new int[] {1, 2, 3, 4, 5, 4, 3, 2, 1}) {
      entropy -= pairs / 25.0 * Math.log(pairs / 25.0);
    }
    assertThat(figures.factors().get(0).information().get(0))
        .isCloseTo(entropy - Math.log(5), within(1e-9));
  }

  @Test
  void posteriorsThatAreThePriorTellNothing() {
    Factors factors = grid(3, 20);
    Random random = new Random(2);
    float[] none = new float[2 * factors.images()];
    float[] codes = none.clone();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (float) random.nextGaussian();
    }
    FactorFigures figures = figures(factors, none, none, codes, 2);
    assertThat(figures.mig().orElseThrow().value()).isCloseTo(0, within(1e-12));
    assertThat(figures.sap()).isZero();
  }

  /** What tells 2 from {0, 1} alone tells log 3 - 2/3 log 2 of log 3 nats. */
  @Test
  void aDimensionThatMergesValuesTellsTheRest() {
    Factors factors = one(A, 300, i -> i % 3);
    float[] means = rows(300, i -> i % 3 == 2 ? 50 : 0);
    FactorFigures figures = figures(factors, means, rows(300, i -> 0), means, 1);
    double told = Math.log(3) - 2 * Math.log(2) / 3;
    assertThat(figures.factors().get(0).information().get(0)).isCloseTo(told, within(1e-9));
    // There is no other dimension: the gap is all of it.
    assertThat(figures.mig().orElseThrow().value()).isCloseTo(told / Math.log(3), within(1e-9));
  }

  /** Means of +-1 under a noise of 1: I = 2 log 2 - ... by an integral over both codes. */
  @Test
  void informationThroughNoiseIsItsIntegral() {
    int images = 5000;
    Factors factors = one(A, images, i -> i % 2);
    Random random = new Random(3);
    float[] means = rows(images, i -> i % 2 * 2 - 1);
    float[] codes = rows(images, i -> i % 2 * 2 - 1 + random.nextGaussian());
    FactorFigures figures = figures(factors, means, new float[images], codes, 1);
    // E log q(z|1) / (1/2 q(z|0) + 1/2 q(z|1)) over z ~ N(1, 1), by the trapezoidal rule.
    double told = 0;
    double step = 1e-3;
    for (double z = -9; z < 11; z += step) {
      double density = Math.exp(-(z - 1) * (z - 1) / 2) / Math.sqrt(2 * Math.PI);
      told += step * density * (Math.log(2) - Math.log1p(Math.exp(-2 * z)));
    }
    Estimate gap = figures.mig().orElseThrow();
    double error = gap.standardError().orElseThrow();
    // Of 2,000 codes, whose terms deviate by less than 1.
    assertThat(error * Math.log(2)).isBetween(0.1 / Math.sqrt(2000), 1 / Math.sqrt(2000));
    assertThat(gap.value()).isCloseTo(told / Math.log(2), within(4 * error));
  }

  @Test
  void entropiesAreThoseOfTheFrequencies() {
    assertThat(FactorAnalysis.entropy(new int[] {7, 7, 7, 2}))
        .isCloseTo(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), within(1e-12));
    assertThat(FactorAnalysis.entropy(new int[] {5, 5})).isZero();
  }

  @Test
  void aFactorWithOneValueIsLeftOut() {
    float[] means = rows(8, i -> i % 2);
    Factors both =
        new Factors(
            List.of(new Factor("color", false), A),
            IntStream.range(0, 16).map(i -> i % 2 == 0 ? 3 : i / 2 % 2).toArray());
    FactorFigures figures = FactorAnalysis.of(both, means, 1, Optional.empty()).orElseThrow();
    assertThat(figures.factors()).extracting(FactorFigures.OfFactor::name).containsExactly("a");
    assertThat(figures.sap()).isCloseTo(1, within(1e-9));
    assertThat(figures.mig()).isEmpty();
    assertThat(figures.factors().get(0).information()).isEmpty();
    assertThat(FactorAnalysis.of(one(A, 8, i -> 4), means, 1, Optional.empty())).isEmpty();
  }

  private static double score(boolean ordered, int[] values, double... codes) {
    float[] means = rows(codes.length, i -> codes[i]);
    return new FactorPrediction(means, 1).scores(values, ordered).get(0);
  }

  @Test
  void scoresOfNumbersAreSquaredCorrelations() {
    // Deviations -1.75, -0.75, 0.25, 2.25 and -1.5, -0.5, 0.5, 1.5: 6.5^2 / (8.75 * 5).
    assertThat(score(true, new int[] {0, 1, 2, 3}, 0, 1, 2, 4))
        .isCloseTo(42.25 / 43.75, within(1e-9));
    assertThat(score(true, new int[] {0, 1, 1, 0}, 1, 2, 1, 2)).isCloseTo(0, within(1e-9));
  }

  @Test
  void scoresOfClassesAreBalancedAccuracies() {
    // Means 2.5 and 10: of the first class three of four are nearer to theirs, of the other both.
    assertThat(score(false, new int[] {4, 4, 9, 4, 4, 9}, 0, 0, 10, 0, 10, 10))
        .isCloseTo((0.75 + 1) / 2, within(1e-9));
    // The order of the classes says nothing.
    assertThat(score(false, new int[] {0, 1, 2, 0, 1, 2}, 5, 0, 9, 5, 0, 9)).isEqualTo(1);
  }

  @Test
  void aDimensionThatHardlyMovesPredictsNothing() {
    assertThat(score(true, new int[] {0, 1, 0, 1}, 0, 0.1, 0, 0.1)).isZero();
    assertThat(score(true, new int[] {0, 1, 0, 1}, 0, 0.3, 0, 0.3)).isCloseTo(1, within(1e-6));
  }

  @Test
  void theBestDimensionsAreThoseThatTellMost() {
    List<Double> information = List.of(0.1, 0.5, 0.3);
    assertThat(new FactorFigures.OfFactor("a", 2, 0.7, information, List.of(1.0, 0.0, 0.0)).best())
        .containsExactly(1, 2);
    assertThat(new FactorFigures.OfFactor("a", 2, 0.7, List.of(), List.of(0.2)).best())
        .containsExactly(0);
  }
}
