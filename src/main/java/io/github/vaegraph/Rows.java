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

  /**
   * As {@link #flat}, of values in [0, 1].
   *
   * @throws IllegalArgumentException as flat, or when a value lies elsewhere or is no number
   */
  static Floats fractions(String what, float[][] rows, int width) {
    Floats flat = flat(what, rows, width);
    for (int i = 0; i < flat.values().length; i++) {
      float value = flat.values()[i];
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(
            "%s: expected values in [0, 1], found %s in row %d; are they still to be divided?"
                .formatted(what, value, i / width));
      }
    }
    return flat;
  }

  static float[][] of(Floats flat) {
    float[][] rows = new float[flat.rows()][];
    Arrays.setAll(
        rows, i -> Arrays.copyOfRange(flat.values(), i * flat.width(), (i + 1) * flat.width()));
    return rows;
  }
}
