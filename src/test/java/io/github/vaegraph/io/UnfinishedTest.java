package io.github.vaegraph.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written aside is deleted, or renamed, whole. */
final class UnfinishedTest {
  private static final int FILES = 1000;

  @TempDir Path folder = Path.of("");

  private Unfinished written() throws IOException {
    Unfinished aside = new Unfinished(Files.createDirectories(folder.resolve("aside")));
    for (int i = 0; i < FILES; i++) {
      Files.createFile(aside.path().resolve("file" + i));
    }
    return aside;
  }

  @Test
  void whatHasBeenRenamedOutlivesAnInterruption() throws IOException {
    try (Unfinished aside = written()) {
      aside.moveTo(folder.resolve("whole"));
      Unfinished.deleteAll();
    }
    assertThat(folder.resolve("whole").toFile().list()).hasSize(FILES);
    assertThat(folder.resolve("aside")).doesNotExist();
  }

  @Test
  void whatIsBeingDeletedIsNotRenamed() throws Exception {
    try (Unfinished aside = written()) {
      Thread interruption = new Thread(Unfinished::deleteAll);
      interruption.start();
      String[] left;
      do {
        left = aside.path().toFile().list();
      } while (left != null && left.length == FILES);
      assertThatThrownBy(() -> aside.moveTo(folder.resolve("half")))
          .isInstanceOf(NoSuchFileException.class);
      interruption.join();
    }
    assertThat(folder).isEmptyDirectory();
  }
}
