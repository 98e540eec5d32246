package io.github.vaegraph.table;

import io.github.vaegraph.data.Split;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes codes aside and gives the file its name when all are there. */
public abstract sealed class CodesWriter implements AutoCloseable {
  private CodesWriter() {}

  /**
   * Begins a file, NPY or CSV by its ending.
   *
   * @param labelNames a name a class index
   * @throws IOException when nothing can be written there
   */
  public static CodesWriter create(Path out, Split split, List<String> labelNames, int latentDim)
      throws IOException {
    return TableFile.csv(out)
        ? new Csv(out, split, labelNames, latentDim)
        : new Npy(out, split.count(), latentDim);
  }

  /** Writes the codes of the images from this one on. */
  public abstract void write(int firstImage, Codes codes) throws IOException;

  /** Gives the file its name. */
  public abstract void finish() throws IOException;

  @Override
  public abstract void close() throws IOException;

  /** [N, 2L]: means, then log-variances. */
  private static final class Npy extends CodesWriter {
    private final NpyWriter npy;

    Npy(Path out, int rows, int latentDim) throws IOException {
      npy = NpyWriter.create(out, rows, 2 * latentDim);
    }

    @Override
    public void write(int firstImage, Codes codes) throws IOException {
      int width = codes.mean().width();
      for (int i = 0; i < codes.mean().rows(); i++) {
        npy.write(codes.mean().values(), i * width, width);
        npy.write(codes.logVariance().values(), i * width, width);
      }
    }

    @Override
    public void finish() throws IOException {
      npy.finish();
    }

    @Override
    public void close() throws IOException {
      npy.close();
    }
  }

  /** The same with a header, names before and labels behind. */
  private static final class Csv extends CodesWriter {
    private final CsvRows csv;

    Csv(Path out, Split split, List<String> labelNames, int latentDim) throws IOException {
      csv = new CsvRows(out, split, labelNames);
      List<String> header = new ArrayList<>();
      for (String name : List.of("mean", "log_variance")) {
        for (int i = 0; i < latentDim; i++) {
          header.add(name + i);
        }
      }
      if (split.labelled()) {
        header.add("label");
      }
      csv.header(header);
    }

    @Override
    public void write(int firstImage, Codes codes) throws IOException {
      int width = codes.mean().width();
      for (int i = 0; i < codes.mean().rows(); i++) {
        List<String> row = new ArrayList<>();
        for (Floats part : List.of(codes.mean(), codes.logVariance())) {
          for (int j = 0; j < width; j++) {
            row.add(Float.toString(part.values()[i * width + j]));
          }
        }
        if (csv.labelled()) {
          row.add(csv.label(firstImage + i));
        }
        csv.row(firstImage + i, row);
      }
    }

    @Override
    public void finish() throws IOException {
      csv.finish();
    }

    @Override
    public void close() throws IOException {
      csv.close();
    }
  }
}
