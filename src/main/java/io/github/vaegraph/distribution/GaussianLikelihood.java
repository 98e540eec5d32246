package io.github.vaegraph.distribution;

import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Continuous pixels: independent Gaussians around the decoder's outputs. The standard deviation is
 * fixed, or learned and shared by all values, or one more output of the decoder for every value.
 *
 * <p>A learned deviation stays above one grey level, 1/255: the data are multiples of it, and a
 * density that grows without end around a constant pixel says nothing about the model.
 */
record GaussianLikelihood(Sigma sigma, float fixed) implements Likelihood {
  /** log(1/255^2): the soft lower bound of a learned log-variance. */
  private static final float LOWEST = (float) (-2 * Math.log(255));

  /** log(4^2): the soft upper bound; no value in [0, 1] lies four units from another. */
  private static final float HIGHEST = (float) (2 * Math.log(4));

  /** Where a learned log-variance starts: a deviation of 0.2, that of MNIST-like pixels. */
  private static final float START = (float) (2 * Math.log(0.2));

  private enum Sigma {
    FIXED,
    LEARNED,
    PER_PIXEL
  }

  /** Reads {@code learned}, {@code per-pixel} or a positive number. */
  static GaussianLikelihood parse(String sigma) {
    return switch (sigma) {
      case "learned" -> new GaussianLikelihood(Sigma.LEARNED, 0);
      case "per-pixel" -> new GaussianLikelihood(Sigma.PER_PIXEL, 0);
      default -> new GaussianLikelihood(Sigma.FIXED, positive(sigma));
    };
  }

  private static float positive(String sigma) {
    float value;
    try {
      value = Float.parseFloat(sigma);
    } catch (NumberFormatException e) {
      value = Float.NaN;
    }
    // Beyond these the squared error over the variance leaves the range of a float.
    if (!(value >= 1e-4f && value <= 1e4f)) {
      throw new IllegalArgumentException(
          "sigma must be learned, per-pixel or a number from 0.0001 to 10000, was " + sigma);
    }
    return value;
  }

  @Override
  public int outputsPerValue() {
    return sigma == Sigma.PER_PIXEL ? 2 : 1;
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public Head head(Ops tf, Parameters parameters) {
    return switch (sigma) {
      case FIXED -> {
        Operand<TFloat32> logVariance = tf.constant((float) (2 * Math.log(fixed)));
        yield (ops, mean) -> new DiagonalGaussian(mean, logVariance);
      }
      case LEARNED -> {
        Operand<TFloat32> shared =
            bounded(tf, parameters.vector("likelihood.logVariance", new float[] {START}));
        yield (ops, mean) -> new DiagonalGaussian(mean, shared);
      }
      case PER_PIXEL ->
          (ops, outputs) -> {
            List<Operand<TFloat32>> halves = Layers.splitLast(ops, outputs, 2);
            return new DiagonalGaussian(halves.get(0), bounded(ops, halves.get(1)));
          };
    };
  }

  /** The identity in between, and softly bounded to (LOWEST, HIGHEST). */
  private static Operand<TFloat32> bounded(Ops tf, Operand<TFloat32> raw) {
    // above(x) = LOWEST + softplus(x - LOWEST);  below(x) = HIGHEST - softplus(HIGHEST - x)
    Operand<TFloat32> lowest = tf.constant(LOWEST);
    Operand<TFloat32> highest = tf.constant(HIGHEST);
    Operand<TFloat32> above = tf.math.add(lowest, tf.math.softplus(tf.math.sub(raw, lowest)));
    return tf.math.sub(highest, tf.math.softplus(tf.math.sub(highest, above)));
  }

  @Override
  public float[] initialOutputs(float[] mean) {
    if (sigma != Sigma.PER_PIXEL) {
      return mean.clone();
    }
    float[] outputs = Arrays.copyOf(mean, 2 * mean.length);
    Arrays.fill(outputs, mean.length, outputs.length, START);
    return outputs;
  }
}
