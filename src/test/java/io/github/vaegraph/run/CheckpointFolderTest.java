package io.github.vaegraph.run;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.io.Sha256;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.Step;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.model.WeightsId;
import io.github.vaegraph.train.ModelTexts;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointFolderTest {
  @TempDir Path folder = Path.of("");

  private static VaeSession session() {
    ModelConfig config =
        ModelTexts.read(new ImageShape(2, 2, 1), Map.of("network", "mlp:none", "latentDim", "1"));
    return VaeSession.initialized(
        config,
        new GraphOptions(
            1,
            255,
            Optional.of(new GraphOptions.Training(1, 20, 1, Optional.empty(), 100, new float[4]))));
  }

  private static CheckpointFolder checkpoints(Path folder) {
    return new CheckpointFolder(folder, warning -> fail(warning));
  }

  /** Training after so many steps, all in the first epoch, or at the end of one. */
  private static TrainingState state(long step, TrainingState.Best... best) {
    return new TrainingState(
        1,
        (int) step,
        step,
        7,
        0.1,
        0,
        new TrainingState.EpochSums(1.0 / 3, 2, Optional.of(5.0), 3, 4),
        Optional.of(new TrainingState.Losses(5, 4)),
        Arrays.stream(best).findFirst(),
        60);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> kept = Files.list(folder)) {
      return kept.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** The digest by its definition in {@link WeightsId}. */
  private static String sha256(Map<String, float[]> parameters) {
    MessageDigest digest = Sha256.digest();
    new TreeMap<>(parameters)
        .forEach(
            (name, values) -> {
              digest.update((name + "\0").getBytes(UTF_8));
              ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(LITTLE_ENDIAN);
              bytes.asFloatBuffer().put(values);
              digest.update(bytes.array());
            });
    return Sha256.hex(digest);
  }

  @Test
  void whoReadsWhileOthersAreSavedAndDeletedGetsOneWholeCheckpoint(@TempDir Path place)
      throws Exception {
    CheckpointFolder checkpoints = checkpoints(folder);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService training = Executors.newSingleThreadExecutor();
    try (VaeSession session = session();
        VaeSession reader = session()) {
      checkpoints.save(session, state(1), true);
      Future<Long> saved =
          training.submit(
              () -> {
                long step = 1;
                while (!over.get()) {
                  checkpoints.save(session, state(++step), true);
                }
                return step;
              });
      List<Long> seen = new ArrayList<>();
      while (seen.isEmpty() || seen.get(seen.size() - 1) < 30) {
        Path own = Files.createDirectory(place.resolve("" + seen.size()));
        CheckpointFolder.Kept kept = checkpoints.model(Weights.LAST, own).orElseThrow();
        Thread.sleep(5); // longer than two checkpoints live
        reader.restore(kept.variables());
        assertThat(kept.weights()).contains(reader.weights(kept.state().step()));
        assertThat(kept.state()).isEqualTo(state(kept.state().step()));
        seen.add(kept.state().step());
      }
      over.set(true);
      assertThat(saved.get()).isGreaterThanOrEqualTo(30);
      assertThat(seen).isSorted();
    } finally {
      over.set(true);
      training.shutdown();
      assertThat(training.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(names()).hasSize(2);
  }

  @Test
  void whatAKilledProgramWasDeletingIsDeletedByTheNextCheckpoint() throws IOException {
    CheckpointFolder checkpoints = checkpoints(folder);
    Files.createDirectories(folder.resolve("step-000000003.deleted"));
    try (VaeSession session = session()) {
      checkpoints.save(session, state(8), true);
    }
    assertThat(names()).containsExactly("step-000000008");
  }

  @Test
  void lastTwoAndTheBestAreKeptAndTheNewestIsFound() throws IOException {
    CheckpointFolder checkpoints = checkpoints(folder);
    assertThat(checkpoints.model(Weights.LAST)).isEmpty();
    try (VaeSession session = session()) {
      checkpoints.save(session, state(8), true);
      TrainingState.Best best = new TrainingState.Best(1, 9, 5);
      for (int step : new int[] {9, 10, 11, 12}) {
        checkpoints.save(session, state(step, best), true);
      }
    }
    assertThat(checkpoints.model(Weights.LAST).orElseThrow().variables())
        .isEqualTo(folder.resolve("step-000000012/variables"));
    assertThat(names()).containsExactly("step-000000009", "step-000000011", "step-000000012");
  }

  @Test
  void theModelIsTheBestEpochsOrTheNewestAsWanted() throws IOException {
    List<String> warnings = new ArrayList<>();
    CheckpointFolder checkpoints = new CheckpointFolder(folder, warnings::add);
    TrainingState.Best best = new TrainingState.Best(1, 9, 5);
    String digest;
    try (VaeSession session = session()) {
      digest = sha256(session.parameters());
      for (int step : new int[] {9, 10, 11}) {
        checkpoints.save(session, state(step, best), true);
      }
    }
    WeightsId nine = new WeightsId(9, digest);
    WeightsId eleven = new WeightsId(11, digest);
    assertThat(checkpoints.model(Weights.BEST).orElseThrow())
        .isEqualTo(
            new CheckpointFolder.Kept(
                folder.resolve("step-000000009/variables"),
                state(9, best),
                state(11, best),
                Optional.of(nine)));
    assertThat(checkpoints.model(Weights.LAST).orElseThrow())
        .isEqualTo(
            new CheckpointFolder.Kept(
                folder.resolve("step-000000011/variables"),
                state(11, best),
                state(11, best),
                Optional.of(eleven)));
    assertThat(warnings).isEmpty();
    Files.delete(folder.resolve("step-000000009/state.json"));
    assertThat(checkpoints.model(Weights.BEST).orElseThrow().state()).isEqualTo(state(11, best));
    assertThat(warnings).singleElement().asString().contains("step-000000009", "step-000000011");
  }

  @Test
  void whatIsSavedIsRestored() throws IOException {
    CheckpointFolder checkpoints = checkpoints(folder);
    try (VaeSession session = session();
        VaeSession other = session()) {
      assertThat(checkpoints.restore(other)).isEmpty();
      Batch batch = new Batch(new byte[] {0, 60, (byte) 200, 1}, 1);
      session.step(new Step(batch, 1, 2, 0.1f, 1));
      checkpoints.save(session, state(1), true);
      assertThat(checkpoints.restore(other)).contains(state(1));
      session.step(new Step(batch, 1, 3, 0.1f, 1));
      other.step(new Step(batch, 1, 3, 0.1f, 1));
      session
          .parameters()
          .forEach((name, values) -> assertThat(other.parameters().get(name)).isEqualTo(values));
    }
  }

  @Test
  void theWatchdogGoesBackToScheduledCheckpointsAlone() throws IOException {
    CheckpointFolder checkpoints = checkpoints(folder);
    try (VaeSession session = session()) {
      checkpoints.save(session, state(5), false);
      assertThat(checkpoints.restore(session)).contains(state(5));
      assertThat(checkpoints.rollBack(session)).isEmpty();
      assertThat(names()).isEmpty();
      checkpoints.save(session, state(6), true);
      checkpoints.save(session, state(7), false);
      assertThat(checkpoints.restore(session)).contains(state(7));
      assertThat(checkpoints.rollBack(session)).contains(state(6));
      assertThat(checkpoints.restore(session)).contains(state(6));
    }
  }

  @Test
  void aStoppedCheckpointGoesWhenTrainingHasPassedIt() throws IOException {
    CheckpointFolder checkpoints = checkpoints(folder);
    try (VaeSession session = session()) {
      checkpoints.save(session, state(1), true);
      checkpoints.save(session, state(2), true);
      checkpoints.save(session, state(3), false);
      assertThat(names())
          .containsExactly("step-000000001", "step-000000002", "step-000000003-stopped");
      checkpoints.save(session, state(3), true);
      assertThat(checkpoints.model(Weights.LAST).orElseThrow().variables())
          .isEqualTo(folder.resolve("step-000000003/variables"));
      assertThat(names()).containsExactly("step-000000002", "step-000000003");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"variables.index", "variables.data-00000-of-00001", "state.json", "SHA256SUMS"})
  void aDamagedCheckpointIsSaidAndTheOneBeforeTaken(String file) throws IOException {
    List<String> warnings = new ArrayList<>();
    CheckpointFolder checkpoints = new CheckpointFolder(folder, warnings::add);
    try (VaeSession session = session()) {
      checkpoints.save(session, state(1), true);
      checkpoints.save(session, state(2), true);
      Path damaged = folder.resolve("step-000000002").resolve(file);
      byte[] bytes = Files.readAllBytes(damaged);
      bytes[bytes.length / 2] ^= 1;
      Files.write(damaged, bytes);
      assertThat(checkpoints.model(Weights.LAST).orElseThrow().variables())
          .isEqualTo(folder.resolve("step-000000001/variables"));
      Files.delete(damaged);
      assertThat(checkpoints.restore(session)).contains(state(1));
      assertThat(names()).containsExactly("step-000000001");
      assertThat(warnings)
          .hasSize(2)
          .allMatch(text -> text.contains("step-000000002") && text.contains("cannot be read"))
          .allMatch(
              text ->
                  text.endsWith("taking %s instead".formatted(folder.resolve("step-000000001"))));
      Files.delete(folder.resolve("step-000000001").resolve(file));
      assertThatThrownBy(() -> checkpoints.restore(session))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("step-000000001")
          .hasMessageContaining("no other");
    }
  }

  @Test
  void step1000000000IsNewerThan999999999() throws IOException {
    try (VaeSession session = session()) {
      CheckpointFolder checkpoints = checkpoints(folder);
      for (long step : new long[] {999_999_999, 1_000_000_000}) {
        checkpoints.save(session, state(step), true);
      }
      assertThat(checkpoints.model(Weights.LAST).orElseThrow().variables())
          .isEqualTo(folder.resolve("step-1000000000/variables"));
    }
  }

  @Test
  void whatWasInterruptedIsNoCheckpointAndIsWrittenAnew() throws IOException {
    Files.createDirectories(folder.resolve("step-000000001.partial/rest"));
    CheckpointFolder checkpoints = checkpoints(folder);
    assertThat(checkpoints.model(Weights.LAST)).isEmpty();
    try (VaeSession session = session()) {
      checkpoints.save(session, state(1), true);
    }
    assertThat(names()).containsExactly("step-000000001");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    try (VaeSession session = session()) {
      for (Path parent : List.of(file, folder.resolve("gone"))) {
        assertThatThrownBy(() -> checkpoints(parent.resolve("below")).save(session, state(1), true))
            .isInstanceOf(IOException.class)
            .hasMessageContaining(parent.resolve("below/step-000000001").toString())
            .hasMessageContaining("cannot be written");
      }
      assertThat(folder.resolve("gone")).doesNotExist();
    }
  }
}
