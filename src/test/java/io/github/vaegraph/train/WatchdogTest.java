package io.github.vaegraph.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.model.StepResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
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

  @Test
  void aValidationThatComesToNoNumberIsADivergence() {
    TrainingConfig config = TinyTraining.config(1, 0.01, 1, 0);
    Supplier<Evaluation> evaluation =
        () ->
            new Evaluation(
                Optional.empty(),
                Optional.empty(),
                Double.NaN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                1,
                "validation",
                "none",
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    assertThatThrownBy(() -> Watchdog.checked(TrainingState.start(config), evaluation))
        .isInstanceOf(Divergence.class)
        .hasMessageContaining("on validation images after step -1 the model's distortion is NaN");
  }
}
