package io.github.vaegraph.source.file;

import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image that pandas took for names of columns. Names differ, so what was 0 again and again is
 * written as 0, 0.1, 0.2, ...: numbers all the same, and none of the image's.
 */
final class LostRow {
  private static final Pattern AGAIN = Pattern.compile("(\\d+)\\.([1-9]\\d{0,7})");
  private static final Pattern FRACTION = Pattern.compile("[-+]?\\d*\\.\\d.*");

  /** What stands for a repeated fraction, 0.5.1, which is no number. */
  static final Pattern FRACTION_AGAIN = Pattern.compile("\\d*\\.\\d+\\.\\d+");

  static final String REMEDY =
      "pandas took an image for names: read that file with header=None and write it with header=False";

  private LostRow() {}

  /**
   * Refuses a first row in which no value comes twice, all fractions count repeated values, and
   * which stands above whole numbers.
   *
   * @param rows the first ones
   * @throws IOException when it is such a row
   */
  static void refuse(Path file, List<List<String>> rows) throws IOException {
    List<String> row = rows.get(0).stream().map(String::strip).toList();
    Set<String> cells = new HashSet<>(row);
    boolean whole =
        rows.size() > 1
            && rows.subList(1, rows.size()).stream()
                .flatMap(List::stream)
                .noneMatch(cell -> FRACTION.matcher(cell.strip()).matches());
    if (cells.size() < row.size() || !whole) {
      return;
    }
    int again = 0;
    String shown = "";
    for (String cell : row) {
      Matcher matcher = AGAIN.matcher(cell);
      if (matcher.matches()) {
        int count = Integer.parseInt(matcher.group(2));
        String before = matcher.group(1) + (count == 1 ? "" : "." + (count - 1));
        if (!cells.contains(before)) {
          return;
        }
        again++;
        shown = shown.isEmpty() ? before + ", " + cell : shown;
      } else if (FRACTION.matcher(cell).matches()) {
        return;
      }
    }
    if (again > 1) {
      throw Problem.at(
          file, "the first row holds %s where the others are whole numbers; %s", shown, REMEDY);
    }
  }
}
