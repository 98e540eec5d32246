package io.github.vaegraph.source.file;

import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.io.GrowingBytes;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A CSV file with one image a row, and perhaps its label in the first or last column.
 *
 * @param table images and labels
 * @param parts what was found and is to be said; its images are the table's, without labels
 */
public record CsvFile(Labelled table, Parts parts) {
  private static final int ODD = 100; // more labels than this are looked at

  /**
   * Reads all rows.
   *
   * @param given what of the options was asked for this file, and not recorded with others
   * @throws IOException when a row is not as long as the first, holds no number where a pixel
   *     should be, or a value out of range
   */
  static CsvFile read(InputFile file, ReadOptions options, ReadOptions given) throws IOException {
    return new Reader(file, options, given).read();
  }

  /** The parts of a file that is a whole set. */
  public static Parts parts(InputFile file, ReadOptions options, ReadOptions given)
      throws IOException {
    CsvFile csv = read(file, options, given);
    return Labelled.parts(csv.table, Optional.empty(), Optional.empty())
        .finding(csv.parts.found())
        .noting(csv.parts.notes());
  }

  /** One file under way. */
  private static final class Reader {
    private final InputFile file;
    private final ReadOptions options;
    private final CsvTable table;
    private final List<String> labels = new ArrayList<>();
    private final Map<String, String> words = new HashMap<>(); // each label's text, once
    private final GrowingBytes pixels;
    private byte[] row = new byte[0];

    Reader(InputFile file, ReadOptions options, ReadOptions given) throws IOException {
      this.file = file;
      this.options = options;
      table = new CsvTable(file, options, given);
      pixels = new GrowingBytes(file.path(), Math.min(file.size(), 1 << 20));
    }

    CsvFile read() throws IOException {
      // Whether 1 is white or nearly black shows only in the other values: they are read first.
      double max = options.maxValue().isPresent() ? options.maxValue().get() : max();
      Scale scale = Scale.of(options, max);
      table.read(
          cells -> {
            add(cells, scale);
            return true;
          });
      if (pixels.length() == 0) {
        throw Problem.at(file.path(), "no images in it");
      }
      ArrayForm form = ArrayForm.flat(file.path(), row.length, options, "");
      Parts parts =
          form.parts(Images.of(form.shape(), pixels.toArray()))
              .finding(
                  ReadOptions.with()
                      .shape(form.shape())
                      .maxValue(max)
                      .pixelColumns(KnownColumns.recorded(table.columns().pixelNames()))
                      .build())
              .noting(table.columns().notes())
              .noting(notes());
      return new CsvFile(new Labelled(parts.train().images(), labels), parts);
    }

    /** 255 where whole numbers above 1 occur, else 1. */
    private double max() throws IOException {
      double[] max = {1};
      table.read(
          cells -> {
            for (int i = 0; i < Math.min(cells.pixels(), table.columns().pixels().length); i++) {
              double value = cells.pixel(i);
              if (value > 1 && value == Math.rint(value)) {
                max[0] = Scale.BYTES;
                return false;
              }
            }
            return true;
          });
      if (max[0] > 1 && options.minValue().isPresent()) {
        throw Problem.at(
            file.path(),
            "which value stands for white? %s, or what the largest may be",
            range().remedy());
      }
      return max[0];
    }

    private void add(CsvTable.Row cells, Scale scale) throws IOException {
      if (pixels.length() == 0) {
        int columns = table.columns().pixels().length;
        ArrayForm form = ArrayForm.flat(file.path(), columns, options, hint(cells));
        row = new byte[form.shape().size()];
      }
      if (cells.pixels() != row.length) {
        throw cells.problem("expected %d pixels as before, found %d", row.length, cells.pixels());
      }
      for (int i = 0; i < row.length; i++) {
        double value = cells.pixel(i);
        if (!Pixels.valid(scale.share(value))) {
          throw cells.problem(
              "expected pixels %s, found %s; %s%s",
              scale,
              Range.text(value),
              range().remedy(),
              table.columns().label() < 0 ? "; or is a label among them?" : "");
        }
        row[i] = Pixels.of(scale.share(value));
      }
      cells.checkEmptyEnd();
      pixels.append(row, row.length);
      if (table.columns().label() >= 0) {
        String label = cells.label();
        labels.add(words.computeIfAbsent(label, word -> word));
      }
    }

    private Range range() throws IOException {
      Range range = new Range();
      table.read(
          cells -> {
            for (int i = 0; i < Math.min(cells.pixels(), table.columns().pixels().length); i++) {
              range.add(cells.pixel(i));
            }
            return true;
          });
      return range;
    }

    private String hint(CsvTable.Row first) {
      if (table.columns().label() >= 0) {
        return " (%s, without its label)".formatted(first);
      }
      return table.columns().firstCounts()
          ? " (%s; column 1 counts the rows: say ignoredColumns(1))".formatted(first)
          : " (%s; is one column a label? say labelColumn(first), labelColumn(last) or labelColumn(NAME))"
              .formatted(first);
    }

    private List<String> notes() {
      List<String> notes = new ArrayList<>();
      Object name = file.path().getFileName();
      if (table.decimalComma()) {
        notes.add("%s: commas were read as decimal commas".formatted(name));
      }
      if (words.size() > ODD && words.size() > labels.size() / 2) {
        notes.add(
            "%s: %d different labels for %d images; is %s the label?"
                .formatted(
                    name,
                    words.size(),
                    labels.size(),
                    table.columns().name(table.columns().label())));
      }
      return notes;
    }
  }
}
