package io.github.vaegraph.signature;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a row of a part is: its shape and type, what its values may be, and an example of it. */
public enum Kind {
  /** Pixels: rows, then columns, then channels. The example is an image of the data. */
  IMAGE(
      ElementType.FLOAT32,
      List.of(Axis.HEIGHT, Axis.WIDTH, Axis.CHANNELS),
      Range.FRACTIONS,
      "in [0,1]",
      Optional.empty()),
  /** The likelihood's mean of each pixel, which not every likelihood holds to [0, 1]. */
  DECODED(
      ElementType.FLOAT32,
      List.of(Axis.HEIGHT, Axis.WIDTH, Axis.CHANNELS),
      Range.FINITE,
      "",
      Optional.empty()),
  /** A value for each latent dimension. */
  CODES(ElementType.FLOAT32, List.of(Axis.LATENT), Range.FINITE, "", Optional.of(0)),
  /** Standard normal numbers, one for each latent dimension. */
  NOISE(ElementType.FLOAT32, List.of(Axis.LATENT), Range.FINITE, "from N(0,1)", Optional.of(0.5)),
  /** A uniform number, which chooses one of several. */
  CHOICE(ElementType.FLOAT32, List.of(), Range.FRACTIONS, "in [0,1]", Optional.of(0.5)),
  /** What is drawn for a row is a function of it alone. */
  SEED(ElementType.INT64, List.of(), Range.FINITE, "", Optional.of(1)),
  /** A class, by its index. The example is that of the image. */
  LABEL(ElementType.INT64, List.of(), Range.FINITE, "of a class", Optional.empty()),
  /** From the start, 0, to the end, 1. */
  POSITION(ElementType.FLOAT32, List.of(), Range.FRACTIONS, "in [0,1]", Optional.of(0.5)),
  /** A logarithm of a probability, natural, or of a density. */
  NATS(ElementType.FLOAT32, List.of(), Range.FINITE, "in nats", Optional.empty());

  /** The values that are taken. */
  enum Range {
    FRACTIONS(0, 1, "values in [0, 1]"),
    /** JSON knows no others. */
    FINITE(-Float.MAX_VALUE, Float.MAX_VALUE, "finite values");

    private final float low;
    private final float high;
    private final String words;

    Range(float low, float high, String words) {
      this.low = low;
      this.high = high;
      this.words = words;
    }

    float low() {
      return low;
    }

    float high() {
      return high;
    }

    /** The two limits for people. */
    String words() {
      return words;
    }
  }

  private final ElementType type;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Axis> axes;

  private final Range range;
  private final String unit;

  @SuppressWarnings("ImmutableEnumChecker") // Java's own numbers alone
  private final Optional<Number> example;

  Kind(ElementType type, List<Axis> axes, Range range, String unit, Optional<Number> example) {
    this.type = type;
    this.axes = axes;
    this.range = range;
    this.unit = unit;
    this.example = example;
  }

  /** What its numbers are. */
  public ElementType type() {
    return type;
  }

  /** Its axes behind that of the rows. */
  List<Axis> axes() {
    return axes;
  }

  Range range() {
    return range;
  }

  /** All values of a row that stands in an example; empty where it is a row of the data. */
  public Optional<Number> example() {
    return example;
  }

  /** The sizes of a row's axes: none for a single number. */
  public List<Integer> sizes(ModelForm form) {
    return axes.stream().map(axis -> axis.size(form)).toList();
  }

  /** As documents say it, for B rows: {@code float32 [B,H,W,C] in [0,1]}. */
  @Override
  public String toString() {
    String letters = axes.stream().map(axis -> "," + axis.letter()).collect(Collectors.joining());
    return "%s [B%s] %s".formatted(type, letters, unit).strip();
  }
}
