package io.github.vaegraph.source.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.io.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.ZipException;

/** The rows of a CSV file as pixels and a label, without the header. */
final class CsvTable {
  private static final int MAX_FIELDS = 1 << 24;
  private static final int MAX_FIELD = 1 << 12;
  private static final int MAX_ROW = 1 << 29;
  private static final int SHOWN = 20; // of a cell that is no number

  private final InputFile file;
  private final LabelColumn labelColumn;

  CsvTable(InputFile file, LabelColumn labelColumn) {
    this.file = file;
    this.labelColumn = labelColumn;
  }

  /** Takes one row and says whether to go on. */
  interface RowReader {
    boolean accept(Row row) throws IOException;
  }

  /**
   * Hands over row after row. A first row is taken for a header where no pixel is a number, or
   * where they count the columns: 0, 1, 2, ..., as pandas writes them.
   *
   * @throws IOException when the file cannot be read as CSV
   */
  void read(RowReader rows) throws IOException {
    try (CsvReader<CsvRecord> reader = open()) {
      boolean first = true;
      for (CsvRecord cells : reader) {
        Row row = new Row(cells);
        if (!(first && row.header()) && !rows.accept(row)) {
          return;
        }
        first = false;
      }
    } catch (CsvParseException | UncheckedIOException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      boolean compression = cause instanceof EOFException || cause instanceof ZipException;
      throw Problem.reading(file.path(), compression ? cause : e);
    }
  }

  private CsvReader<CsvRecord> open() throws IOException {
    return CsvReader.builder()
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
            file.stream(),
            StandardCharsets.UTF_8);
  }

  /** One row. */
  final class Row {
    private final CsvRecord cells;

    private Row(CsvRecord cells) {
      this.cells = cells;
    }

    /** Number of columns that hold pixels. */
    int pixels() {
      return cells.getFieldCount() - (labelColumn == LabelColumn.NONE ? 0 : 1);
    }

    /** The label's text. */
    String label() {
      return cells.getField(labelColumn == LabelColumn.FIRST ? 0 : pixels()).strip();
    }

    /**
     * One pixel's number.
     *
     * @throws IOException when it is none
     */
    double pixel(int pixel) throws IOException {
      String text = text(pixel);
      // Almost every cell is a byte's digits; they need no general parser.
      int small = smallNumber(text);
      if (small >= 0) {
        return small;
      }
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw problem(
            "column %d: expected a number, found '%s'",
            column(pixel) + 1, text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
      }
    }

    /** An error in this row. */
    IOException problem(String format, Object... arguments) {
      return Problem.at(file.path(), "%s: %s", this, String.format(Locale.ROOT, format, arguments));
    }

    private boolean header() {
      boolean labelCounts = labelColumn == LabelColumn.FIRST && label().equals("0");
      return words() || counts(0) || (labelCounts && counts(1));
    }

    /** Whether the pixels are from, from + 1, ...; two may well be so by chance. */
    private boolean counts(int from) {
      for (int i = 0; i < pixels(); i++) {
        if (!text(i).equals(Integer.toString(from + i))) {
          return false;
        }
      }
      return pixels() > 2;
    }

    private boolean words() {
      for (int i = 0; i < pixels(); i++) {
        if (isNumber(text(i))) {
          return false;
        }
      }
      return pixels() > 0;
    }

    private String text(int pixel) {
      return cells.getField(column(pixel));
    }

    private int column(int pixel) {
      return labelColumn == LabelColumn.FIRST ? pixel + 1 : pixel;
    }

    @Override
    public String toString() {
      return "line " + cells.getStartingLineNumber();
    }
  }

  private static int smallNumber(String text) {
    if (text.isEmpty() || text.length() > 3) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static boolean isNumber(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
