package io.github.vaegraph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaeSessionTest {
  private static final ModelConfig CONFIG = TestModels.bernoulli();
  private static final Batch BATCH = TestModels.batch(7, 1, 3);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theSameSeedTrainsTheSameWeightsBitForBit(int towers) {
    Map<String, float[]> first = trained(towers, 11, 5);
    Map<String, float[]> second = trained(towers, 11, 5);
    assertSame(first, second);
  }

  @Test
  void anotherSeedOfTheWeightsOrOfTheNoiseTrainsOthers() {
    float[] weights = trained(1, 11, 5).get("encoder.hidden0.weights");
    assertThat(trained(1, 12, 5).get("encoder.hidden0.weights")).isNotEqualTo(weights);
    assertThat(trained(1, 11, 6).get("encoder.hidden0.weights")).isNotEqualTo(weights);
  }

  @Test
  void aMeasuredStepChangesTheWeightsLikeAnyOtherButForRounding() {
    try (VaeSession quiet = VaeSession.initialized(CONFIG, TestModels.training(2, 1, 1, 1));
        VaeSession measured = VaeSession.initialized(CONFIG, TestModels.training(2, 1, 1, 1))) {
      for (int step = 0; step < 5; step++) {
        quiet.step(new Step(BATCH, 1, step, 0.01f, 1));
        measured.measuredStep(new Step(BATCH, 1, step, 0.01f, 1));
      }
      Map<String, float[]> parameters = measured.parameters();
      // What is fetched decides how TensorFlow rewrites the graph, and with it the last bits.
      quiet
          .parameters()
          .forEach(
              (name, values) ->
                  assertThat(parameters.get(name)).containsExactly(values, within(1e-5f)));
    }
  }

  @Test
  void aTracedStepChangesTheWeightsLikeAnyOther() {
    try (VaeSession quiet = VaeSession.initialized(CONFIG, TestModels.training(2, 1, 1, 1));
        VaeSession traced = VaeSession.initialized(CONFIG, TestModels.training(2, 1, 1, 1))) {
      quiet.step(new Step(BATCH, 1, 2, 0.01f, 1));
      assertThat(traced.tracedStep(new Step(BATCH, 1, 2, 0.01f, 1))).isNotEmpty();
      assertSame(quiet.parameters(), traced.parameters());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void aBatchThatIsNotFullTrainsAsIfItWere(int towers) {
    // Without noise, which depends on the shape of the batch.
    ModelConfig config = TestModels.config(List.of(3), 2, "bernoulli", "", "ae");
    for (int rows : new int[] {1, 3, 7}) {
      try (VaeSession full =
              VaeSession.initialized(config, TestModels.training(towers, 1, 1, rows, 1));
          VaeSession part =
              VaeSession.initialized(config, TestModels.training(towers, 1, 1, 8, 1))) {
        for (int step = 0; step < 5; step++) {
          Batch batch = TestModels.batch(rows, 1, step);
          StepResult expected = full.measuredStep(new Step(batch, 1, step, 0.01f, 1));
          StepResult actual = part.measuredStep(new Step(batch, 1, step, 0.01f, 1));
          assertThat(actual.loss()).isCloseTo(expected.loss(), within(1e-5f));
          assertThat(actual.distortion()).isCloseTo(expected.distortion(), within(1e-5f));
        }
        Map<String, float[]> parameters = part.parameters();
        full.parameters()
            .forEach(
                (name, values) ->
                    assertThat(parameters.get(name)).containsExactly(values, within(1e-4f)));
      }
    }
  }

  @Test
  void aBatchLargerThanTheGraphWasBuiltForIsRefused() {
    try (VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(1, 1, 1, 1))) {
      assertThatThrownBy(() -> session.step(new Step(TestModels.batch(9, 1, 0), 0, 0, 0.1f, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected a batch of at most 8 images, found 9");
    }
  }

  @Test
  void aCheckpointThatIsMissingOrOfAnotherModelIsNamed(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> VaeSession.restored(CONFIG, TestModels.evaluation(1, 1), missing))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(missing + ": the checkpoint cannot be read: ");
    Path other = folder.resolve("other");
    ModelConfig wider = TestModels.config(List.of(4), 2, "bernoulli", "", "elbo");
    try (VaeSession session = VaeSession.initialized(wider, TestModels.training(1, 1, 1, 1))) {
      session.save(other);
    }
    assertThatThrownBy(() -> VaeSession.restored(CONFIG, TestModels.evaluation(1, 1), other))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(other + ": the checkpoint cannot be read: ");
  }

  @Test
  void codesOfTheWrongSizeAreRefused() {
    try (VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(1, 1, 1, 1))) {
      for (int length : new int[] {0, 1, 3}) {
        assertThatThrownBy(() -> session.decode(new float[length]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("expected codes of 2 values each, found %d values", length);
      }
    }
  }

  @Test
  void whatIsSavedIsRestored(@TempDir Path folder) throws IOException {
    Path prefix = folder.resolve("weights");
    Map<String, float[]> parameters;
    RowBounds bounds;
    try (VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(1, 1, 1, 1))) {
      train(session, 0, 20, 2);
      session.save(prefix);
      parameters = session.parameters();
      bounds = session.bounds(BATCH, 8, 1, 2);
    }
    try (VaeSession session = VaeSession.restored(CONFIG, TestModels.evaluation(1, 1), prefix)) {
      assertSame(session.parameters(), parameters);
      assertSame(session.bounds(BATCH, 8, 1, 2), bounds);
    }
  }

  @Test
  void aResumedRunTrainsTheUninterruptedOnesWeightsBitForBit(@TempDir Path folder)
      throws IOException {
    Path prefix = folder.resolve("half");
    Map<String, float[]> uninterrupted;
    try (VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(2, 1, 1, 1))) {
      train(session, 0, 20, 2);
      session.save(prefix);
      train(session, 20, 40, 2);
      uninterrupted = session.parameters();
    }
    // The seed of the weights is another: nothing of it may be left.
    try (VaeSession session =
        VaeSession.restored(CONFIG, TestModels.training(2, 1, 9, 1), prefix)) {
      train(session, 20, 40, 2);
      assertSame(session.parameters(), uninterrupted);
    }
  }

  @Test
  void boundsAreAFunctionOfSeedAndCounter() {
    try (VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(1, 1, 1, 1))) {
      RowBounds bounds = session.bounds(BATCH, 5, 1, 2);
      assertSame(session.bounds(BATCH, 5, 1, 2), bounds);
      assertThat(session.bounds(BATCH, 5, 2, 2).distortion()).isNotEqualTo(bounds.distortion());
      assertThat(session.bounds(BATCH, 5, 1, 3).distortion()).isNotEqualTo(bounds.distortion());
      assertThat(session.bounds(BATCH, 5, 2, 1).distortion()).isNotEqualTo(bounds.distortion());
      // The rate is a closed form: no noise reaches it.
      assertThat(session.bounds(BATCH, 5, 2, 2).rate()).isEqualTo(bounds.rate());
    }
  }

  @Test
  void evaluatingLeavesTheWeightsAlone() {
    try (VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(1, 1, 1, 1))) {
      Map<String, float[]> before = session.parameters();
      session.bounds(BATCH, 5, 1, 2);
      assertSame(session.parameters(), before);
    }
  }

  @Test
  void trainingRaisesTheBound() {
    try (VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(1, 1, 1, 64, 1))) {
      Batch one = TestModels.copies(64, 1, 0, 0, 1);
      double before = TestModels.mean(session.bounds(one, 16, 1, 2).importanceWeighted());
      for (int step = 0; step < 200; step++) {
        session.step(new Step(one, 2, step, 0.05f, 1));
      }
      double after = TestModels.mean(session.bounds(one, 16, 1, 2).importanceWeighted());
      // There is but one image: its probability goes to 1.
      assertThat(before).isLessThan(-1);
      assertThat(after).isBetween(-0.1, 0.0);
    }
  }

  @Test
  void leftOverPixelsBehindTheBatchChangeNothing() {
    try (VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(2, 1, 1, 1))) {
      byte[] longer = Arrays.copyOf(BATCH.pixels(), BATCH.pixels().length + 13);
      Arrays.fill(longer, BATCH.pixels().length, longer.length, (byte) 1);
      assertSame(
          session.bounds(new Batch(longer, BATCH.count()), 3, 1, 2),
          session.bounds(BATCH, 3, 1, 2));
    }
  }

  @Test
  void greyPixelsAreFractionsOfTheLargestValue() {
    // 255 stands for 1, as 1 does for binary pixels.
    ModelConfig config = TestModels.config(List.of(3), 2, "gaussian", "1.0", "elbo");
    Batch binary = TestModels.batch(7, 1, 3);
    byte[] scaled = binary.pixels().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (byte) (scaled[i] * 255);
    }
    try (VaeSession grey = VaeSession.initialized(config, TestModels.training(1, 255, 1, 1));
        VaeSession black = VaeSession.initialized(config, TestModels.training(1, 1, 1, 1))) {
      assertSame(grey.bounds(new Batch(scaled, 7), 3, 1, 2), black.bounds(binary, 3, 1, 2));
    }
  }

  @Test
  void aClosedModelSaysSo(@TempDir Path folder) throws IOException {
    VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(1, 1, 1, 1));
    session.close();
    session.close();
    List<ThrowingCallable> uses =
        List.of(
            () -> session.step(new Step(BATCH, 0, 0, 0.1f, 1)),
            () -> session.measuredStep(new Step(BATCH, 0, 0, 0.1f, 1)),
            () -> session.bounds(BATCH, 1, 0, 0),
            () -> session.tracedStep(new Step(BATCH, 0, 0, 0.1f, 1)),
            () -> session.posterior(BATCH),
            () -> session.decode(new float[2]),
            session::parameters,
            () -> session.save(folder.resolve("closed")));
    for (ThrowingCallable use : uses) {
      assertThatThrownBy(use)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this model has been closed");
    }
  }

  @Test
  void aBatchOfTheWrongSizeIsRefused() {
    try (VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(1, 1, 1, 1))) {
      for (Batch wrong :
          List.of(
              new Batch(new byte[8], 3),
              new Batch(new byte[8], 0),
              new Batch(new byte[8], -1),
              new Batch(new byte[8], Integer.MAX_VALUE))) {
        String message =
            "expected a batch of images of 2x2x1, 4 values each, found %d images in 8 values"
                .formatted(wrong.count());
        assertThatThrownBy(() -> session.bounds(wrong, 1, 0, 0))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(message);
        assertThatThrownBy(() -> session.step(new Step(wrong, 0, 0, 0.1f, 1)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(message);
      }
    }
  }

  @Test
  void noSamplesAreRefused() {
    try (VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(1, 1, 1, 1))) {
      assertThatThrownBy(() -> session.bounds(BATCH, 0, 0, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("samples must be positive, was 0");
    }
  }

  @Test
  void aModelOpenedForEvaluationDoesNotTrain(@TempDir Path folder) throws IOException {
    Path prefix = folder.resolve("weights");
    try (VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(1, 1, 1, 1))) {
      session.save(prefix);
    }
    try (VaeSession session = VaeSession.restored(CONFIG, TestModels.evaluation(1, 1), prefix)) {
      assertThatThrownBy(() -> session.step(new Step(BATCH, 0, 0, 0.1f, 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this model was opened for evaluation, not for training");
      assertThatThrownBy(() -> session.measuredStep(new Step(BATCH, 0, 0, 0.1f, 1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aModelNeitherRestoredNorToBeTrainedIsRefused() {
    assertThatThrownBy(() -> VaeSession.initialized(CONFIG, TestModels.evaluation(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model that is not restored needs training options");
  }

  private static Map<String, float[]> trained(int towers, long seed, long noiseSeed) {
    try (VaeSession session =
        VaeSession.initialized(CONFIG, TestModels.training(towers, 1, seed, 2))) {
      train(session, 0, 50, noiseSeed);
      return session.parameters();
    }
  }

  private static void train(VaeSession session, int from, int to, long noiseSeed) {
    for (int step = from; step < to; step++) {
      session.step(new Step(TestModels.batch(7, 1, step), noiseSeed, step, 0.01f, 1));
    }
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach((name, values) -> assertThat(actual.get(name)).as(name).isEqualTo(values));
  }

  private static void assertSame(RowBounds actual, RowBounds expected) {
    assertThat(actual.rate()).isEqualTo(expected.rate());
    assertThat(actual.distortion()).isEqualTo(expected.distortion());
    assertThat(actual.importanceWeighted()).isEqualTo(expected.importanceWeighted());
    assertThat(actual.posteriorMean()).isEqualTo(expected.posteriorMean());
  }
}
