package io.github.vaegraph.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class CountedNoiseTest {
  private static final int COUNT = 20_000;

  @Test
  void numbersOfOneCounterAreUniform() {
    CountedNoise noise = new CountedNoise(3, 5);
    assertUniform(DoubleStream.generate(() -> noise.between(0, 1)).limit(COUNT).toArray());
  }

  @Test
  void firstNumbersOfConsecutiveCountersAndSeedsAreUniform() {
    assertUniform(
        IntStream.range(0, COUNT).mapToDouble(i -> new CountedNoise(0, i).between(0, 1)).toArray());
    assertUniform(
        IntStream.range(0, COUNT).mapToDouble(i -> new CountedNoise(i, 0).between(0, 1)).toArray());
  }

  @Test
  void theNextCounterDoesNotDrawTheSameNumbersShifted() {
    CountedNoise noise = new CountedNoise(0, 0);
    noise.between(0, 1);
    assertThat(noise.between(0, 1)).isNotEqualTo(new CountedNoise(0, 1).between(0, 1));
  }

  @Test
  void bellHasAThirdOfItsReachAsDeviationAndNeverLeavesIt() {
    CountedNoise noise = new CountedNoise(3, 5);
    double[] draws = DoubleStream.generate(() -> noise.bell(6)).limit(COUNT).toArray();
    assertThat(DoubleStream.of(draws).map(Math::abs).max().orElseThrow()).isLessThanOrEqualTo(6);
    // Five standard errors of the mean (2 / sqrt(20,000) = 0.014) and, larger, of the square's.
    assertThat(DoubleStream.of(draws).average().orElseThrow()).isCloseTo(0, within(0.07));
    assertThat(DoubleStream.of(draws).map(x -> x * x).average().orElseThrow())
        .isCloseTo(4, within(0.2));
  }

  private static void assertUniform(double[] sample) {
    assertThat(
            new KolmogorovSmirnovTest()
                .kolmogorovSmirnovTest(new UniformRealDistribution(0, 1), sample))
        .isGreaterThan(1e-4);
  }
}
