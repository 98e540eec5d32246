package io.github.vaegraph.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AutoTowersTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          1, 100,  1,  1
          2, 100,  1,  2
          16, 512, 1, 16
          # Each tower has four rows or more,
          2,   8,  1,  2
          2,   7,  1,  1
          16, 40,  1, 10
          2,   1,  1,  1
          # an image's codes are rows,
          2,   2,  4,  2
          # but stay together.
          16,  2, 50,  2
          16,  1, 50,  1
          # There are machines with more processors than a graph may have towers.
          512, 4096, 1, 256
          """)
  void asManyAsHaveRowsEnough(int processors, int batchSize, int samples, int towers) {
    assertThat(TrainingConfig.autoTowers(processors, batchSize, samples)).isEqualTo(towers);
  }
}
