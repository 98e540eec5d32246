package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of {@code vae train} that Java goes on with, and the other way round. */
final class ResumeFromJavaTest {
  @TempDir Path folder = Path.of("");
  private Path data = Path.of("");
  private Path run = Path.of("");

  @BeforeEach
  void train() throws IOException {
    data = TinyData.npy(folder.resolve("tiny.npy"));
    run = folder.resolve("run");
    Vae.train(data, run, "--no-export", "--checkpoint-every", "2").succeeded();
  }

  @Test
  void bothComeToTheWeightsOfOneTraining() throws IOException {
    Path straight = folder.resolve("straight");
    Vae.train(data, straight, "--no-export", "--checkpoint-every", "2", "--epochs", "3")
        .succeeded();
    try (io.github.vaegraph.Vae vae = io.github.vaegraph.Vae.resume(run)) {
      assertThat(vae.fit(1).epochs()).hasSize(2);
    }
    assertThat(run.resolve("evaluation.json")).doesNotExist(); // of other weights
    Vae.run("train", "--resume", run, "--epochs", "3").succeeded();
    assertThat(Vae.weights(run)).isEqualTo(Vae.weights(straight));
    assertThat(run.resolve("evaluation.json"))
        .hasSameTextualContentAs(straight.resolve("evaluation.json"));
  }

  @Test
  void changedDataAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(data);
    bytes[200]++;
    Files.write(data, bytes);
    assertThatThrownBy(() -> io.github.vaegraph.Vae.resume(run))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tiny.npy: expected the data of the run")
        .hasMessageContaining("have the files changed?");
  }
}
