package io.github.vaegraph.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.VaeSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointsTest {
  @TempDir Path folder = Path.of("");

  private static VaeSession session() {
    ModelConfig config =
        new ModelConfig(
            new ImageShape(2, 2, 1), List.of(), "relu", 1, "bernoulli", Optional.empty(), "elbo");
    return VaeSession.initialized(
        config,
        new GraphOptions(
            1,
            255,
            Optional.of(new GraphOptions.Training(1, 20, 1, Optional.empty(), new float[4]))));
  }

  @Test
  void lastTwoAreKeptAndTheNewestIsFound() throws IOException {
    Checkpoints checkpoints = new Checkpoints(folder.resolve("checkpoints"));
    assertThat(checkpoints.latest()).isEmpty();
    try (VaeSession session = session()) {
      for (int epoch : new int[] {8, 9, 10}) {
        checkpoints.save(session, epoch);
      }
    }
    assertThat(checkpoints.latest()).contains(folder.resolve("checkpoints/epoch-00010/variables"));
    try (Stream<Path> kept = Files.list(folder.resolve("checkpoints"))) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("epoch-00009", "epoch-00010");
    }
  }

  @Test
  void epoch100000IsNewerThan99999() throws IOException {
    Files.createDirectories(folder.resolve("epoch-99999"));
    Files.createDirectories(folder.resolve("epoch-100000"));
    assertThat(new Checkpoints(folder).latest()).contains(folder.resolve("epoch-100000/variables"));
  }

  @Test
  void whatWasInterruptedIsNoCheckpointAndIsWrittenAnew() throws IOException {
    Files.createDirectories(folder.resolve("epoch-00001.partial/rest"));
    Checkpoints checkpoints = new Checkpoints(folder);
    assertThat(checkpoints.latest()).isEmpty();
    try (VaeSession session = session()) {
      checkpoints.save(session, 1);
    }
    assertThat(checkpoints.latest()).contains(folder.resolve("epoch-00001/variables"));
    assertThat(folder.resolve("epoch-00001.partial")).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeMadeIsAnIoException() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    try (VaeSession session = session()) {
      assertThatThrownBy(() -> new Checkpoints(file.resolve("below")).save(session, 1))
          .isInstanceOf(IOException.class);
    }
  }
}
