package io.github.vaegraph.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipException;

/** Words errors: one line that says where, what was expected and what was found. */
public final class Problem {
  private Problem() {}

  /** An error in this file; the format tells what was expected, found and may help. */
  public static IOException at(Path file, String format, Object... arguments) {
    return new IOException(line(file + ": " + String.format(Locale.ROOT, format, arguments)));
  }

  /** An error that the system or a library raised while this file was read. */
  public static IOException reading(Path file, Throwable cause) {
    return new IOException(line(file + ": " + reason(cause)), cause);
  }

  private static String reason(Throwable cause) {
    // The messages of these hold a path and nothing else.
    if (cause instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
      return reason(unchecked.getCause());
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied; may this user read it?";
    }
    if (cause instanceof NoSuchFileException) {
      return "no such file";
    }
    if (cause instanceof FileSystemLoopException) {
      return "this symbolic link leads back to a folder above it; remove the link";
    }
    if (cause instanceof EOFException) {
      return "the compressed data end too early; is the download complete?";
    }
    if (cause instanceof Decompression.GrowthException) {
      return shortly(cause);
    }
    if (cause instanceof ZipException) {
      return "the compressed data are damaged (%s); fetch the file again"
          .formatted(cause.getMessage());
    }
    if (cause instanceof OutOfMemoryError) {
      return "does not fit into the memory Java may use; start Java with a larger -Xmx";
    }
    return "cannot be read: " + shortly(cause);
  }

  /** The reason in the words of the exception, or its kind where it has none. */
  public static String shortly(Throwable cause) {
    String message = cause.getMessage();
    return line(message == null ? cause.getClass().getSimpleName() : message);
  }

  /** The message on one line, with nothing unseen in it that quoted input may hold. */
  public static String line(String message) {
    return Visible.line(message);
  }
}
