package io.github.vaegraph.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files are opened where they are files, and read as far as they may go. */
@Timeout(60)
final class RegularFileTest {
  @TempDir Path folder = Path.of("");

  @Test
  void aFileIsReadUpToItsLimit() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "\u00e4bc");
    assertThat(RegularFile.text(file, 4)).isEqualTo("\u00e4bc");
    assertThatThrownBy(() -> RegularFile.text(file, 3)).hasMessage("4 bytes are too many");
    Files.write(file, new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> RegularFile.text(file, 3)).hasMessage("it is not UTF-8");
    assertThatThrownBy(() -> RegularFile.text(folder, 3)).hasMessageContaining("found a folder");
    assertThatThrownBy(() -> RegularFile.text(folder.resolve("none"), 3))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void pipesAndDevicesAreNotOpened() throws Exception {
    Path pipe = folder.resolve("pipe");
    Pipe.make(pipe);
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    Path zeros = Files.createSymbolicLink(folder.resolve("zeros"), Path.of("/dev/zero"));
    for (Path none : new Path[] {pipe, link, zeros}) {
      assertThatThrownBy(() -> RegularFile.bytes(none, 3))
          .isInstanceOf(IOException.class)
          .hasMessage("expected a regular file, found a device or pipe");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void noFileTakesThePlaceOfADeviceOrPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    Pipe.make(pipe);
    for (Path special : new Path[] {pipe, Path.of("/dev/stdout"), Path.of("/dev/null")}) {
      assertThatThrownBy(() -> Unfinished.file(special).close())
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("a file would take the place of a device or pipe");
      assertThatThrownBy(() -> Durable.replace(special, "text"))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(special + ": cannot be written (a file would take the place");
    }
    assertThat(folder.toFile().list()).containsExactly("pipe");
  }
}
