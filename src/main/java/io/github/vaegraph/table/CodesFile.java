package io.github.vaegraph.table;

import io.github.vaegraph.io.Problem;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.source.file.NpyRows;
import java.io.IOException;
import java.nio.file.Path;

/** Reads codes, as {@link CodesWriter} writes them or as other programs do. */
public final class CodesFile {
  private CodesFile() {}

  /**
   * Reads codes to decode. NPY holds [N, L], or [N, 2L] as {@link CodesWriter} writes it, of which
   * the means are taken. CSV has a header with {@code mean0}, {@code mean1}, ..., as it writes
   * them; or L numbers a row, under names that do not matter or under none.
   *
   * @param latentDim L
   * @return [N, L]
   * @throws IllegalArgumentException when the name is neither that of NPY nor of CSV
   * @throws IOException when the file holds no such codes
   */
  public static Floats read(Path file, int latentDim) throws IOException {
    if (TableFile.csv(file)) {
      return finite(file, new CodesCsv(file, latentDim).read());
    }
    if (!TableFile.ends(file, ".npy")) {
      throw new IllegalArgumentException("--codes: expected a name in .npy or .csv, found " + file);
    }
    NpyRows rows = NpyRows.read(file);
    if (rows.width() != latentDim && rows.width() != 2 * latentDim) {
      throw Problem.at(
          file,
          "expected rows of %d numbers, or of %d as vae encode writes, found %d; are the codes"
              + " another model's?",
          latentDim,
          2 * latentDim,
          rows.width());
    }
    if (rows.rows() == 0) {
      throw Problem.at(file, "expected codes, found no row");
    }
    float[] values = new float[rows.rows() * latentDim];
    for (int i = 0; i < rows.rows(); i++) {
      System.arraycopy(rows.values(), i * rows.width(), values, i * latentDim, latentDim);
    }
    return finite(file, new Floats(rows.rows(), latentDim, values));
  }

  private static Floats finite(Path file, Floats codes) throws IOException {
    for (int i = 0; i < codes.values().length; i++) {
      if (!Float.isFinite(codes.values()[i])) {
        throw Problem.at(
            file,
            "code %d: expected finite numbers, found %s",
            i / codes.width(),
            codes.values()[i]);
      }
    }
    return codes;
  }
}
