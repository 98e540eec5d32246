package io.github.vaegraph.signature;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a model says of an input or an output.
 *
 * @param type TensorFlow's name of it, as {@code DT_FLOAT}
 * @param shape -1 where a side is open; empty for a scalar and where even the rank is unknown
 */
public record TensorSpec(String type, List<Long> shape) {
  /** No image is larger, and nothing is that goes in or out with one. */
  static final int MOST_VALUES = 1 << 24;

  /** Sides that are shown to people: more are nobody's. */
  private static final int MOST_SHOWN = 8;

  /** Values a row: the product of all sides but the first; empty where one of them is open. */
  public OptionalInt width() {
    if (shape.isEmpty()) {
      return OptionalInt.empty();
    }
    long width = 1;
    for (long side : shape.subList(1, shape.size())) {
      if (side < 1 || side > Integer.MAX_VALUE / width) {
        return OptionalInt.empty();
      }
      width *= side;
    }
    return OptionalInt.of((int) width);
  }

  /**
   * Holds a tensor that came back against this, before its values are read.
   *
   * @param name what it is called
   * @param rows as many as were asked for
   * @throws IllegalArgumentException when it is another
   */
  public void checkAnswer(String name, TensorSpec answer, int rows) {
    if (!answer.type.equals(type) || !fits(answer.shape, rows)) {
      throw new IllegalArgumentException(
          "%s: expected %s, the answer holds %s"
              .formatted(name, new TensorSpec(type, shapeOf(rows)), answer));
    }
  }

  private boolean fits(List<Long> sides, int rows) {
    return !sides.isEmpty()
        && sides.size() == shape.size()
        && sides.get(0) == rows
        && sides.subList(1, sides.size()).equals(shape.subList(1, shape.size()));
  }

  /** The sides of so many rows. */
  public List<Long> shapeOf(int rows) {
    return Stream.concat(Stream.of((long) rows), shape.stream().skip(1)).toList();
  }

  /** As people read it: {@code float32 [N, 28, 28, 1]}. */
  @Override
  public String toString() {
    return readable(type)
        + shape.stream()
            .limit(MOST_SHOWN)
            .map(side -> side < 0 ? "N" : Long.toString(side))
            .collect(Collectors.joining(", ", " [", shape.size() > MOST_SHOWN ? ", ...]" : "]"));
  }

  /** {@code float32} for {@code DT_FLOAT}. */
  public static String readable(String type) {
    return switch (type) {
      case "DT_FLOAT" -> "float32";
      case "DT_DOUBLE" -> "float64";
      default -> Names.shortly(type.replaceFirst("^DT_", "").toLowerCase(Locale.ROOT));
    };
  }
}
