package io.github.vaegraph.table;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.io.Unfinished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a CSV file of one line an image, which begins with the image's file, or its row where it
 * has none. It is written aside and given its name when all is there.
 */
final class CsvRows implements AutoCloseable {
  private final Path out;
  private final Split split;
  private final List<String> labelNames;
  private final Unfinished aside;
  private final CsvWriter csv;
  private boolean closed;

  /**
   * Begins; {@link #header} comes first.
   *
   * @param labelNames a name a class index
   * @throws IOException when nothing can be written there
   */
  CsvRows(Path out, Split split, List<String> labelNames) throws IOException {
    this.out = out;
    this.split = split;
    this.labelNames = labelNames;
    aside = Unfinished.file(out.toAbsolutePath());
    csv = CsvWriter.builder().build(aside.path());
  }

  /** What the first column is called. */
  static String first(Split split) {
    return split.images().named() ? "file" : "row";
  }

  boolean labelled() {
    return split.labelled();
  }

  /** The name of an image's class. */
  String label(int image) {
    return labelNames.get(split.labels()[image]);
  }

  /** Writes the names of the columns behind the first. */
  void header(List<String> names) throws IOException {
    write(first(split), names);
  }

  /** Writes an image's line. */
  void row(int image, List<String> cells) throws IOException {
    write(split.images().name(image), cells);
  }

  private void write(String name, List<String> cells) throws IOException {
    List<String> row = new ArrayList<>(List.of(name));
    row.addAll(cells);
    try {
      csv.writeRecord(row);
    } catch (UncheckedIOException e) { // what the CSV library makes of a full disk
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Gives the file its name. */
  void finish() throws IOException {
    closed = true;
    csv.close();
    aside.moveTo(out.toAbsolutePath());
  }

  @Override
  public void close() throws IOException {
    try (aside) { // closing the stream may fail on a full disk
      if (!closed) {
        closed = true;
        csv.close();
      }
    }
  }
}
