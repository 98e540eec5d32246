package io.github.vaegraph.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

/** What is written aside is deleted, or renamed, whole. */
final class UnfinishedTest {
  private static final int FILES = 1000;

  @TempDir Path folder = Path.of("");

  private Unfinished written() throws IOException {
    Unfinished aside = Unfinished.folder(folder, "aside");
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
    assertThat(folder).isDirectoryNotContaining("glob:**aside*");
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

  @Test
  void aFileTakesThePlaceOfAnotherInOneStep() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    try (Unfinished aside = Unfinished.file(file);
        Unfinished another = Unfinished.file(file)) {
      assertThat(aside.path()).isNotEqualTo(another.path()).hasParent(folder.toAbsolutePath());
      Files.writeString(aside.path(), "new");
      assertThat(file).hasContent("old");
      aside.moveTo(file);
    }
    assertThat(file).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void anInterruptionLeavesALastingOneAndDeletesTheOthers() throws IOException {
    Path whole = folder.resolve("whole");
    try (Unfinished lasting = Unfinished.lasting(folder.resolve("lasting"));
        Unfinished file = Unfinished.file(whole)) {
      Unfinished.deleteAll();
      assertThat(file.path()).doesNotExist();
      lasting.moveTo(whole);
    }
    assertThat(whole).isEmptyDirectory();
  }

  @Test
  void whatAnEarlierAttemptLeftIsDeletedAndNoLinkFollowed() throws IOException {
    Path theirs =
        Files.writeString(Files.createDirectory(folder.resolve("theirs")).resolve("a"), "");
    Path name = folder.resolve("name.partial");
    try {
      Files.createSymbolicLink(name, theirs.getParent());
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "this system lets nobody make links");
    }
    try (Unfinished again = Unfinished.lasting(name)) {
      assertThat(again.path()).isEmptyDirectory();
    }
    assertThat(theirs).exists();
  }

  @Test
  void aDurableReplacementIsWholeAndLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("file");
    Durable.replace(file, "old");
    Durable.replace(file, "new");
    assertThat(file).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("file");
    assertThatThrownBy(() -> Durable.replace(folder.resolve("gone/file"), "new"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone/file: cannot be written, its folder is gone");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkIsReplacedAndWhatItLedToLeftAlone() throws IOException {
    Path theirs = Files.writeString(folder.resolve("theirs"), "kept");
    Path file = Files.createSymbolicLink(folder.resolve("file"), theirs);
    // Names that could be foreseen are none of those that are written to.
    for (String foreseen : List.of("file.partial", ".file.partial", "file.tmp")) {
      Files.createSymbolicLink(folder.resolve(foreseen), theirs);
    }
    Durable.replace(file, "new");
    assertThat(file).hasContent("new").isRegularFile();
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(theirs).hasContent("kept");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileHasThePermissionsOfAnyThatThisUserMakes() throws IOException {
    Path plain = Files.createFile(folder.resolve("plain"));
    Path file = folder.resolve("file");
    Durable.replace(file, "new");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
  }

  /** Programs differ from threads by nothing here but the names of what they write aside. */
  @Test
  void ofWritersAtOnceOneIsWholeAndNoneFails() throws Exception {
    Path file = folder.resolve("file");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> writers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String text = String.valueOf((char) ('a' + t)).repeat(100_000);
      writers.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 20; i++) {
                  Durable.replace(file, text);
                  assertThat(Files.readString(file)).hasSize(100_000).matches("(.)\\1*+");
                }
                return null;
              }));
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    threads.shutdown();
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void anInterruptedThreadIsNotAskedAboutItsDisk() {
    Path file = folder.resolve("file");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Durable.replace(file, "new"))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": not written, as this thread was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
