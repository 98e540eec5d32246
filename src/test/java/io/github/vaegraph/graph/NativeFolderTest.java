package io.github.vaegraph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Native libraries are loaded from where nobody else can put any. */
@DisabledOnOs(OS.WINDOWS)
final class NativeFolderTest {
  private static final Path NOWHERE = Path.of("/dev/null");

  @TempDir Path given = Path.of("");
  private Path base = Path.of("");
  private Path temporary = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    base = given.toRealPath();
    temporary = mode("rwxrwxrwx", Files.createDirectory(base.resolve("tmp")));
  }

  private static Path mode(String permissions, Path path) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private Path find(Path home) throws IOException {
    return NativeFolder.find(Optional.empty(), home, temporary);
  }

  private Path named(Path folder) throws IOException {
    return NativeFolder.find(Optional.of(folder.toString()), NOWHERE, temporary);
  }

  @Test
  void theUsualFolderIsMadeForItsOwnerAlone() throws IOException {
    Path folder = find(base);
    assertThat(folder).isEqualTo(base.resolve(".javacpp/cache")).isEmptyDirectory();
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(find(base)).isEqualTo(folder);
  }

  @Test
  void whereTheHomeCannotBeWrittenAFolderOfThisUsersAloneIsFoundAgain() throws IOException {
    Path planted = Files.createDirectories(temporary.resolve(".javacpp-root/cache"));
    for (Path home : new Path[] {NOWHERE, NOWHERE, Path.of("?")}) {
      Path folder = find(home);
      assertThat(folder).hasParent(temporary).isNotEqualTo(planted);
      assertThat(folder.getFileName().toString()).startsWith("vaegraph-natives-");
      assertThat(mode(folder)).isEqualTo("rwx------");
      assertThat(temporary).isDirectoryNotContaining("glob:**owner*");
    }
    assertThat(Path.of("?")).doesNotExist();
  }

  @Test
  void whatSomebodyHasPutInItsPlaceIsRefused() throws IOException {
    Path folder = find(NOWHERE);
    mode("rwxrwxrwx", folder);
    assertRefused(() -> find(NOWHERE), folder, "no folder of this user's alone");
    Files.delete(folder);
    Files.createSymbolicLink(folder, Files.createDirectory(base.resolve("theirs")));
    assertRefused(() -> find(NOWHERE), folder, "no folder of this user's alone");
  }

  @Test
  void whatOthersMayWriteIsTakenNeitherFromTheHomeNorByName() throws IOException {
    Path usual = mode("rwxrwxrwx", find(base));
    assertThat(find(base)).hasParent(temporary);
    assertRefused(() -> named(usual), usual, "written by everybody");
    // Nor where only what is in it, or a folder above it, can be written.
    mode("rwxr-xr-x", usual);
    assertThat(find(base)).isEqualTo(usual);
    Path inner = mode("rwxrwxrwx", Files.createDirectories(usual.resolve("a.jar/b")));
    assertRefused(() -> named(usual), usual, inner + " may be written by everybody");
    mode("rwx------", usual);
    assertThat(named(usual)).isEqualTo(usual);
    Path above = mode("rwxrwxrwx", base.resolve(".javacpp"));
    assertRefused(() -> named(usual), usual, above + " may be written by everybody");
  }

  @Test
  void aFolderUnderALinkIsTheOneThatItLeadsTo() throws IOException {
    Path disk = Files.createDirectory(base.resolve("disk"));
    mode("rwxr-xr-x", disk);
    Path home = Files.createDirectory(base.resolve("home"));
    Files.createSymbolicLink(home.resolve(".javacpp"), disk);
    assertThat(find(home)).isEqualTo(disk.resolve("cache"));
  }

  @Test
  void whatCannotBeWrittenNamesTheSetting() {
    assertRefused(() -> named(NOWHERE.resolve("x")), NOWHERE.resolve("x"), "Not a directory");
    assertRefused(
        () -> NativeFolder.find(Optional.empty(), NOWHERE, NOWHERE),
        NOWHERE.resolve(".javacpp/cache"),
        "found");
  }

  private interface Finding {
    Path find() throws IOException;
  }

  private static void assertRefused(Finding finding, Path named, String found) {
    assertThatThrownBy(finding::find)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(named + ": ")
        .hasMessageContaining("JAVA_TOOL_OPTIONS=-Dorg.bytedeco.javacpp.cachedir=DIR")
        .hasMessageContaining(found);
  }
}
