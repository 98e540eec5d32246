package io.github.vaegraph.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.signature.Floats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The codes of a CSV file. */
final class CodesCsv {
  private static final int SHOWN = 20; // of a cell that is no number

  private final Path file;
  private final int latentDim;
  private int[] columns = new int[0];

  CodesCsv(Path file, int latentDim) {
    this.file = file;
    this.latentDim = latentDim;
  }

  Floats read() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Problem.at(file, Files.exists(file) ? "expected a file" : "no such file");
    }
    List<float[]> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .detectBomHeader(true)
            // Rows of unequal length are ours to name.
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(file)) {
      for (CsvRecord cells : reader) {
        if (columns.length == 0 && header(cells)) {
          continue;
        }
        rows.add(row(cells));
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw Problem.reading(file, e);
    }
    if (rows.isEmpty()) {
      throw Problem.at(file, "expected codes, found no row of numbers");
    }
    float[] values = new float[Math.multiplyExact(rows.size(), latentDim)];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, values, i * latentDim, latentDim);
    }
    return new Floats(rows.size(), latentDim, values);
  }

  /** Settles the columns by the first row, and says whether it is one of names. */
  private boolean header(CsvRecord first) throws IOException {
    List<String> names = first.getFields().stream().map(String::strip).toList();
    int[] means = IntStream.range(0, latentDim).map(i -> names.indexOf("mean" + i)).toArray();
    if (names.contains("mean0")) {
      if (Arrays.stream(means).anyMatch(at -> at < 0) || names.contains("mean" + latentDim)) {
        throw Problem.at(
            file,
            "expected the columns mean0 to mean%d, found others; are the codes another model's?",
            latentDim - 1);
      }
      columns = means;
      return true;
    }
    if (names.size() != latentDim) {
      throw Problem.at(
          file,
          "expected %d numbers a row, or the columns mean0 to mean%d as vae encode writes, found %d"
              + " columns",
          latentDim,
          latentDim - 1,
          names.size());
    }
    columns = IntStream.range(0, latentDim).toArray();
    return names.stream().noneMatch(CodesCsv::number);
  }

  private float[] row(CsvRecord cells) throws IOException {
    float[] row = new float[latentDim];
    for (int i = 0; i < latentDim; i++) {
      String text = columns[i] < cells.getFieldCount() ? cells.getField(columns[i]).strip() : "";
      if (!number(text)) {
        throw Problem.at(
            file,
            "line %d, column %d: expected a number, found '%s'",
            cells.getStartingLineNumber(),
            columns[i] + 1,
            text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
      }
      row[i] = Float.parseFloat(text);
    }
    return row;
  }

  private static boolean number(String text) {
    try {
      Float.parseFloat(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
