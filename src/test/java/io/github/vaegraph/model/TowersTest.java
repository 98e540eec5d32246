package io.github.vaegraph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of towers decides how fast a batch is worked on, and nothing else. */
class TowersTest {
  /** A few roundings of numbers below 10. */
  private static final Offset<Float> ROUNDING = within(1e-5f);

  private static final List<ModelConfig> CONFIGS =
      List.of(
          TestModels.bernoulli(),
          TestModels.config(List.of(), 1, "gaussian", "per-pixel", "iwae"),
          TestModels.config(List.of(3, 2), 2, "gaussian", "learned", "elbo"),
          TestModels.config(List.of(3), 2, "gaussian", "0.1", "ae"));

  @ParameterizedTest
  @CsvSource({"2, 8", "2, 7", "2, 1", "4, 8", "4, 7", "4, 3", "4, 1", "7, 20"})
  void boundsOfARowDoNotDependOnTheNumberOfTowers(int towers, int rows) {
    for (ModelConfig config : CONFIGS) {
      Batch batch = TestModels.batch(rows, 1, 3);
      try (VaeSession one = VaeSession.initialized(config, TestModels.training(1, 1, 1, 2));
          VaeSession several =
              VaeSession.initialized(config, TestModels.training(towers, 1, 1, 2))) {
        RowBounds expected = one.bounds(batch, 3, 1, 2);
        RowBounds actual = several.bounds(batch, 3, 1, 2);
        assertThat(expected.rate()).hasSize(rows);
        assertThat(actual.rate()).containsExactly(expected.rate(), ROUNDING);
        assertThat(actual.distortion())
            .containsExactly(expected.distortion(), within(1e-4f)); // up to 200 nats
        assertThat(actual.importanceWeighted())
            .containsExactly(expected.importanceWeighted(), within(1e-4f));
        assertThat(actual.posteriorMean()).containsExactly(expected.posteriorMean(), ROUNDING);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 8", "2, 7", "4, 8", "4, 7", "4, 3", "4, 1"})
  void trainingDoesNotDependOnTheNumberOfTowers(int towers, int rows) {
    for (ModelConfig config : CONFIGS) {
      try (VaeSession one = VaeSession.initialized(config, TestModels.training(1, 1, 1, 2));
          VaeSession several =
              VaeSession.initialized(config, TestModels.training(towers, 1, 1, 2))) {
        Map<String, float[]> before = one.parameters();
        for (int step = 0; step < 10; step++) {
          Batch batch = TestModels.batch(rows, 1, step);
          StepResult expected = one.measuredStep(batch, 1, step, 0.01f, 0.5f);
          StepResult actual = several.measuredStep(batch, 1, step, 0.01f, 0.5f);
          assertThat(actual.loss()).isCloseTo(expected.loss(), within(1e-3f));
          assertThat(actual.rate()).isCloseTo(expected.rate(), within(1e-3f));
          assertThat(actual.distortion()).isCloseTo(expected.distortion(), within(1e-3f));
        }
        Map<String, float[]> actual = several.parameters();
        one.parameters()
            .forEach(
                (name, values) -> {
                  assertThat(actual.get(name)).as(name).containsExactly(values, within(1e-4f));
                  assertThat(Objects.requireNonNull(before.get(name))).isNotEqualTo(values);
                });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void aRowOfABatchIsBoundedAsItWouldBeAlone(int towers) {
    // A row's noise depends on its place in the batch; its rate and posterior on itself alone.
    Batch batch = TestModels.batch(5, 1, 3);
    try (VaeSession session =
        VaeSession.initialized(TestModels.bernoulli(), TestModels.training(towers, 1, 1, 1))) {
      RowBounds together = session.bounds(batch, 1, 1, 2);
      for (int row = 0; row < 5; row++) {
        byte[] pixels = Arrays.copyOfRange(batch.pixels(), 4 * row, 4 * row + 4);
        RowBounds alone = session.bounds(new Batch(pixels, 1), 1, 1, 2);
        assertThat(together.rate()[row]).isCloseTo(alone.rate()[0], ROUNDING);
        assertThat(together.posteriorMean()[2 * row]).isCloseTo(alone.posteriorMean()[0], ROUNDING);
      }
    }
  }

  @Test
  void rowsDrawCodesOfTheirOwn() {
    try (VaeSession session =
        VaeSession.initialized(TestModels.bernoulli(), TestModels.training(4, 1, 1, 1))) {
      float[] distortion = session.bounds(TestModels.copies(8, 1, 0, 0, 1), 1, 1, 2).distortion();
      assertThat(distortion).doesNotHaveDuplicates();
    }
  }
}
