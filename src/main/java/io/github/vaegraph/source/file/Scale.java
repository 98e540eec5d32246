package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ReadOptions;

/**
 * How numbers become pixels: v stands for (v - min) / (max - min).
 *
 * @param min the value that stands for 0
 * @param max the value that stands for 1
 */
record Scale(double min, double max) {
  /** The scale of bytes, whose values are pixels as they are. */
  static final double BYTES = 255;

  /**
   * @throws IllegalArgumentException when nothing lies between them
   */
  Scale {
    if (!(min < max)) {
      throw new IllegalArgumentException(
          "minValue(%s) is not below %s, the value that stands for 1; say maxValue(...)"
              .formatted(Range.text(min), Range.text(max)));
    }
  }

  /** The scale asked for, with a largest value that holds where none is. */
  static Scale of(ReadOptions options, double usualMax) {
    return new Scale(options.minValue().orElse(0.0), options.maxValue().orElse(usualMax));
  }

  /** What a value stands for; in [0, 1] when it is on the scale. */
  double share(double value) {
    return (value - min) / (max - min);
  }

  /** Whether bytes are pixels as they are. */
  boolean bytes() {
    return min == 0 && max == BYTES;
  }

  /** As people write it, {@code from 0 to 255}. */
  @Override
  public String toString() {
    return "from %s to %s".formatted(Range.text(min), Range.text(max));
  }
}
