package io.github.vaegraph.source.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.vaegraph.io.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * What stands between the fields of a CSV file, found by looking at its first rows.
 *
 * @param separator a comma, semicolon, tab, bar or space
 * @param skipped rows before the first: comments, and what tells Excel the separator
 * @param head the first rows, each a list of cells
 */
record CsvFormat(char separator, int skipped, List<List<String>> head) {
  private static final char[] SEPARATORS = {',', ';', '\t', '|', ' '};
  private static final int LOOKED_AT = 10;
  private static final int MOST_COMMENTS = 100;
  private static final int MAX_FIELDS = 1 << 24;
  private static final int MAX_FIELD = 1 << 12;
  private static final int MAX_ROW = 1 << 29;

  /**
   * The separator that makes most cells numbers; of those that do, the one that makes most cells.
   *
   * @throws IOException when the file cannot be read
   */
  static CsvFormat of(InputFile file) throws IOException {
    CsvFormat best = new CsvFormat(',', 0, List.of());
    for (char separator : SEPARATORS) {
      CsvFormat format = of(separator, head(file, separator));
      boolean better =
          format.numbers() > best.numbers()
              || (format.numbers() == best.numbers() && format.cells() > best.cells());
      if (separator == ',' || (better && format.numbers() > 0 && format.consistent())) {
        best = format;
      }
    }
    if (best.head.isEmpty()) {
      refuseUnreadable(file);
    }
    return best;
  }

  private static CsvFormat of(char separator, List<List<String>> rows) {
    int skipped = comments(rows);
    List<List<String>> head = rows.subList(skipped, Math.min(skipped + LOOKED_AT, rows.size()));
    return new CsvFormat(separator, skipped, named(head, separator));
  }

  /** The first rows, where R's write.table has left out the name of the rows' own names. */
  private static List<List<String>> named(List<List<String>> rows, char separator) {
    boolean nameless =
        rows.size() > 1
            && rows.get(0).stream().noneMatch(cell -> CsvNumbers.isNumber(cell, separator))
            && IntStream.range(1, rows.size())
                .allMatch(
                    i ->
                        rows.get(i).size() == rows.get(0).size() + 1
                            && (rows.get(i).get(0).equals(Integer.toString(i))
                                || !CsvNumbers.isNumber(rows.get(i).get(0), separator)));
    if (!nameless) {
      return List.copyOf(rows);
    }
    List<List<String>> named = new ArrayList<>(rows);
    named.set(0, Stream.concat(Stream.of(""), rows.get(0).stream()).toList());
    return List.copyOf(named);
  }

  /** How many rows stand before the others and are not like them; # may begin a header too. */
  private static int comments(List<List<String>> rows) {
    int last = 0;
    while (last < rows.size() && comment(rows.get(last))) {
      last++;
    }
    if (last == rows.size()) {
      return 0;
    }
    int skipped = 0;
    while (skipped < last && rows.get(skipped).size() != rows.get(last).size()) {
      skipped++;
    }
    return skipped;
  }

  private static boolean comment(List<String> row) {
    return row.get(0).startsWith("#") || row.get(0).matches("sep=.?");
  }

  /** Says why no separator makes a first row: there is none, or it cannot be read. */
  private static void refuseUnreadable(InputFile file) throws IOException {
    try (CsvReader<CsvRecord> reader = open(file, ',')) {
      if (!reader.iterator().hasNext()) {
        throw Problem.at(file.path(), "no images in it");
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw problem(file, e);
    }
  }

  /** What a reader raised, in our words. */
  static IOException problem(InputFile file, RuntimeException raised) {
    Throwable cause = raised.getCause() == null ? raised : raised.getCause();
    boolean compression = cause instanceof EOFException || cause instanceof ZipException;
    return Problem.reading(file.path(), compression ? cause : raised);
  }

  /** Opens the file to be read with a separator. */
  static CsvReader<CsvRecord> open(InputFile file, char separator) throws IOException {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .detectBomHeader(true)
        // Rows of unequal length are ours to name.
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .build(
            CsvRecordHandler.builder()
                .maxFields(MAX_FIELDS)
                .maxFieldSize(MAX_FIELD)
                .maxRecordSize(MAX_ROW)
                .build(),
            separator == ' ' ? new BlankRuns(file.stream()) : file.stream(),
            StandardCharsets.UTF_8);
  }

  /** The first rows as far as they can be read. */
  private static List<List<String>> head(InputFile file, char separator) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = open(file, separator)) {
      for (CsvRecord row : reader) {
        rows.add(row.getFields());
        if (rows.size() == LOOKED_AT + MOST_COMMENTS
            || (rows.size() >= LOOKED_AT && !comment(rows.get(rows.size() - LOOKED_AT)))) {
          break;
        }
      }
    } catch (CsvParseException | UncheckedIOException e) {
      // A wrong separator makes fields too long; what is wrong with the right one is said later.
      return rows;
    } catch (EOFException | ZipException e) {
      throw Problem.reading(file.path(), e);
    }
    return rows;
  }

  /** Which share of the cells below the first row are numbers; of those in it, if it is alone. */
  private double numbers() {
    List<String> cells = below().stream().flatMap(List::stream).toList();
    return cells.isEmpty() || cells() < 2
        ? 0
        : cells.stream().filter(cell -> CsvNumbers.isNumber(cell, separator)).count()
            / (double) cells.size();
  }

  private List<List<String>> below() {
    return head.size() > 1 ? head.subList(1, head.size()) : head;
  }

  private int cells() {
    return head.isEmpty() ? 0 : head.get(head.size() - 1).size();
  }

  private boolean consistent() {
    return head.stream().mapToInt(List::size).distinct().count() == 1;
  }
}
