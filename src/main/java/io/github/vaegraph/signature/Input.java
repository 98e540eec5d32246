package io.github.vaegraph.signature;

import java.util.Arrays;
import java.util.OptionalInt;

/** What is given to a part of a signature: one row an example. */
public sealed interface Input {
  /** What it is given to. */
  Part part();

  /** N. */
  int count();

  /** Values a row. */
  int width();

  /** What the values are. */
  ElementType type();

  /** The rows from {@code from} (inclusive) to {@code to} (exclusive). */
  Input slice(int from, int to);

  /**
   * Looks at every value.
   *
   * @throws IllegalArgumentException when a value is none that the part takes
   */
  void checkValues();

  /** The name of the part. */
  default String name() {
    return part().name();
  }

  /** Numbers in floating point. */
  static Input of(Part part, Floats values) {
    return new Reals(part, values);
  }

  /** Whole numbers, one a row. */
  static Input of(Part part, long[] values) {
    return new Wholes(part, values);
  }

  /** float32 [N, width]. */
  record Reals(Part part, Floats values) implements Input {
    @Override
    public int count() {
      return values.rows();
    }

    @Override
    public int width() {
      return values.width();
    }

    @Override
    public ElementType type() {
      return ElementType.FLOAT32;
    }

    @Override
    public Input slice(int from, int to) {
      return new Reals(part, values.slice(from, to));
    }

    @Override
    public void checkValues() {
      Kind.Range range = part.kind().range();
      OptionalInt outside = values.firstOutside(range.low(), range.high());
      if (outside.isPresent()) {
        int i = outside.getAsInt();
        throw new IllegalArgumentException(
            "%s: expected %s, found %s in row %d"
                .formatted(name(), range.words(), values.values()[i], i / values.width()));
      }
    }
  }

  /** int64 [N]. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never shared
  record Wholes(Part part, long[] values) implements Input {
    @Override
    public int count() {
      return values.length;
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public ElementType type() {
      return ElementType.INT64;
    }

    @Override
    public Input slice(int from, int to) {
      return new Wholes(part, Arrays.copyOfRange(values, from, to));
    }

    @Override
    public void checkValues() {
      // Every seed is one, and which classes there are knows the model alone.
    }
  }
}
