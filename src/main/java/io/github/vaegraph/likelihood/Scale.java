package io.github.vaegraph.likelihood;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * How far values lie from where the decoder expects them: a standard deviation or the like. It is
 * fixed, or one number for all values, learned or in closed form, or one more output of the decoder
 * for every value.
 *
 * <p>What is learned of a density stays above one grey level, 1/255: the data are multiples of it,
 * and a density that grows without end around a constant pixel says nothing about the model.
 *
 * @param kind which of them
 * @param fixed the scale where it is fixed, else 0
 */
record Scale(Kind kind, float fixed) {
  /** The lower bound of what is learned of a density. */
  static final double LOWEST = 1.0 / 255;

  /** The upper bound; no value in [0, 1] lies four units from another. */
  private static final double HIGHEST = 4;

  /** Where learning starts: the deviation of MNIST-like pixels. */
  static final double START = 0.2;

  /** A batch's part in the mean over batches that the optimal scale is. */
  private static final float NEWEST = 0.05f;

  enum Kind {
    FIXED,
    OPTIMAL,
    LEARNED,
    PER_PIXEL
  }

  /**
   * Where what is learned of a scale stays.
   *
   * @param power of the scale in the logarithm that is learned: 2 for a variance
   * @param lowest the lower bound
   */
  record Bounds(int power, double lowest) {
    private double log(double scale) {
      return power * Math.log(scale);
    }

    /** The identity in between, and softly bounded to power * (log lowest, log HIGHEST). */
    Operand<TFloat32> bounded(Ops tf, Operand<TFloat32> raw) {
      // above(x) = low + softplus(x - low);  below(x) = high - softplus(high - x)
      Operand<TFloat32> low = tf.constant((float) log(lowest));
      Operand<TFloat32> high = tf.constant((float) log(HIGHEST));
      Operand<TFloat32> above = tf.math.add(low, tf.math.softplus(tf.math.sub(raw, low)));
      return tf.math.sub(high, tf.math.softplus(tf.math.sub(high, above)));
    }

    /** The scale that comes of the logarithm of this one. */
    double bounded(double scale) {
      double above = log(lowest) + softplus(log(scale) - log(lowest));
      return Math.exp((log(HIGHEST) - softplus(log(HIGHEST) - above)) / power);
    }
  }

  /** Location and logarithm [..., D], or what broadcasts to it, to a distribution over [..., D]. */
  @FunctionalInterface
  interface Maker {
    Distribution of(Operand<TFloat32> location, Operand<TFloat32> log);
  }

  /**
   * A family of distributions by location and the logarithm of (a power of) the scale.
   *
   * @param variable what the logarithm is called where it is a variable
   */
  record Family(String variable, Bounds bounds, Maker maker) {
    /** A density's. */
    Family(String variable, int power, Maker maker) {
      this(variable, new Bounds(power, LOWEST), maker);
    }

    /**
     * The scale by which the likelihood of the training images is highest, from step to step.
     *
     * <pre>
     *   -log p(x) = D log s + sum |x - m|^n / (n s^n) + ...,  n = power,  l = n log s
     *   g = d mean(-log p) / dl = (D - mean(sum |x - m|^n) / s^n) / n
     *   s*^n = mean(sum |x - m|^n) / D = s^n (1 - n g / D)
     * </pre>
     *
     * for the batch's own: the mean squared error for n = 2 (Rybkin, Daniilidis and Levine 2021,
     * section 3.2). Its mean over batches, the newer counting more, follows from the same g.
     */
    private Parameters.Solution optimum(ImageShape image) {
      float each = -NEWEST * bounds.power / image.size();
      return (tf, log, gradient) ->
          tf.math.maximum(
              tf.math.add(log, tf.math.log1p(tf.math.mul(gradient, tf.constant(each)))),
              tf.constant((float) bounds.log(bounds.lowest)));
    }
  }

  /**
   * Reads {@code optimal}, {@code learned}, {@code per-pixel} or a positive number.
   *
   * @param name what it is called in errors
   * @param text empty for a scale of 1
   */
  static Scale read(String name, String text) {
    return text.equals("optimal") ? new Scale(Kind.OPTIMAL, 0) : read(name, "optimal, ", text);
  }

  /** The same for a family whose best scale has no closed form. */
  static Scale readLearned(String name, String text) {
    return read(name, "", text);
  }

  private static Scale read(String name, String others, String text) {
    return switch (text) {
      case "" -> new Scale(Kind.FIXED, 1);
      case "learned" -> new Scale(Kind.LEARNED, 0);
      case "per-pixel" -> new Scale(Kind.PER_PIXEL, 0);
      default -> new Scale(Kind.FIXED, positive(name, others, text));
    };
  }

  private static float positive(String name, String others, String text) {
    float value;
    try {
      value = Float.parseFloat(text);
    } catch (NumberFormatException e) {
      value = Float.NaN;
    }
    // Beyond these the squared error over the variance leaves the range of a float.
    if (!(value >= 1e-4f && value <= 1e4f)) {
      throw new IllegalArgumentException(
          "%s must be %slearned, per-pixel or a number from 0.0001 to 10000, was %s"
              .formatted(name, others, text));
    }
    return value;
  }

  /** As {@link #read} takes it. */
  String text() {
    return switch (kind) {
      case FIXED -> String.valueOf(fixed);
      case OPTIMAL -> "optimal";
      case LEARNED -> "learned";
      case PER_PIXEL -> "per-pixel";
    };
  }

  /** Whether it follows the data, and may fall with them. */
  boolean learned() {
    return kind != Kind.FIXED;
  }

  /** The lower bound of what is learned; empty where it is fixed. */
  Optional<Double> lowest(Family family) {
    return learned() ? Optional.of(family.bounds.lowest) : Optional.empty();
  }

  int outputsPerValue() {
    return kind == Kind.PER_PIXEL ? 2 : 1;
  }

  /** The likelihood with this scale. */
  Likelihood.Head head(Ops tf, Parameters parameters, ImageShape image, Family family) {
    float[] start = {(float) family.bounds.log(kind == Kind.FIXED ? fixed : START)};
    return switch (kind) {
      case FIXED -> shared(family, tf.constant(start[0]));
      case OPTIMAL -> {
        Operand<TFloat32> read = parameters.solved(family.variable, start, family.optimum(image));
        // Another's memory than the variable's, which the step's end changes.
        yield shared(
            family,
            tf.math.maximum(read, tf.constant((float) family.bounds.log(family.bounds.lowest))));
      }
      case LEARNED ->
          shared(family, family.bounds.bounded(tf, parameters.vector(family.variable, start)));
      case PER_PIXEL ->
          (ops, outputs) -> {
            List<Operand<TFloat32>> halves = Layers.splitLast(ops, outputs, 2);
            return family.maker.of(halves.get(0), family.bounds.bounded(ops, halves.get(1)));
          };
    };
  }

  private static Likelihood.Head shared(Family family, Operand<TFloat32> log) {
    return (ops, location) -> family.maker.of(location, log);
  }

  /** The scale that is fixed, or where learning starts, whose bounds are soft. */
  double initial(Family family) {
    return switch (kind) {
      case FIXED -> fixed;
      case OPTIMAL -> START;
      case LEARNED, PER_PIXEL -> family.bounds.bounded(START);
    };
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
  float[] initialOutputs(float[] location, Family family) {
    if (kind != Kind.PER_PIXEL) {
      return location.clone();
    }
    float[] outputs = Arrays.copyOf(location, 2 * location.length);
    Arrays.fill(outputs, location.length, outputs.length, (float) family.bounds.log(START));
    return outputs;
  }
}
