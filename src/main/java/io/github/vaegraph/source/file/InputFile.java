package io.github.vaegraph.source.file;

import io.github.vaegraph.io.Decompression;
import io.github.vaegraph.io.Problem;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipException;

/**
 * A data file that was looked at: it exists, is not empty, and its first bytes are known.
 *
 * @param path the file
 * @param size its bytes on disk
 * @param gzip whether it is compressed, told by its first bytes and not by its name
 * @param kind what its first bytes are, uncompressed
 */
public record InputFile(Path path, long size, boolean gzip, Kind kind) {
  private static final int BUFFER = 1 << 16;

  private static final List<String> SUFFIXES =
      List.of(
          ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".gif", ".tif", ".tiff", ".webp",
          ".pbm", ".pgm", ".ppm", ".pnm");

  /** What a file's first bytes say that it is. */
  public enum Kind {
    IDX("IDX data", "\0\0"),
    NPY("a NumPy array", "\u0093NUMPY"),
    ZIP("a ZIP archive", "PK\u0003\u0004"),
    PNG("a PNG picture", "\u0089PNG"),
    JPEG("a JPEG picture", "\u00ff\u00d8\u00ff"),
    GIF("a GIF picture", "GIF8"),
    GZIP("gzip data", "\u001f\u008b"),
    LFS("a pointer of Git LFS (git lfs pull brings the file)", "version https://"),
    HTML("a web page", "<"),
    OTHER("something else", "");

    public final String words;
    private final String start;

    Kind(String words, String start) {
      this.words = words;
      this.start = start;
    }

    public boolean picture() {
      return this == PNG || this == JPEG || this == GIF;
    }

    private boolean starts(byte[] head, int length) {
      for (int i = 0; i < start.length(); i++) {
        if (i >= length || (head[i] & 0xff) != start.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private static Kind of(byte[] head, int length) {
      for (Kind kind : values()) {
        if (kind.starts(head, length)) {
          return kind;
        }
      }
      return OTHER;
    }
  }

  /** Whether a file's name is a picture's. */
  public static boolean namedPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && SUFFIXES.stream().anyMatch(name::endsWith);
  }

  /**
   * Looks at a file.
   *
   * @throws IOException when it is missing, a folder, empty, unreadable, or named .gz without being
   */
  public static InputFile open(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw Problem.at(path, "no such file");
    }
    if (Files.isDirectory(path)) {
      throw Problem.at(path, "expected a file, found a folder");
    }
    if (!Files.isRegularFile(path)) {
      throw Problem.at(path, "expected a regular file, found a device or pipe");
    }
    try {
      long size = Files.size(path);
      if (size == 0) {
        throw Problem.at(path, "the file is empty; is the download complete?");
      }
      InputFile plain = new InputFile(path, size, false, kind(path, false));
      if (plain.kind == Kind.GZIP) {
        return new InputFile(path, size, true, kind(path, true));
      }
      if (path.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
        throw Problem.at(path, "expected gzip data as the name says, found %s", plain.kind.words);
      }
      return plain;
    } catch (FileSystemException | ZipException | EOFException e) {
      throw Problem.reading(path, e);
    }
  }

  private static Kind kind(Path path, boolean gzip) throws IOException {
    byte[] head = new byte[16];
    try (InputStream in = stream(path, gzip, false)) {
      return Kind.of(head, in.readNBytes(head, 0, head.length));
    }
  }

  /** The content, uncompressed and buffered. */
  InputStream stream() throws IOException {
    return stream(path, gzip, kind == Kind.OTHER);
  }

  private static InputStream stream(Path path, boolean gzip, boolean text) throws IOException {
    InputStream raw = Files.newInputStream(path);
    try {
      if (!gzip) {
        return new BufferedInputStream(raw, BUFFER);
      }
      return text ? Decompression.gzipText(raw) : Decompression.gzip(raw);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
