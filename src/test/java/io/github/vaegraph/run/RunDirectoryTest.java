package io.github.vaegraph.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.io.Unfinished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The names that runs get, and how they are written for a shell. */
final class RunDirectoryTest {
  @TempDir Path folder = Path.of("");

  @Test
  void whoTakesARunUpDeletesWhatAKilledProgramHasLeft() throws IOException {
    RunDirectory run = RunDirectory.create(folder.resolve("taken"), warning -> {});
    Path left = Unfinished.file(run.file("evaluation.json")).path();
    Path users = Files.createFile(run.file("notes.partial"));
    run.lock().close();
    assertThat(left).doesNotExist();
    assertThat(users).exists();
  }

  @Test
  void trainingsOfOneSecondGetFoldersOfTheirOwn() throws Exception {
    Path wished = folder.resolve("runs").resolve("digits-20261127-120000");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Path>> made = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      made.add(threads.submit(() -> RunDirectory.createAnother(wished, w -> {}).folder()));
    }
    List<Path> folders = new ArrayList<>();
    for (Future<Path> future : made) {
      folders.add(future.get());
    }
    threads.shutdown();
    assertThat(folders)
        .containsExactlyInAnyOrder(
            wished,
            wished.resolveSibling("digits-20261127-120000-2"),
            wished.resolveSibling("digits-20261127-120000-3"),
            wished.resolveSibling("digits-20261127-120000-4"))
        .allSatisfy(each -> assertThat(each).isDirectory());
  }

  @Test
  void whereNoFolderCanBeMadeItIsSaid() throws IOException {
    Path file = Files.createFile(folder.resolve("runs"));
    assertThatThrownBy(() -> RunDirectory.createAnother(file.resolve("a"), w -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be written; try another run(...)");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPathIsOneWordOfAShell() throws Exception {
    for (String name : List.of("plain-1.0", "two words", "it's", "$HOME", "`x`;y", "\u00e4")) {
      Path path = Path.of("/tmp", name);
      String quoted = CommandWords.quoted(path);
      Process echo = new ProcessBuilder("sh", "-c", "printf %s " + quoted).start();
      assertThat(new String(echo.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(path.toString());
    }
    assertThat(CommandWords.quoted(Path.of("runs/a-1"))).isEqualTo("runs/a-1");
  }
}
