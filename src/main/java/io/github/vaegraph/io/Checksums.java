package io.github.vaegraph.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checksums of a folder's files, in the form of {@code sha256sum}: hexadecimal digits, two
 * blanks, the file's name.
 */
public final class Checksums {
  private static final String FILE = "SHA256SUMS";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([\\w.-]+)");
  private static final int MAX_BYTES = 1 << 16;

  private Checksums() {}

  /** Writes the checksums of a folder's files beside them. */
  public static void write(Path folder) throws IOException {
    StringBuilder sums = new StringBuilder();
    for (Path file : files(folder)) {
      sums.append("%s  %s\n".formatted(Sha256.of(file), file.getFileName()));
    }
    Files.writeString(folder.resolve(FILE), sums);
  }

  /**
   * What is wrong with a folder, in one line; empty when all its files are as they were written.
   *
   * @param what the folder is, in the line's words
   */
  public static Optional<String> problem(Path folder, String what) {
    Path at = folder.resolve(FILE);
    try {
      SortedMap<String, String> expected = expected(at);
      for (Path file : files(folder)) {
        at = file;
        String sum = expected.remove(file.getFileName().toString());
        if (!Sha256.of(file).equals(sum)) {
          return Optional.of(
              "%s: the %s cannot be read: damaged, its SHA-256 is not that of %s"
                  .formatted(file, what, FILE));
        }
      }
      return expected.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "%s: the %s cannot be read: the file is missing"
                  .formatted(folder.resolve(expected.firstKey()), what));
    } catch (IOException e) {
      return Optional.of("%s: the %s cannot be read: %s".formatted(at, what, why(e)));
    }
  }

  /** The checksums by the files' names. */
  private static SortedMap<String, String> expected(Path file) throws IOException {
    SortedMap<String, String> sums = new TreeMap<>();
    for (String line : RegularFile.text(file, MAX_BYTES).lines().toList()) {
      Matcher sum = LINE.matcher(line);
      if (!sum.matches()) {
        throw new IOException("expected a SHA-256 and a file's name in each line");
      }
      sums.put(sum.group(2), sum.group(1));
    }
    return sums;
  }

  private static String why(IOException e) {
    return e instanceof NoSuchFileException
        ? "the file is missing"
        : String.valueOf(e.getMessage());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith(FILE)).sorted().toList();
    }
  }
}
