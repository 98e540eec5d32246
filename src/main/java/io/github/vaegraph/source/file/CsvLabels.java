package io.github.vaegraph.source.file;

import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Columns of tables that are labels by their names. */
final class CsvLabels {
  private static final Set<String> NAMES = Set.of("label", "labels", "class", "target", "category");

  private CsvLabels() {}

  /**
   * A label in the place of a pixel would be learnt as one, and a pixel be taken for the label.
   *
   * @param header names of all columns
   * @param pixels the columns that would be read as pixels
   * @throws IOException when one of them has a label's name
   */
  static void refuseAmongPixels(Path file, List<String> header, int[] pixels) throws IOException {
    for (int column : pixels) {
      String name = header.get(column).strip();
      if (NAMES.contains(name.toLowerCase(Locale.ROOT))) {
        String place =
            column == pixels[0]
                ? "labelColumn(first) or "
                : column == pixels[pixels.length - 1]
                    ? "labelColumn(last) or "
                    : "labelColumn(%s) or ".formatted(name);
        throw Problem.at(
            file,
            "column %d is named %s, but would be read as a pixel; say %signoredColumns(%s)",
            column + 1,
            name,
            place,
            name);
      }
    }
  }
}
