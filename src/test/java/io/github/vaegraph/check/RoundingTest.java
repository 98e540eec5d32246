package io.github.vaegraph.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoundingTest {
  /** 2 sqrt(n) u S, worked out by hand: sqrt(65536) = 2^8. */
  @Test
  void boundIsTheFormula() {
    Rounding rounding = new Rounding(1 << 16);
    double ulps = 2 * 0x1p8 * 0x1p-24;
    assertThat(rounding.allowed(DoubleStream.of(0.5, -0.1))).isEqualTo(ulps * 32);
    assertThat(rounding.allowed(DoubleStream.of(3, -10))).isEqualTo(ulps * 320);
    assertThat(rounding.allowedOfLogDensity(-7)).isEqualTo(ulps * 4 * 0x1p16);
    assertThat(rounding.allowedOfLogDensity(-0x1p20)).isEqualTo(ulps * 0x1p20);
    // Two nats a value: e^2 times as high.
    assertThat(rounding.allowedOfLogDensity(0x1p17))
        .isCloseTo(ulps * 4 * 0x1p16 * Math.exp(2), withinPercentage(1e-9));
  }

  @Test
  void shortSumsCountAsLongerOnes() {
    assertThat(new Rounding(3)).isEqualTo(new Rounding(256));
    assertThat(new Rounding(257).terms()).isEqualTo(257);
  }

  @Test
  void whatIsNoNumberMakesTheBoundNoWider() {
    assertThat(new Rounding(4).allowed(DoubleStream.of(Double.NaN, 2, Double.POSITIVE_INFINITY)))
        .isEqualTo(new Rounding(4).allowed(DoubleStream.of(2)));
    assertThat(new Rounding(4).allowedOfLogDensity(Double.NEGATIVE_INFINITY)).isZero();
    assertThatThrownBy(() -> new Rounding(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("terms must be positive, was 0");
  }

  /**
   * One term after the other, which rounds more than the many partial sums of a kernel do, against
   * the same in double precision, which rounds nothing that would be seen here.
   */
  @ParameterizedTest
  @ValueSource(ints = {784, 27_648, 120_000})
  void roundingOfLongSumsStaysWithinTheBound(int terms) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      float[] nats = new float[terms];
      IntStream.range(0, terms).forEach(i -> nats[i] = -2 * random.nextFloat());
      double exact = 0;
      float rounded = 0;
      for (float value : nats) {
        exact += value;
        rounded += value;
      }
      double allowed = new Rounding(terms).allowedOfLogDensity(exact);
      assertThat((double) rounded).isCloseTo(exact, within(allowed));
    }
  }
}
