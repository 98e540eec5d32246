package io.github.vaegraph;

import io.github.vaegraph.signature.Floats;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;

/** Rows as arrays of arrays, which read well in a cell, to and from the flat ones of a model. */
final class NestedArrays {
  private NestedArrays() {}

  /**
   * @param what the rows are called in messages
   * @param width the values that each must have
   * @throws IllegalArgumentException when there is no row, or one of another width
   */
  static Floats flat(String what, float[][] rows, int width) {
    Objects.requireNonNull(rows, what);
    if (rows.length == 0) {
      throw new IllegalArgumentException(
          "%s: expected rows of %d values, found no row".formatted(what, width));
    }
    float[] values = new float[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] == null) {
        throw new NullPointerException(what + ": row " + i + " is null");
      }
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
    OptionalInt outside = flat.firstOutside(0, 1);
    if (outside.isPresent()) {
      int i = outside.getAsInt();
      throw new IllegalArgumentException(
          "%s: expected values in [0, 1], found %s in row %d; are they still to be divided?"
              .formatted(what, flat.values()[i], i / width));
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
