package io.github.vaegraph.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All numbers are fixed by their seeds: a test passes always or never. */
class SeededNormalTest {
  private static final int COLUMNS = 5;

  @ParameterizedTest
  @ValueSource(longs = {1, -1, 1L << 32, 0x9e3779b9L, 0x9e3779b97f4a7c15L})
  void noiseIsStandardNormalOverSeedsAndColumns(long stride) {
    long[] seeds = new long[20_000];
    Arrays.setAll(seeds, i -> i * stride);
    float[] noise = noise(COLUMNS, seeds);
    double[][] columns = new double[COLUMNS][seeds.length];
    for (int i = 0; i < noise.length; i++) {
      columns[i % COLUMNS][i / COLUMNS] = noise[i];
    }
    for (double[] column : columns) {
      assertNormal(column);
      assertUncorrelated(
          Arrays.copyOf(column, seeds.length - 1), Arrays.copyOfRange(column, 1, seeds.length));
    }
    for (int other = 1; other < COLUMNS; other++) {
      assertUncorrelated(columns[0], columns[other]);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, 1L << 32})
  void noiseOfOneSeedIsStandardNormal(long seed) {
    float[] noise = noise(20_000, seed);
    double[] values = new double[noise.length];
    Arrays.setAll(values, i -> noise[i]);
    assertNormal(values);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20, 1280})
  void aRowDependsOnItsSeedAlone(int columns) {
    long[] seeds = new long[259];
    Arrays.setAll(seeds, i -> (i - 100) * 0x9e3779b97f4a7c15L);
    float[] together = noise(columns, seeds);
    for (int row = 0; row < seeds.length; row += row < 8 || row > 250 ? 1 : 50) {
      assertThat(Arrays.copyOfRange(together, row * columns, (row + 1) * columns))
          .containsExactly(noise(columns, seeds[row]));
    }
  }

  @Test
  void aColumnDoesNotDependOnHowManyThereAre() {
    assertThat(Arrays.copyOf(noise(64, 3), COLUMNS)).containsExactly(noise(COLUMNS, 3));
  }

  @Test
  void noSeedsGiveNoNoise() {
    assertThat(noise(COLUMNS)).isEmpty();
  }

  @Test
  void everyBitOfASeedCounts() {
    long[] seeds = new long[65];
    for (int bit = 0; bit < 64; bit++) {
      seeds[bit] = 1L << bit;
    }
    float[] noise = noise(1, seeds);
    assertThat(noise).doesNotHaveDuplicates();
  }

  private static float[] noise(int columns, long... seeds) {
    try (TestGraph graph = new TestGraph()) {
      return graph.fetch(SeededNormal.noise(graph.tf(), graph.tf().constant(seeds), columns));
    }
  }

  private static void assertNormal(double[] sample) {
    assertThat(
            new KolmogorovSmirnovTest().kolmogorovSmirnovTest(new NormalDistribution(0, 1), sample))
        .isGreaterThan(1e-4);
  }

  private static void assertUncorrelated(double[] a, double[] b) {
    double bound = 4 / Math.sqrt(a.length);
    assertThat(new PearsonsCorrelation().correlation(a, b)).isBetween(-bound, bound);
  }
}
