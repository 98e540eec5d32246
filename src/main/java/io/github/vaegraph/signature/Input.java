package io.github.vaegraph.signature;

import java.util.Arrays;
import java.util.OptionalInt;

/** A tensor that is sent: its name, and one row an example. */
public sealed interface Input {
  /** The input that it is sent as. */
  String name();

  /** N. */
  int count();

  /** Values a row. */
  int width();

  /** TensorFlow's name of the values' type. */
  String type();

  /** The rows from {@code from} (inclusive) to {@code to} (exclusive). */
  Input slice(int from, int to);

  /**
   * Looks at every value.
   *
   * @throws IllegalArgumentException when a value is none that the model takes
   */
  void checkValues();

  /** Numbers of any size, but finite: JSON knows no others. */
  static Input reals(String name, Floats values) {
    return new Reals(name, values, -Float.MAX_VALUE, Float.MAX_VALUE, "finite values");
  }

  /** Numbers in [0, 1], as pixels are. */
  static Input fractions(String name, Floats values) {
    return new Reals(name, values, 0, 1, "values in [0, 1]");
  }

  /** Whole numbers, one a row. */
  static Input wholes(String name, long[] values) {
    return new Wholes(name, values);
  }

  /**
   * float32 [N, width].
   *
   * @param low the least value that is sent
   * @param high the greatest
   * @param expected the two in words
   */
  record Reals(String name, Floats values, float low, float high, String expected)
      implements Input {
    @Override
    public int count() {
      return values.rows();
    }

    @Override
    public int width() {
      return values.width();
    }

    @Override
    public String type() {
      return "DT_FLOAT";
    }

    @Override
    public Input slice(int from, int to) {
      return new Reals(name, values.slice(from, to), low, high, expected);
    }

    @Override
    public void checkValues() {
      OptionalInt outside = values.firstOutside(low, high);
      if (outside.isPresent()) {
        int i = outside.getAsInt();
        throw new IllegalArgumentException(
            "%s: expected %s, found %s in row %d"
                .formatted(name, expected, values.values()[i], i / values.width()));
      }
    }
  }

  /** int64 [N]. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never shared
  record Wholes(String name, long[] values) implements Input {
    @Override
    public int count() {
      return values.length;
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public String type() {
      return "DT_INT64";
    }

    @Override
    public Input slice(int from, int to) {
      return new Wholes(name, Arrays.copyOfRange(values, from, to));
    }

    @Override
    public void checkValues() {
      // Every seed is one.
    }
  }
}
