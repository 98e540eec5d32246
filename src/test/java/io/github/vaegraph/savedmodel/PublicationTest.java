package io.github.vaegraph.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Versions appear whole, and what an interrupted publication left is cleared away. */
final class PublicationTest {
  @TempDir Path base = Path.of("");
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  private List<String> entries() throws IOException {
    try (Stream<Path> entries = Files.list(base.resolve("m"))) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private Publication begin() throws IOException {
    return Publication.begin(base.resolve("m"), warnings::add);
  }

  private Path publish(int keep) throws IOException {
    try (Publication publication = begin()) {
      Files.writeString(publication.aside().resolve("saved_model.pb"), "graph");
      Path published = publication.publish();
      publication.keep(keep);
      return published;
    }
  }

  @Test
  void versionIsSeenOnlyWhenItIsWhole() throws IOException {
    try (Publication publication = begin()) {
      Files.writeString(publication.aside().resolve("saved_model.pb"), "graph");
      assertThat(entries()).noneMatch(name -> name.matches("\\d+"));
      assertThat(publication.publish()).isEqualTo(base.resolve("m/1"));
    }
    assertThat(entries()).containsExactly(".lock", "1");
    assertThat(base.resolve("m/1/saved_model.pb")).hasContent("graph");
    assertThat(warnings).isEmpty();
  }

  @Test
  void ofWhatIsNotPublishedTheLockAloneStays() throws IOException {
    try (Publication publication = begin()) {
      Files.writeString(publication.aside().resolve("saved_model.pb"), "gra");
    }
    assertThat(entries()).containsExactly(".lock");
    publish(9);
    begin().close();
    assertThat(entries()).containsExactly(".lock", "1");
  }

  @Test
  void leftoversOfAKilledProgramAreCleared() throws IOException {
    publish(9);
    Files.createDirectories(base.resolve("m/.partial-123/variables"));
    Files.writeString(base.resolve("m/.partial-123/variables/data"), "half");
    Files.createDirectories(base.resolve("m/.removed-7/variables"));
    publish(9);
    assertThat(entries()).containsExactly(".lock", "1", "2");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aVersionHasThePermissionsOfAnyFolderThatThisUserMakes() throws IOException {
    Path plain = Files.createDirectory(base.resolve("plain"));
    assertThat(Files.getPosixFilePermissions(publish(9)))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void versionsAreAllNumbersOf64Bits() throws IOException {
    publish(9);
    for (String name : List.of("1700000000000000000", "007", "9223372036854775808", "-3", "1e3")) {
      Files.createDirectory(base.resolve("m").resolve(name));
      Files.writeString(base.resolve("m").resolve(name).resolve("saved_model.pb"), "graph");
    }
    assertThat(ModelVersions.newestModel(base.resolve("m")))
        .contains(base.resolve("m/1700000000000000000"));
    assertThat(ModelVersions.models(base.resolve("m")))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("1", "007", "1700000000000000000");
    assertThat(publish(9)).isEqualTo(base.resolve("m/1700000000000000001"));
  }

  @Test
  void afterTheHighestVersionThereIsNone() throws IOException {
    Files.createDirectories(base.resolve("m/9223372036854775806"));
    assertThat(publish(9)).isEqualTo(base.resolve("m/9223372036854775807"));
    assertThatThrownBy(() -> publish(9))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("m: no version is higher than 9223372036854775807, which is taken");
    assertThat(entries()).containsExactly(".lock", "9223372036854775806", "9223372036854775807");
  }

  @Test
  void anInterruptedThreadIsTold() throws IOException {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> begin().close())
        .isInstanceOf(IOException.class)
        .hasMessage(base.resolve("m") + ": not written, as this thread was interrupted");
    assertThat(Thread.interrupted()).isTrue();
    try (Publication publication = begin()) {
      Files.writeString(publication.aside().resolve("saved_model.pb"), "graph");
      Thread.currentThread().interrupt();
      assertThatThrownBy(publication::publish)
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith(": not written, as this thread was interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(entries()).containsExactly(".lock");
  }

  @Test
  void anExportThatDoesNotEndIsNamedAndNotWaitedForForever() throws Exception {
    try (Publication first = begin()) {
      assertThat(first.aside()).exists();
      assertThatThrownBy(
              () ->
                  Publication.begin(base.resolve("m"), warnings::add, Duration.ofMillis(1200))
                      .close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("m: another export, another thread of this program, has not ended");
      assertThat(warnings)
          .containsExactly(
              base.resolve("m")
                  + ": waiting for another export to end, another thread of this program");
    }
    assertThat(publish(9)).isEqualTo(base.resolve("m/1"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatCannotBeDeletedIsToldAndInNobodysWay() throws IOException {
    Path old = publish(9);
    Path outer = deep(old);
    deep(base.resolve("inner"));
    // Now some paths are longer than Linux takes: not even root deletes them.
    Files.move(base.resolve("inner"), outer.resolve("inner"));
    try {
      assertThat(publish(1)).isEqualTo(base.resolve("m/2"));
      assertThat(warnings).hasSize(2).first().asString().isEqualTo("--keep 1: removed " + old);
      assertThat(publish(1)).isEqualTo(base.resolve("m/3"));
      assertThat(warnings)
          .filteredOn(line -> !line.startsWith("--keep 1: removed "))
          .hasSize(2)
          .allMatch(line -> line.startsWith(base.resolve("m/.removed-1-").toString()))
          .allMatch(line -> line.contains("servers skip it, but it cannot be deleted"));
      assertThat(entries()).hasSize(3).contains(".lock", "3");
    } finally {
      try (DirectoryStream<Path> removed =
          Files.newDirectoryStream(base.resolve("m"), ".removed-*")) {
        Path moved = removed.iterator().next().resolve(old.relativize(outer));
        Files.move(moved.resolve("inner"), base.resolve("inner"));
      }
    }
  }

  private static Path deep(Path folder) throws IOException {
    Path deepest = folder;
    for (int i = 0; i < 10; i++) {
      deepest = deepest.resolve("d".repeat(250));
    }
    return Files.createDirectories(deepest);
  }

  @Test
  void newestVersionsStay() throws IOException {
    for (int i = 1; i <= 11; i++) {
      publish(20);
    }
    Files.createDirectory(base.resolve("m/5000")); // nobody's model, and nothing to remove
    Files.createDirectory(base.resolve("m/latest"));
    assertThat(publish(3)).isEqualTo(base.resolve("m/5001"));
    assertThat(entries()).containsExactly(".lock", "10", "11", "5000", "5001", "latest");
    assertThat(publish(1)).isEqualTo(base.resolve("m/5002"));
    assertThat(entries()).containsExactly(".lock", "5000", "5002", "latest");
  }

  @Test
  void publicationsAtOnceGetVersionsOfTheirOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Path>> published = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      published.add(threads.submit(() -> publish(9)));
    }
    for (Future<Path> each : published) {
      assertThat(each.get().resolve("saved_model.pb")).hasContent("graph");
    }
    threads.shutdown();
    assertThat(entries()).hasSize(9);
  }

  @Test
  void folderThatIsAFileIsNamed() throws IOException {
    Files.writeString(base.resolve("m"), "a file");
    for (int attempt = 0; attempt < 2; attempt++) { // the first has given its lock back
      assertThatThrownBy(this::begin)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("try --out");
    }
  }
}
