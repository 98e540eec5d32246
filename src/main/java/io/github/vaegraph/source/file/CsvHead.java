package io.github.vaegraph.source.file;

import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What the first rows of a table show of its columns.
 *
 * @param first row, which may hold names
 */
record CsvHead(Path file, CsvFormat format, List<String> first) {
  private static final Set<String> INDEX_NAMES = Set.of("index", "id");
  private static final int SHOWN = 8; // names of columns in a message

  static CsvHead of(Path file, CsvFormat format) {
    return new CsvHead(file, format, format.head().get(0).stream().map(String::strip).toList());
  }

  /** Whether the last column is empty. */
  boolean endsEmpty() {
    return first.size() > 1
        && format.head().stream()
            .allMatch(row -> row.size() == first.size() && row.get(row.size() - 1).isBlank());
  }

  /**
   * Whether the first column is an index. pandas leaves its name empty, and reads that as Unnamed:
   * 0.
   */
  boolean startsWithIndex() {
    String name = first.get(0).toLowerCase(Locale.ROOT);
    boolean unnamed = name.isEmpty() || name.matches("unnamed: \\d+");
    boolean counting = format.head().size() > 1 && firstCounts(1);
    return first.size() > 1
        && (unnamed ? counting || names(1) : INDEX_NAMES.contains(name) && counting);
  }

  /** Whether the first column counts the rows that begin with this one, from 0 or from 1. */
  boolean firstCounts(int row) {
    List<List<String>> rows = format.head().subList(row, format.head().size());
    return counts(rows, 0) || counts(rows, 1);
  }

  /** Rows that were looked at, the first among them. */
  int rows() {
    return format.head().size();
  }

  private static boolean counts(List<List<String>> rows, int from) {
    return IntStream.range(0, rows.size())
        .allMatch(i -> rows.get(i).get(0).strip().equals(Integer.toString(from + i)));
  }

  /** Whether the first row from a column on is words, or counts from there. */
  private boolean names(int from) {
    boolean words = true;
    boolean counts = true;
    for (int i = from; i < first.size(); i++) {
      boolean number = number(first.get(i));
      words &= !number;
      counts &= !number || counts(i, from) || counts(i, from + 1);
    }
    return words || counts;
  }

  private boolean counts(int column, int from) {
    return first.get(column).equals(Integer.toString(column - from));
  }

  /** A column by its position from 1, else by its name; -1: none. */
  int column(String text) {
    return position(text) ? Integer.parseInt(text) - 1 : first.indexOf(text);
  }

  /** Whether a text is a position, and no name. */
  boolean position(String text) {
    return text.matches("[1-9]\\d{0,8}") && Integer.parseInt(text) <= first.size();
  }

  /** An error: there is no such column. */
  IOException none(String text, String purpose) {
    return Problem.at(
        file,
        "no column %s %s; the columns are %s%s",
        text,
        purpose,
        String.join(", ", first.stream().limit(SHOWN).map(CsvHead::shortened).toList()),
        first.size() > SHOWN ? ", ... (%d)".formatted(first.size()) : "");
  }

  /**
   * Whether the first row holds names: words for all pixels, or numbers that count the columns, 0,
   * 1, 2, ..., as pandas writes.
   */
  boolean isHeader(int[] pixels, IntPredicate isPixel) {
    boolean words = pixels.length > 0;
    boolean fromFirst = pixels.length > 2;
    boolean fromPixels = pixels.length > 2;
    for (int column = 0; column < first.size(); column++) {
      String cell = first.get(column);
      boolean pixel = isPixel.test(column);
      boolean name = !pixel && !number(cell); // of a label, or of what is ignored
      words &= !pixel || !number(cell);
      fromFirst &= name || cell.equals(Integer.toString(column));
      fromPixels &= name || (pixel && cell.equals(Integer.toString(column - pixels[0])));
    }
    return words || fromFirst || fromPixels;
  }

  private boolean number(String cell) {
    return CsvNumbers.isNumber(cell, format.separator());
  }

  /** As much of a cell as is shown. */
  static String shortened(String cell) {
    return cell.length() > 20 ? cell.substring(0, 20) + "..." : cell;
  }
}
