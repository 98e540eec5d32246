package io.github.vaegraph.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.model.StepResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WatchdogTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3         | 1        | 2        | 1   | 1         | ''
          NaN       | Infinity | NaN      | NaN | NaN       | the KL is Infinity
          Infinity  | 1        | Infinity | 1   | 1         | the likelihood is -Infinity
          Infinity  | 3e38     | 3e38     | 1   | 1         | the loss is Infinity
          3         | 1        | 2        | NaN | 1         | the gradient by first.weights is NaN
          3         | 1        | 2        | NaN | -Infinity | the gradient by last.weights is -Infinity
          """)
  void whatAStepComputesFirstIsNamedFirst(
      float loss, float rate, float distortion, float first, float last, String bad) {
    Map<String, Float> norms = new LinkedHashMap<>();
    norms.put("first.weights", first);
    norms.put("last.weights", last);
    assertThat(Watchdog.firstBad(new StepResult(loss, rate, distortion, norms))).isEqualTo(bad);
  }
}
