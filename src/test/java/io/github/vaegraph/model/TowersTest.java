package io.github.vaegraph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of towers decides how fast a batch is worked on, and nothing else. */
class TowersTest {
  /** A few roundings of numbers below 10. */
  private static final Offset<Float> ROUNDING = within(1e-5f);

  /** Up to 200 nats. */
  private static final Offset<Float> ROUNDING_OF_NATS = within(1e-4f);

  static Stream<ModelConfig> configs() {
    return Stream.of(
        TestModels.bernoulli(),
        TestModels.config(List.of(), 1, "gaussian", "per-pixel", "iwae"),
        TestModels.config(List.of(3), 2, "mixture:2", "bernoulli", "", "iwae:dreg"),
        TestModels.config(List.of(3), 2, "bernoulli", "", "elbo:stl"),
        TestModels.config(List.of(3), 2, "bernoulli", "", "free-bits:0.01"),
        TestModels.config(List.of(3), 2, "bernoulli", "", "tcvae"),
        TestModels.config(List.of(3, 2), 2, "gaussian", "learned", "elbo"),
        TestModels.config(List.of(3), 2, "gaussian", "0.1", "ae"),
        TestModels.network("conv:3,2"),
        TestModels.network("resnet:3,2/1"),
        TestModels.network("ladder:3"));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void boundsOfARowDoNotDependOnTheNumberOfTowers(ModelConfig config) {
    try (VaeSession one = VaeSession.initialized(config, TestModels.training(1, 1, 1, 2))) {
      for (int towers : new int[] {2, 4, 7}) {
        try (VaeSession several =
            VaeSession.initialized(config, TestModels.training(towers, 1, 1, 2))) {
          // Among them fewer rows than towers: some towers then have none.
          for (int rows : new int[] {8, 7, 3, 1}) {
            Batch batch = TestModels.batch(rows, 1, 3);
            RowBounds expected = one.bounds(batch, 3, 1, 2);
            RowBounds actual = several.bounds(batch, 3, 1, 2);
            assertThat(expected.rate()).hasSize(rows);
            assertThat(actual.rate()).containsExactly(expected.rate(), ROUNDING);
            assertThat(actual.distortion())
                .containsExactly(expected.distortion(), ROUNDING_OF_NATS);
            assertThat(actual.importanceWeighted())
                .containsExactly(expected.importanceWeighted(), ROUNDING_OF_NATS);
            assertThat(actual.posteriorMean()).containsExactly(expected.posteriorMean(), ROUNDING);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void trainingDoesNotDependOnTheNumberOfTowers(ModelConfig config) {
    int[] rows = {8, 7, 3, 1, 8, 7, 3, 1};
    try (VaeSession one = VaeSession.initialized(config, TestModels.training(1, 1, 1, 2));
        VaeSession two = VaeSession.initialized(config, TestModels.training(2, 1, 1, 2));
        VaeSession four = VaeSession.initialized(config, TestModels.training(4, 1, 1, 2))) {
      Map<String, float[]> before = one.parameters();
      for (int step = 0; step < rows.length; step++) {
        Batch batch = TestModels.batch(rows[step], 1, step);
        StepResult expected = one.measuredStep(new Step(batch, 1, step, 0.01f, 0.5f));
        for (VaeSession several : List.of(two, four)) {
          StepResult actual = several.measuredStep(new Step(batch, 1, step, 0.01f, 0.5f));
          assertThat(actual.loss()).isCloseTo(expected.loss(), within(1e-3f));
          assertThat(actual.rate()).isCloseTo(expected.rate(), within(1e-3f));
          assertThat(actual.distortion()).isCloseTo(expected.distortion(), within(1e-3f));
        }
      }
      Map<String, float[]> withTwo = two.parameters();
      Map<String, float[]> withFour = four.parameters();
      one.parameters()
          .forEach(
              (name, values) -> {
                assertThat(withTwo.get(name)).as(name).containsExactly(values, within(1e-4f));
                assertThat(withFour.get(name)).as(name).containsExactly(values, within(1e-4f));
                assertThat(before.get(name)).as(name).isNotEqualTo(values);
              });
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
