package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.io.GrowingBytes;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A CSV file with one image a row, and perhaps its label in the first or last column. */
final class CsvFile {
  private final InputFile file;
  private final ReadOptions options;
  private final CsvTable table;
  private final List<String> labels = new ArrayList<>();
  private final GrowingBytes pixels;
  private byte[] row = new byte[0];

  private CsvFile(InputFile file, ReadOptions options) throws IOException {
    this.file = file;
    this.options = options;
    table = new CsvTable(file, labelColumn());
    pixels = new GrowingBytes(file.path(), Math.min(file.size(), 1 << 20));
  }

  /**
   * Reads all rows.
   *
   * @throws IOException when a row is not as long as the first, holds no number where a pixel
   *     should be, or a value out of range
   */
  static Parts parts(InputFile file, ReadOptions options) throws IOException {
    CsvFile csv = new CsvFile(file, options);
    // Whether 1 is white or nearly black shows only in the other values: they are read first.
    double max = options.maxValue().isPresent() ? options.maxValue().get() : csv.max();
    csv.table.read(
        row -> {
          csv.add(row, max);
          return true;
        });
    if (csv.pixels.length() == 0) {
      throw Problem.at(file.path(), "no images in it");
    }
    ImageShape shape = csv.shape(csv.row.length, "");
    Images images = Images.of(shape, csv.pixels.toArray());
    Parts parts = csv.labels.isEmpty() ? Parts.whole(images) : Classes.of(csv.labels).parts(images);
    return parts.finding(ReadOptions.with().shape(shape).maxValue(max).build());
  }

  private LabelColumn labelColumn() {
    return options.labelColumn().orElse(LabelColumn.NONE);
  }

  /** 255 where whole numbers above 1 occur, else 1. */
  private double max() throws IOException {
    double[] max = {1};
    table.read(
        row -> {
          for (int i = 0; i < row.pixels(); i++) {
            double value = row.pixel(i);
            if (value > 1 && value == Math.rint(value)) {
              max[0] = 255;
              return false;
            }
          }
          return true;
        });
    return max[0];
  }

  private ImageShape shape(int columns, String hint) throws IOException {
    return Pixels.shape(file.path(), columns, options.shape(), hint);
  }

  private void add(CsvTable.Row cells, double max) throws IOException {
    if (pixels.length() == 0) {
      row = new byte[shape(cells.pixels(), hint(cells)).size()];
    }
    if (cells.pixels() != row.length) {
      throw cells.problem("expected %d pixels as before, found %d", row.length, cells.pixels());
    }
    for (int i = 0; i < row.length; i++) {
      double value = cells.pixel(i);
      if (!Pixels.valid(value / max)) {
        throw cells.problem(
            "expected pixels from 0 to %s, found %s; say --max-value, or is a label among them?",
            max, value);
      }
      row[i] = Pixels.of(value / max);
    }
    pixels.append(row, row.length);
    if (labelColumn() != LabelColumn.NONE) {
      labels.add(cells.label());
    }
  }

  private String hint(CsvTable.Row first) {
    return labelColumn() == LabelColumn.NONE
        ? " (%s; is one column a label? then say --label-column first or last)".formatted(first)
        : " (%s, without its label)".formatted(first);
  }
}
