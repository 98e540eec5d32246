package io.github.vaegraph.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Files that others may have put there, opened only where they are files: who opens a named pipe
 * waits for a writer that may never come, and a device has no end. Links are followed. What is
 * thrown has no path in its words beside those of the JDK.
 */
public final class RegularFile {
  private RegularFile() {}

  /**
   * Refuses what is none.
   *
   * @throws java.nio.file.NoSuchFileException when there is nothing
   * @throws IOException when it is a folder, pipe or device
   */
  public static void check(Path file) throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    if (found.isDirectory()) {
      throw new IOException("expected a file, found a folder");
    }
    if (!found.isRegularFile()) {
      throw new IOException("expected a regular file, found a device or pipe");
    }
  }

  /** Opens one of any size. */
  public static InputStream open(Path file) throws IOException {
    check(file);
    return Files.newInputStream(file);
  }

  /**
   * All of a file.
   *
   * @param most how many bytes it may have
   * @throws IOException when it has more
   */
  public static byte[] bytes(Path file, int most) throws IOException {
    try (InputStream in = open(file)) {
      long size = Files.size(file);
      byte[] bytes = size > most ? new byte[0] : in.readNBytes(most);
      if (size > most || in.read() >= 0) { // or it has grown meanwhile
        throw new IOException("%d bytes are too many".formatted(Math.max(size, most + 1L)));
      }
      return bytes;
    }
  }

  /**
   * All of a file of UTF-8.
   *
   * @param most how many bytes it may have
   * @throws IOException when it has more, or is no text
   */
  public static String text(Path file, int most) throws IOException {
    byte[] bytes = bytes(file, most);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8", e);
    }
  }

  /**
   * Refuses a name to write a file under that a pipe or device has: a file would take its place.
   *
   * @throws FileSystemException when it is one, or a name of the system's own in {@code /dev}
   */
  static void checkReplaceable(Path target) throws FileSystemException {
    boolean special =
        Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target);
    if (special
        || target.toAbsolutePath().normalize().startsWith(Path.of("/dev/fd"))
        || Path.of("/dev").equals(target.toAbsolutePath().normalize().getParent())) {
      throw new FileSystemException(
          target.toString(), null, "a file would take the place of a device or pipe");
    }
  }
}
