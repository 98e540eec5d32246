package io.github.vaegraph.source.file;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Between which values the numbers of a file lie, and so which options would read them. */
final class Range {
  /** What grey values usually go up to: 8, 12 and 16 bits. */
  private static final double[] USUAL = {255, 4095, 65535};

  private static final MathContext OUTWARDS = new MathContext(2, RoundingMode.UP);

  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private boolean whole = true;
  private boolean finite = true;

  /** Takes one value in. */
  void add(double value) {
    if (!Double.isFinite(value)) {
      finite = false;
      return;
    }
    min = Math.min(min, value);
    max = Math.max(max, value);
    whole &= value == Math.rint(value);
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  /** What there is to do about values that are not on the scale that was taken. */
  String remedy() {
    if (!finite) {
      return "some values are not finite; fill or remove those first";
    }
    double low = min >= 0 ? 0 : min <= -0.5 && min >= -1 && max <= 1 ? -1 : low();
    // Bytes with a sign.
    double high = max <= 1 ? 1 : low == -128 && max <= 127 ? 127 : usual(max);
    String options =
        (low < 0 ? " minValue(%s)".formatted(text(low)) : "")
            + (high == 1 ? "" : " maxValue(%s)".formatted(text(high)));
    return "the values go from %s to %s: scale them or say%s"
        .formatted(text(min), text(max), options.isEmpty() ? " maxValue(1)" : options);
  }

  private double low() {
    return whole && min >= -128 && min < -64 && max <= 127 ? -128 : outwards(min);
  }

  private double usual(double value) {
    for (double usual : USUAL) {
      // A tenth of what 12 bits hold is no 12 bits' data.
      if (min >= 0 && value <= usual && value > usual / 2) {
        return usual;
      }
    }
    return outwards(value);
  }

  /** Whole numbers stay; others get two digits, away from 0. */
  private double outwards(double value) {
    return whole ? value : new BigDecimal(value).round(OUTWARDS).doubleValue();
  }

  /** A number as people write it: 255 and not 255.0. */
  static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
