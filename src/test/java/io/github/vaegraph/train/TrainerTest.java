package io.github.vaegraph.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.model.Step;
import io.github.vaegraph.model.StepResult;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.CheckpointFolder;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrainerTest {
  private static final Map<Double, End> UNINTERRUPTED = new HashMap<>();

  @TempDir Path folder = Path.of("");

  /** By learning rate: one that learns, and one that is rolled back. */
  @BeforeAll
  static void trainWithoutInterruption(@TempDir Path folder) throws IOException {
    for (double learningRate : new double[] {0.01, 100}) {
      TinyTraining training = training(learningRate, 3);
      CheckpointFolder checkpoints =
          RunDirectory.create(folder.resolve("run" + learningRate), warning -> {}).checkpoints();
      try (VaeSession session = training.session()) {
        TrainingState end = training.train(session, checkpoints, start(learningRate));
        UNINTERRUPTED.put(learningRate, End.of(session, end, training));
      }
    }
  }

  private static End uninterrupted(double learningRate) {
    return Objects.requireNonNull(UNINTERRUPTED.get(learningRate));
  }

  private CheckpointFolder checkpoints(String name) throws IOException {
    return RunDirectory.create(folder.resolve(name), warning -> {}).checkpoints();
  }

  private static TinyTraining training(double learningRate, int maxRollbacks) {
    return training(learningRate, 1, maxRollbacks);
  }

  private static TinyTraining training(double learningRate, double beta, int maxRollbacks) {
    return new TinyTraining(
        TinyTraining.model("bernoulli", Optional.empty()),
        TinyTraining.config(3, learningRate, beta, maxRollbacks),
        TinyTraining.images());
  }

  private static TrainingState start(double learningRate) {
    return TrainingState.start(TinyTraining.config(3, learningRate, 1, 3));
  }

  /** What a training comes to: weights, where it stands, figures. */
  private record End(Map<String, String> weights, TrainingState state, Object figures) {
    static End of(VaeSession session, TrainingState state, TinyTraining training) {
      return new End(TinyTraining.weights(session), withoutTimes(state), training.figures());
    }
  }

  private static TrainingState withoutTimes(TrainingState state) {
    TrainingState.EpochSums sums = state.sums();
    return new TrainingState(
        state.epoch(),
        state.batches(),
        state.step(),
        state.seed(),
        state.learningRate(),
        state.rollbacks(),
        new TrainingState.EpochSums(sums.rate(), sums.distortion(), sums.loss(), sums.images(), 0),
        state.losses(),
        state.best(),
        0);
  }

  /** Random images, one of which is damaged once training has begun. */
  private static Images damagedAfter(int steps, TinyTraining[] training) {
    Images sound = TinyTraining.images().train().images();
    return new Images() {
      @Override
      public int count() {
        return 27;
      }

      @Override
      public ImageShape shape() {
        return sound.shape();
      }

      @Override
      public void read(int image, byte[] target, int offset) {
        if (training[0] != null && training[0].taken >= steps) {
          throw new UncheckedIOException(new IOException("face.jpg: the picture is damaged"));
        }
        sound.read(Math.min(image, 22), target, offset);
      }
    };
  }

  @Test
  void stepsBeforeAnImageThatCannotBeReadAreKept() throws IOException {
    CheckpointFolder checkpoints = checkpoints("damaged");
    TinyTraining[] held = new TinyTraining[1];
    TinyTraining training =
        new TinyTraining(
            TinyTraining.model("bernoulli", Optional.empty()),
            TinyTraining.config(3, 0.01, 1, 3),
            TinyTraining.data(damagedAfter(7, held)));
    try (VaeSession session = training.session()) {
      held[0] = training;
      assertThatThrownBy(() -> training.train(session, checkpoints, start(0.01)))
          .isInstanceOf(IOException.class)
          .hasMessage("face.jpg: the picture is damaged");
      Map<String, String> weights = TinyTraining.weights(session);
      TrainingState kept = checkpoints.restore(session).orElseThrow();
      // A batch is read one step ahead.
      assertThat(kept.step()).isBetween(7L, 8L).isEqualTo(training.taken);
      assertThat(TinyTraining.weights(session)).isEqualTo(weights);
    }
  }

  /** Stopped before and after a checkpoint, at an epoch's last step, and in its first. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 6, 8, 14})
  void aTrainingStoppedAnywhereGoesOnAsIfItHadNotBeenBitForBit(int steps) throws IOException {
    CheckpointFolder checkpoints = checkpoints("stopped");
    TinyTraining training = training(0.01, 3);
    TrainingState stopped;
    try (VaeSession session = training.session()) {
      stopped = training.trainFor(steps, session, checkpoints, start(0.01));
      assertThat(stopped.step()).isEqualTo(steps);
    }
    try (VaeSession session = training.session()) {
      TrainingState from = checkpoints.restore(session).orElseThrow();
      assertThat(from).isEqualTo(stopped);
      TrainingState end = training.train(session, checkpoints, from);
      assertThat(End.of(session, end, training)).isEqualTo(uninterrupted(0.01));
      assertThat(end.epoch()).isEqualTo(4);
      assertThat(end.step()).isEqualTo(3 * TinyTraining.STEPS_PER_EPOCH);
    }
  }

  /** As after a kill: nothing is saved beyond the last checkpoint. */
  @Test
  void aTrainingKilledAnywhereGoesOnFromItsLastCheckpoint() throws IOException {
    End whole = uninterrupted(0.01);
    TinyTraining training = training(0.01, 3);
    CheckpointFolder checkpoints = checkpoints("killed");
    Checkpoints unsaved =
        new Checkpoints() {
          @Override
          public void save(VaeSession session, TrainingState state, boolean scheduled)
              throws IOException {
            if (scheduled) {
              checkpoints.save(session, state, true);
            }
          }

          @Override
          public Optional<TrainingState> rollBack(VaeSession session) throws IOException {
            return checkpoints.rollBack(session);
          }
        };
    TrainingState from = start(0.01);
    for (int killed = 0; killed < 4; killed++) {
      try (VaeSession session = training.session()) {
        from = checkpoints.restore(session).orElse(from);
        int done = from.epoch() - 1;
        training.epochs.removeIf(metrics -> metrics.epoch() > done);
        training.trainFor(4, session, unsaved, from);
      }
    }
    try (VaeSession session = training.session()) {
      from = checkpoints.restore(session).orElseThrow();
      int done = from.epoch() - 1;
      training.epochs.removeIf(metrics -> metrics.epoch() > done);
      TrainingState end = training.train(session, unsaved, from);
      assertThat(End.of(session, end, training)).isEqualTo(whole);
    }
  }

  @Test
  void aRateTooHighIsLoweredAndTheTrainingRecovers() throws IOException {
    TinyTraining training = training(100, 3);
    try (VaeSession session = training.session()) {
      TrainingState end = training.train(session, checkpoints("run"), start(100));
      assertThat(end.epoch()).isEqualTo(4);
      assertThat(end.rollbacks()).isBetween(1, 3);
      assertThat(end.learningRate()).isEqualTo(100 / Math.pow(10, end.rollbacks()));
      assertThat(training.rollbacks).hasSize(end.rollbacks());
      assertThat(training.rollbacks.get(0))
          .containsPattern("(at|after) step \\d+ the (likelihood|KL|loss) .*; back to ")
          .endsWith("learning rate 10.0 instead of 100.0 (rollback 1 of 3)");
      assertThat(training.epochs).extracting(EpochMetrics::epoch).containsExactly(1, 2, 3);
      // In the end it has learned: better than independent pixels of their means, ln 2 each.
      assertThat(training.epochs.get(2).train().distortion()).isLessThan(4 * 16 * Math.log(2));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 7, 13})
  void rollbacksAreTheSameWhereverTheTrainingIsStopped(int steps) throws IOException {
    CheckpointFolder checkpoints = checkpoints("stopped");
    TinyTraining training = training(100, 3);
    try (VaeSession session = training.session()) {
      training.trainFor(steps, session, checkpoints, start(100));
    }
    try (VaeSession session = training.session()) {
      TrainingState from = checkpoints.restore(session).orElse(start(100));
      int done = from.epoch() - 1;
      training.epochs.removeIf(metrics -> metrics.epoch() > done);
      TrainingState end = training.train(session, checkpoints, from);
      End whole = uninterrupted(100);
      assertThat(whole.state().rollbacks()).isPositive();
      assertThat(End.of(session, withoutTimes(end), training))
          .isEqualTo(new End(whole.weights(), withoutTimes(whole.state()), whole.figures()));
    }
  }

  @Test
  void withoutRollbacksTheFirstTensorThatWentBadIsNamedAndWhatToTry() throws IOException {
    TinyTraining training = training(1e30, 0);
    try (VaeSession session = training.session()) {
      assertThatThrownBy(() -> training.train(session, Checkpoints.NONE, start(1e30)))
          .isInstanceOf(DivergenceException.class)
          .hasMessageMatching(
              "training diverged: at step 1 the (KL|likelihood|gradient by \\S+) is \\S+; likely"
                  + " cause: a learning rate of 1.0E30 is too high; try learningRate\\(1.0E29\\) or"
                  + " clipNorm\\(100\\)");
    }
    assertThat(training.rollbacks).isEmpty();
    assertThat(training.epochs).isEmpty();
  }

  @Test
  void rollbacksEnd() throws IOException {
    TinyTraining training = training(1e30, 2);
    CheckpointFolder checkpoints = checkpoints("run");
    try (VaeSession session = training.session()) {
      assertThatThrownBy(() -> training.train(session, checkpoints, start(1e30)))
          .hasMessageContaining("a learning rate of 1.0E28 is too high, after 2 rollbacks");
    }
    assertThat(training.rollbacks).hasSize(2);
    assertThat(checkpoints.model(Weights.LAST)).isEmpty();
  }

  @Test
  void posteriorCollapseIsSaidOnceWithWhatToTry() throws IOException {
    TinyTraining training = training(0.1, 100, 3);
    try (VaeSession session = training.session()) {
      training.train(session, Checkpoints.NONE, start(0.1));
    }
    assertThat(training.warnings)
        .singleElement()
        .asString()
        .contains(
            "posterior collapse", "all 2 dimensions", "klWarmup(10)", "beta(0.5)", "hidden(...)");
  }

  @Test
  void unitsDeadAtTheStartAreCounted() throws IOException {
    TinyTraining training =
        new TinyTraining(
            TinyTraining.model("bernoulli", Optional.empty()),
            TinyTraining.config(1, 0.01, 1, 3),
            TinyTraining.constant(0));
    try (VaeSession session = training.session()) {
      training.train(session, Checkpoints.NONE, start(0.01));
    }
    assertThat(training.warnings)
        .anyMatch(text -> text.startsWith("6 of 6 units of encoder.hidden0 are dead at the start"));
    TinyTraining alive = training(0.01, 3);
    try (VaeSession session = alive.session()) {
      alive.train(session, Checkpoints.NONE, start(0.01));
    }
    assertThat(alive.warnings).noneMatch(text -> text.contains("dead"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"learned", "per-pixel"})
  void aSigmaThatFallsToItsBoundIsSaid(String sigma) throws IOException {
    TinyTraining training =
        new TinyTraining(
            TinyTraining.model("gaussian", Optional.of(sigma)),
            TinyTraining.config(60, 0.1, 1, 3),
            TinyTraining.constant(100));
    try (VaeSession session = training.session()) {
      training.train(session, Checkpoints.NONE, start(0.1));
    }
    assertThat(training.warnings)
        .filteredOn(text -> text.startsWith("sigma has collapsed to its bound"))
        .hasSize(1);
    TinyTraining varied =
        new TinyTraining(
            TinyTraining.model("gaussian", Optional.of(sigma)),
            TinyTraining.config(5, 0.01, 1, 3),
            TinyTraining.images());
    try (VaeSession session = varied.session()) {
      varied.train(session, Checkpoints.NONE, start(0.01));
    }
    assertThat(varied.warnings).noneMatch(text -> text.contains("sigma"));
  }

  @Test
  void stoppedBeforeTheFirstStepNothingIsWritten() throws IOException {
    TinyTraining training = training(0.01, 3);
    try (VaeSession session = training.session()) {
      assertThat(training.trainFor(0, session, checkpoints("run"), start(0.01)))
          .isEqualTo(start(0.01));
    }
    assertThat(Files.exists(folder.resolve("run/checkpoints"))).isFalse();
  }

  @Test
  void weightsDrawnAgainAreThoseOfTheSeed() {
    TinyTraining training = training(0.01, 3);
    try (VaeSession session = training.session();
        VaeSession fresh = training.session()) {
      Map<String, String> first = TinyTraining.weights(session);
      session.step(new Step(new Batch(new byte[16], 1), 0, 0, 0.1f, 1));
      assertThat(TinyTraining.weights(session)).isNotEqualTo(first);
      session.reinitialize();
      assertThat(TinyTraining.weights(session)).isEqualTo(first);
      assertThat(TinyTraining.weights(fresh)).isEqualTo(first);
    }
  }

  /** 23 random images are soon learned by heart, and others then look the less likely. */
  private static TinyTraining ending(Optional<Integer> patience, Optional<Double> maxSeconds) {
    TrainingConfig config = TinyTraining.config(200, 0.03, 1, 0).endingBy(patience, maxSeconds);
    return new TinyTraining(
        TinyTraining.model("bernoulli", Optional.empty()), config, TinyTraining.images());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void patienceEndsTrainingSoManyEpochsAfterTheBestBound(int patience) throws IOException {
    TinyTraining training = ending(Optional.of(patience), Optional.empty());
    TrainingState end;
    try (VaeSession session = training.session()) {
      end = training.train(session, Checkpoints.NONE, start(0.03));
    }
    List<Double> bounds =
        training.epochs.stream().map(epoch -> epoch.validationBound().orElseThrow()).toList();
    int best = end.best().orElseThrow().epoch();
    assertThat(bounds).hasSize(best + patience).hasSizeLessThan(200);
    assertThat(bounds.get(best - 1)).isEqualTo(Collections.max(bounds));
    assertThat(end.best().orElseThrow().value()).isEqualTo(-bounds.get(best - 1));
    assertThat(end.end(TinyTraining.config(200, 0.03, 1, 0))).isEmpty();
    // -ELBO at beta 1
    assertThat(training.epochs)
        .allSatisfy(
            epoch ->
                assertThat(epoch.validation().orElseThrow().negativeElbo().orElseThrow())
                    .isEqualTo(-epoch.validationBound().orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7})
  void aTrainingWithPatienceEndsInTheSamePlaceHoweverOftenItIsStopped(int steps)
      throws IOException {
    TinyTraining whole = ending(Optional.of(2), Optional.empty());
    End expected;
    try (VaeSession session = whole.session()) {
      TrainingState end = whole.train(session, checkpoints("whole"), start(0.03));
      expected = End.of(session, end, whole);
    }
    TinyTraining training = ending(Optional.of(2), Optional.empty());
    CheckpointFolder checkpoints = checkpoints("stopped");
    TrainingState state = start(0.03);
    while (state.end(training.config()).isEmpty()) {
      try (VaeSession session = training.session()) {
        state = checkpoints.restore(session).orElse(state);
        state = training.trainFor(steps, session, checkpoints, state);
        if (state.end(training.config()).isPresent()) {
          assertThat(End.of(session, state, training)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void aTimeThatIsOverEndsTrainingWithACheckpointAndIsCountedOverInterruptions()
      throws IOException {
    TinyTraining training = ending(Optional.empty(), Optional.of(1e-9));
    CheckpointFolder checkpoints = checkpoints("over");
    try (VaeSession session = training.session()) {
      TrainingState end = training.train(session, checkpoints, start(0.03));
      assertThat(end.step()).isEqualTo(1);
      assertThat(end.end(training.config())).contains("its time of 1.0E-9s is over");
      TrainingState kept = checkpoints.model(Weights.BEST).orElseThrow().last();
      assertThat(kept).isEqualTo(end);
      assertThat(kept.seconds()).isPositive();
      assertThat(training.train(session, checkpoints, end)).isEqualTo(end);
    }
  }

  @Test
  void theRateThatIsAimedAtIsAFunctionOfTheStepAndTheBoundOfTheBestEpochHasItsLast()
      throws IOException {
    // Half of the nats after the first of two epochs; a price of 100, and no divergence in it.
    TinyTraining training = aiming();
    List<Float> aims = new ArrayList<>();
    End expected;
    try (VaeSession session = training.session()) {
      Trainer.Listener measured =
          new Trainer.Listener() {
            @Override
            public void stepMeasured(Step step, StepResult result) {
              aims.add(step.capacity());
            }
          };
      Trainer trainer =
          new Trainer(
              session,
              training.config(),
              Checkpoints.NONE,
              List.of(training, measured),
              () -> false);
      TrainingState end = trainer.train(TinyTraining.images(), start(0.01));
      expected = End.of(session, end, training);
    }
    // Measured are the first step of five and each epoch's last.
    assertThat(aims).containsExactly(0.8f, 4f, 8f);
    assertThat(training.epochs)
        .allSatisfy(
            epoch -> {
              EpochMetrics.Figures figures = epoch.validation().orElseThrow();
              assertThat(epoch.validationBound().orElseThrow())
                  .isEqualTo(
                      -figures.distortion() - 100 * Math.abs(figures.rate().orElseThrow() - 8));
            });
    TinyTraining stopped = aiming();
    CheckpointFolder checkpoints = checkpoints("aiming");
    TrainingState state = start(0.01);
    while (state.end(stopped.config()).isEmpty()) {
      try (VaeSession session = stopped.session()) {
        state = checkpoints.restore(session).orElse(state);
        state = stopped.trainFor(3, session, checkpoints, state);
        if (state.end(stopped.config()).isPresent()) {
          assertThat(End.of(session, state, stopped)).isEqualTo(expected);
        }
      }
    }
  }

  private static TinyTraining aiming() {
    return new TinyTraining(
        ModelTexts.read(
            new ImageShape(4, 4, 1),
            Map.of("network", "mlp:6", "latentDim", "2", "objective", "capacity:8,2")),
        TinyTraining.config(2, 0.01, 100, 0),
        TinyTraining.images());
  }

  @Test
  void theBoundOfTheBestEpochHasBetaAtItsPeakFromTheFirstEpochOn() throws IOException {
    TinyTraining training =
        new TinyTraining(
            TinyTraining.model("bernoulli", Optional.empty()),
            TinyTraining.config(3, 0.01, "ramp:4,3", 0),
            TinyTraining.images());
    try (VaeSession session = training.session()) {
      training.train(session, Checkpoints.NONE, start(0.01));
    }
    assertThat(training.epochs)
        .allSatisfy(
            epoch -> {
              EpochMetrics.Figures figures = epoch.validation().orElseThrow();
              assertThat(epoch.validationBound().orElseThrow())
                  .isEqualTo(-figures.distortion() - 4 * figures.rate().orElseThrow());
            });
  }
}
