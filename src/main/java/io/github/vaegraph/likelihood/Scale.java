package io.github.vaegraph.likelihood;

import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * How far values lie from where the decoder expects them: a standard deviation or the like. It is
 * fixed, or learned and shared by all values, or one more output of the decoder for every value.
 *
 * <p>What is learned stays above one grey level, 1/255: the data are multiples of it, and a density
 * that grows without end around a constant pixel says nothing about the model.
 *
 * @param kind which of the three
 * @param fixed the scale where it is fixed, else 0
 */
record Scale(Kind kind, float fixed) {
  /** The lower bound of what is learned. */
  static final double LOWEST = 1.0 / 255;

  /** The upper bound; no value in [0, 1] lies four units from another. */
  private static final double HIGHEST = 4;

  /** Where learning starts: the deviation of MNIST-like pixels. */
  private static final double START = 0.2;

  enum Kind {
    FIXED,
    LEARNED,
    PER_PIXEL
  }

  /** Makes a distribution from a location and the logarithm of (a power of) the scale. */
  @FunctionalInterface
  interface Family {
    Distribution of(Operand<TFloat32> location, Operand<TFloat32> log);
  }

  /**
   * Reads {@code learned}, {@code per-pixel} or a positive number.
   *
   * @param name what it is called in errors
   * @param text empty for a scale of 1
   */
  static Scale read(String name, String text) {
    return switch (text) {
      case "" -> new Scale(Kind.FIXED, 1);
      case "learned" -> new Scale(Kind.LEARNED, 0);
      case "per-pixel" -> new Scale(Kind.PER_PIXEL, 0);
      default -> new Scale(Kind.FIXED, positive(name, text));
    };
  }

  private static float positive(String name, String text) {
    float value;
    try {
      value = Float.parseFloat(text);
    } catch (NumberFormatException e) {
      value = Float.NaN;
    }
    // Beyond these the squared error over the variance leaves the range of a float.
    if (!(value >= 1e-4f && value <= 1e4f)) {
      throw new IllegalArgumentException(
          "%s must be learned, per-pixel or a number from 0.0001 to 10000, was %s"
              .formatted(name, text));
    }
    return value;
  }

  /** As {@link #read} takes it. */
  String text() {
    return switch (kind) {
      case FIXED -> String.valueOf(fixed);
      case LEARNED -> "learned";
      case PER_PIXEL -> "per-pixel";
    };
  }

  boolean learned() {
    return kind != Kind.FIXED;
  }

  int outputsPerValue() {
    return kind == Kind.PER_PIXEL ? 2 : 1;
  }

  /**
   * The likelihood with this scale.
   *
   * @param variable what the shared scale's logarithm is called, if it is learned
   * @param power of the scale in that logarithm: 2 for a variance
   */
  Likelihood.Head head(Ops tf, Parameters parameters, String variable, int power, Family family) {
    return switch (kind) {
      case FIXED -> {
        Operand<TFloat32> log = tf.constant((float) (power * Math.log(fixed)));
        yield (ops, location) -> family.of(location, log);
      }
      case LEARNED -> {
        float[] start = {(float) (power * Math.log(START))};
        Operand<TFloat32> shared = bounded(tf, parameters.vector(variable, start), power);
        yield (ops, location) -> family.of(location, shared);
      }
      case PER_PIXEL ->
          (ops, outputs) -> {
            List<Operand<TFloat32>> halves = Layers.splitLast(ops, outputs, 2);
            return family.of(halves.get(0), bounded(ops, halves.get(1), power));
          };
    };
  }

  /** The identity in between, and softly bounded to power * (log LOWEST, log HIGHEST). */
  private static Operand<TFloat32> bounded(Ops tf, Operand<TFloat32> raw, int power) {
    // above(x) = low + softplus(x - low);  below(x) = high - softplus(high - x)
    Operand<TFloat32> low = tf.constant((float) (power * Math.log(LOWEST)));
    Operand<TFloat32> high = tf.constant((float) (power * Math.log(HIGHEST)));
    Operand<TFloat32> above = tf.math.add(low, tf.math.softplus(tf.math.sub(raw, low)));
    return tf.math.sub(high, tf.math.softplus(tf.math.sub(high, above)));
  }

  /**
   * The scale that is fixed, or where learning starts.
   *
   * @param power of the scale in what is learned, whose bounds are soft
   */
  double initial(int power) {
    if (!learned()) {
      return fixed;
    }
    double low = power * Math.log(LOWEST);
    double high = power * Math.log(HIGHEST);
    double above = low + softplus(power * Math.log(START) - low);
    return Math.exp((high - softplus(high - above)) / power);
  }

  /** log(1 + exp(x)), without overflow. */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /**
   * The decoder's outputs to start from.
   *
   * @param location [D]
   * @return [outputsPerValue * D]
   */
  float[] initialOutputs(float[] location, int power) {
    if (kind != Kind.PER_PIXEL) {
      return location.clone();
    }
    float[] outputs = Arrays.copyOf(location, 2 * location.length);
    Arrays.fill(outputs, location.length, outputs.length, (float) (power * Math.log(START)));
    return outputs;
  }
}
