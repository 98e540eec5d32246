package io.github.vaegraph.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImportanceWeightsTest {
  private static ImportanceWeights of(double offset, double... logs) {
    ImportanceWeights weights = new ImportanceWeights(1);
    for (double log : logs) {
      weights.add(new float[] {Float.NaN, (float) (offset + log)}, 1);
    }
    return weights;
  }

  /** Weights 1, 2, 3, 4: mean 5/2, (sum)^2 / sum of squares 100/30; in any order, however small. */
  @ParameterizedTest
  @ValueSource(doubles = {0, -1024, -8192, 8192})
  void sumsAreThoseOfPlainNumbersWhereTheseLeaveTheRangeOfADouble(double offset) {
    double[] logs = {Math.log(2), Math.log(4), Math.log(1), Math.log(3)};
    ImportanceWeights weights = of(offset, logs);
    double rounding = Math.max(1, Math.abs(offset)) * 1e-7; // of the floats that were given
    assertThat(weights.logMean(0)).isCloseTo(offset + Math.log(2.5), within(rounding));
    assertThat(weights.effective(0)).isCloseTo(100.0 / 30, within(10 * rounding));
  }

  @Test
  void equalWeightsAllCountAndALoneOneCountsAsOne() {
    assertThat(of(-700, 0, 0, 0, 0).effective(0)).isEqualTo(4);
    assertThat(of(0, 0, -90, -90).effective(0)).isEqualTo(1);
    assertThat(of(0, Double.NEGATIVE_INFINITY, 0, Double.NEGATIVE_INFINITY, 0).effective(0))
        .isEqualTo(2);
    assertThat(of(0, Double.NEGATIVE_INFINITY, 0).logMean(0)).isEqualTo(-Math.log(2));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoNumberIsNotHidden(double bad) {
    assertThat(of(0, 1, bad, 2).logMean(0)).isNaN();
    assertThat(of(0, Double.NEGATIVE_INFINITY).logMean(0)).isNotFinite();
  }
}
