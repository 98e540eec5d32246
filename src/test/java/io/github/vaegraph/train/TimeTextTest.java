package io.github.vaegraph.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeTextTest {
  @ParameterizedTest
  @CsvSource({
    "90s, 90, 1m30s",
    "30m, 1800, 30m",
    "1h30m, 5400, 1h30m",
    "2h5s, 7205, 2h5s",
    "0s, 0, 0.0s"
  })
  void aTimeIsReadAndWritten(String text, double seconds, String written) {
    assertThat(TimeText.seconds(text)).isEqualTo(seconds);
    assertThat(TimeText.of(seconds)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "1.5h", "m", "5m1h", "-3s", "1 h"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> TimeText.seconds(text))
        .hasMessage("expected a time as 90s, 30m or 1h30m, found " + text);
  }
}
