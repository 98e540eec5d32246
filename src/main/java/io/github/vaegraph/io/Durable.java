package io.github.vaegraph.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files that survive a loss of power once they are written. */
public final class Durable {
  private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

  private Durable() {}

  /** Waits until a file's bytes lie on the disk. */
  public static void file(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Waits until a folder's list of names lies on the disk. */
  public static void folder(Path folder) throws IOException {
    if (WINDOWS) {
      return; // which opens no folder as a file, and keeps their names by itself
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Waits until all files of a folder, and its folders' lists of names, lie on the disk. */
  public static void tree(Path root) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        folder(path);
      } else {
        file(path);
      }
    }
  }

  /**
   * Gives what was written aside its name, once its contents lie on the disk: a name that outlives
   * a power failure must not stand for contents that do not.
   *
   * @throws IOException when it cannot be flushed or renamed
   */
  public static void move(Unfinished aside, Path target) throws IOException {
    tree(aside.path());
    aside.moveTo(target);
    folder(target.toAbsolutePath().resolveSibling("."));
  }

  /**
   * Replaces a file by a text, or leaves it as it is: there is nothing in between.
   *
   * @throws IOException when it cannot be written, in one line with its path
   */
  public static void replace(Path file, String text) throws IOException {
    try (Unfinished aside = Unfinished.file(file)) {
      Files.writeString(aside.path(), text);
      move(aside, file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** In one line: the JDK's own words are a path alone, or none. */
  public static IOException unwritable(Path file, IOException e) {
    Path folder = file.toAbsolutePath().getParent();
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      return new IOException(file + ": not written, as this thread was interrupted", e);
    }
    if (folder != null && !Files.isDirectory(folder)) {
      return new IOException(
          file + ": cannot be written, its folder is gone; was it moved or deleted?", e);
    }
    return new IOException(
        "%s: cannot be written%s; is the folder writable and the disk not full?"
            .formatted(file, reason(e).map(why -> " (" + why + ")").orElse("")),
        e);
  }

  /** The exceptions of a file system carry the path of the file aside, and some nothing else. */
  private static Optional<String> reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return Optional.of("permission denied");
    }
    return e instanceof FileSystemException cause
        ? Optional.ofNullable(cause.getReason())
        : Optional.of(Problem.shortly(e).replaceFirst("^.*: cannot be written: ", ""));
  }
}
