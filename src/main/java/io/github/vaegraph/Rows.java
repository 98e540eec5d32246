package io.github.vaegraph;

import io.github.vaegraph.serve.Floats;
import java.util.Arrays;

/** Rows as arrays of arrays, which read well in a cell, to and from the flat ones of a model. */
final class Rows {
  private Rows() {}

  /**
   * @param what the rows are called in messages
   * @param width the values that each must have
   * @throws IllegalArgumentException when there is no row, or one of another width
   */
  static Floats flat(String what, float[][] rows, int width) {
    if (rows.length == 0) {
      throw new IllegalArgumentException(
          "%s: expected rows of %d values, found no row".formatted(what, width));
    }
    float[] values = new float[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != width) {
        throw new IllegalArgumentException(
            "%s: expected rows of %d values, found %d in row %d"
                .formatted(what, width, rows[i].length, i));
      }
      System.arraycopy(rows[i], 0, values, i * width, width);
    }
    return new Floats(rows.length, width, values);
  }

  static float[][] of(Floats flat) {
    float[][] rows = new float[flat.rows()][];
    Arrays.setAll(
        rows, i -> Arrays.copyOfRange(flat.values(), i * flat.width(), (i + 1) * flat.width()));
    return rows;
  }
}
