package io.github.vaegraph.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Where a table can be written to, which is asked before anything is computed for it. */
public final class TableFile {
  private TableFile() {}

  /** Whether a file's name is that of CSV. */
  public static boolean csv(Path file) {
    return ends(file, ".csv");
  }

  /** Whether a file's name has this ending. */
  public static boolean ends(Path file, String ending) {
    return String.valueOf(file.getFileName()).endsWith(ending);
  }

  /**
   * Refuses a file that cannot be written.
   *
   * @param option the option that names it
   * @param endings those that tell a format
   * @throws IllegalArgumentException when the ending is none of these
   * @throws IOException when there is no folder to write into, or a folder of this name
   */
  public static void check(String option, Path out, String... endings) throws IOException {
    List<String> known = Arrays.asList(endings);
    if (known.stream().noneMatch(ending -> ends(out, ending))) {
      throw new IllegalArgumentException(
          "%s: expected a name in %s, found %s"
              .formatted(option, known.stream().collect(Collectors.joining(" or ")), out));
    }
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(
          "%s: the folder %s does not exist; create it or choose another".formatted(out, folder));
    }
    if (Files.isDirectory(out)) {
      throw new IOException(out + ": expected a file to write, found a folder");
    }
  }
}
