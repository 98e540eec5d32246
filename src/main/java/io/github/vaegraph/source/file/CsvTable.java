package io.github.vaegraph.source.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The rows of a CSV file as pixels and a label, without the header. */
final class CsvTable {
  private static final int SHOWN = 20; // of a cell that is no number
  private static final char UNREADABLE = '\ufffd'; // what decoders put for bytes of other encodings

  private final InputFile file;
  private final CsvFormat format;
  private final CsvColumns columns;
  private final int[] pixels; // their columns
  private final CsvNumbers numbers;

  /**
   * Looks at a file's first rows.
   *
   * @param given what of the options was asked for this file, and not recorded with others
   * @throws IOException when the file cannot be read, or has not the columns that the options name
   */
  CsvTable(InputFile file, ReadOptions options, ReadOptions given) throws IOException {
    this.file = file;
    format = CsvFormat.of(file);
    columns = CsvColumns.of(file.path(), format, options, given);
    pixels = columns.pixels();
    numbers = new CsvNumbers(format.separator());
  }

  /** Takes one row and says whether to go on. */
  interface RowReader {
    boolean accept(Row row) throws IOException;
  }

  /**
   * Hands over row after row.
   *
   * @throws IOException when the file cannot be read as CSV
   */
  void read(RowReader rows) throws IOException {
    try (CsvReader<CsvRecord> reader = CsvFormat.open(file, format.separator())) {
      int before = format.skipped() + (columns.hasHeader() ? 1 : 0);
      for (CsvRecord cells : reader) {
        if (before > 0) {
          before--;
        } else if (!rows.accept(new Row(cells))) {
          return;
        }
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw CsvFormat.problem(file, e);
    }
  }

  CsvColumns columns() {
    return columns;
  }

  /** Whether numbers were read that have a comma before their decimals. */
  boolean decimalComma() {
    return numbers.decimalComma();
  }

  /** One row. */
  final class Row {
    private final CsvRecord cells;

    private Row(CsvRecord cells) {
      this.cells = cells;
    }

    /** Number of columns that hold pixels. */
    int pixels() {
      return cells.getFieldCount() - (columns.count() - pixels.length);
    }

    /**
     * The label's text.
     *
     * @throws IOException when there is none
     */
    String label() throws IOException {
      String label = cells.getField(columns.label()).strip();
      if (label.isEmpty() || label.equalsIgnoreCase("nan")) {
        throw problem(
            "column %d: expected a label, found %s; fill it, remove the row, or say labelColumn(none) "
                + "and ignoredColumns(%d)",
            columns.label() + 1, label.isEmpty() ? "nothing" : label, columns.label() + 1);
      }
      if (label.indexOf(UNREADABLE) >= 0) {
        throw problem(
            "the label %s is no UTF-8, which would make one of several classes; save the file as "
                + "UTF-8",
            label);
      }
      return label;
    }

    /**
     * Holds the last column against the first rows, where it was empty.
     *
     * @throws IOException when it is not
     */
    void checkEmptyEnd() throws IOException {
      if (columns.emptyEnd() && !cells.getField(columns.count() - 1).isBlank()) {
        throw problem(
            "column %d: expected nothing as before, found '%s'",
            columns.count(), cells.getField(columns.count() - 1));
      }
    }

    /**
     * One pixel's number.
     *
     * @throws IOException when it is none
     */
    double pixel(int pixel) throws IOException {
      String text = cells.getField(pixels[pixel]);
      try {
        return numbers.parse(text);
      } catch (NumberFormatException e) {
        throw problem(
            "column %d: expected a number%s, found '%s'; %s",
            pixels[pixel] + 1,
            CsvNumbers.isNumber(text, ',') && numbers.decimalComma()
                ? " with a decimal comma as before"
                : "",
            text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text,
            remedy(pixels[pixel], text));
      }
    }

    private String remedy(int column, String text) {
      if (LostRow.FRACTION_AGAIN.matcher(text.strip()).matches()) {
        return LostRow.REMEDY;
      }
      if (text.strip().matches("\\d{1,3}(,\\d{3})+")) {
        return "write it without commas between its thousands";
      }
      if (text.strip().matches("[-+.\\deE]+(\\s+[-+.\\deE]+)+")) {
        return "it holds several numbers; write one pixel a column";
      }
      boolean free = columns.label() < 0;
      String ignore =
          "where that column holds no pixels, say ignoredColumns(%d)".formatted(column + 1);
      if (text.isBlank()) {
        return "fill what is missing, or " + ignore;
      }
      return free && (column == 0 || column == columns.count() - 1)
          ? "is it a label? say labelColumn(%s); %s"
              .formatted(column == 0 ? "first" : "last", ignore)
          : ignore;
    }

    /** An error in this row. */
    IOException problem(String format, Object... arguments) {
      return Problem.at(file.path(), "%s: %s", this, String.format(Locale.ROOT, format, arguments));
    }

    @Override
    public String toString() {
      return "line " + cells.getStartingLineNumber();
    }
  }
}
