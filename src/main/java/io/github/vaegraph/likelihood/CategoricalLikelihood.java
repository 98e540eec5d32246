package io.github.vaegraph.likelihood;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The 256 grey levels of a byte, a probability each (van den Oord, Kalchbrenner and Kavukcuoglu
 * 2016, section 3): the decoder's outputs are logits, and know nothing of the levels' order.
 */
record CategoricalLikelihood() implements Likelihood {
  static final Choice.Option<Likelihood> OPTION =
      new Choice.Option<>(
          "categorical",
          "256",
          "the 256 levels of bytes, an output of the decoder for each",
          List.of("categorical:256"),
          CategoricalLikelihood::read);

  private static final int LEVELS = 256;
  private static final int HIGHEST = LEVELS - 1;

  /** Of a start's slopes: one level then has all of the mass. */
  private static final double STEEPEST = 20;

  /** The part of a start's mass that all levels share: no value is then beyond all expectation. */
  private static final double SHARED = 1e-3;

  private static Likelihood read(String levels) {
    if (!levels.isEmpty() && !levels.equals("" + LEVELS)) {
      throw new IllegalArgumentException(
          "categorical must have 256 levels, those of the bytes that all images are read as, was "
              + levels);
    }
    return new CategoricalLikelihood();
  }

  @Override
  public String text() {
    return "categorical:" + LEVELS;
  }

  @Override
  public int outputsPerValue(ImageShape image) {
    return LEVELS;
  }

  @Override
  public Support support() {
    return Support.LEVELS;
  }

  @Override
  public Head head(Ops tf, Parameters parameters, ImageShape image) {
    return (ops, outputs) -> new Categorical(Layers.unfoldLast(ops, outputs, LEVELS, image.size()));
  }

  @Override
  public float[] initialOutputs(ImageShape image, float[] mean) {
    // P(k) = (1 - c) q(k) + c / 256,  q(k) = exp(t k) / sum exp(t k): the least that a mean says
    float[] logits = new float[LEVELS * mean.length];
    for (int i = 0; i < mean.length; i++) {
      double kept = Math.min(Math.max(mean[i], SHARED), 1 - SHARED);
      double slope = slope(HIGHEST * (kept - SHARED / 2) / (1 - SHARED));
      double largest = Math.max(0, slope * HIGHEST);
      double sum = 0;
      for (int k = 0; k < LEVELS; k++) {
        sum += Math.exp(slope * k - largest);
      }
      for (int k = 0; k < LEVELS; k++) {
        double q = Math.exp(slope * k - largest) / sum;
        logits[k * mean.length + i] = (float) Math.log((1 - SHARED) * q + SHARED / LEVELS);
      }
    }
    return logits;
  }

  /** The slope of the logits for this mean level. */
  private static double slope(double meanLevel) {
    return Halving.solve(CategoricalLikelihood::meanLevel, meanLevel, -STEEPEST, STEEPEST);
  }

  /** sum k exp(t k) / sum exp(t k) = 255/2 + (256 coth(128 t) - coth(t / 2)) / 2. */
  private static double meanLevel(double slope) {
    double h = slope / 2;
    double difference = Math.abs(h) < 1e-6 ? 0 : LEVELS / Math.tanh(LEVELS * h) - 1 / Math.tanh(h);
    return (HIGHEST + difference) / 2;
  }

  /**
   * Independent levels.
   *
   * @param logits [..., 256, D]
   */
  private record Categorical(Operand<TFloat32> logits) implements Distribution {
    private static final int AXIS = -2;

    @Override
    public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> x) {
      // log P(x) = sum { l_x - log sum_k exp(l_k) }
      Operand<TFloat32> logit = tf.sum(tf.math.mul(chosen(tf, x), logits), tf.constant(AXIS));
      return Layers.sumLast(tf, tf.math.sub(logit, Layers.logSumExp(tf, logits, AXIS)));
    }

    @Override
    public Operand<TFloat32> trainingLogProb(Ops tf, Operand<TFloat32> x) {
      // d/dl_k log P(x) = 1[x = k] - P(k), and the value beside it, as for the Bernoulli
      Operand<TFloat32> derivative = tf.stopGradient(tf.math.sub(chosen(tf, x), probabilities(tf)));
      Operand<TFloat32> slope = tf.sum(tf.math.mul(logits, derivative), axes(tf));
      return tf.math.add(slope, tf.stopGradient(tf.math.sub(logProb(tf, x), slope)));
    }

    private static Operand<TInt32> axes(Ops tf) {
      return tf.constant(new int[] {AXIS, -1});
    }

    /** [..., 256, D] 1 at each value's level, 0 elsewhere; the level of 0.5 is 128. */
    private Operand<TFloat32> chosen(Ops tf, Operand<TFloat32> x) {
      int size = Math.toIntExact(logits.shape().get(-1));
      Operand<TFloat32> scaled =
          tf.math.add(tf.math.mul(x, tf.constant((float) HIGHEST)), tf.constant(0.5f));
      Operand<TFloat32> level =
          tf.math.maximum(
              tf.constant(0f),
              tf.math.minimum(tf.constant((float) HIGHEST), tf.math.floor(scaled)));
      Operand<TFloat32> distance =
          tf.math.abs(tf.math.sub(Layers.unfoldLast(tf, level, 1, size), levels(tf)));
      return tf.dtypes.cast(tf.math.less(distance, tf.constant(0.5f)), TFloat32.class);
    }

    private Operand<TFloat32> probabilities(Ops tf) {
      Operand<TFloat32> max =
          tf.stopGradient(tf.max(logits, tf.constant(AXIS), Max.keepDims(true)));
      Operand<TFloat32> each = tf.math.exp(tf.math.sub(logits, max));
      return tf.math.div(each, tf.sum(each, tf.constant(AXIS), Sum.keepDims(true)));
    }

    /** [256, 1] 0, 1, ..., 255 */
    private static Operand<TFloat32> levels(Ops tf) {
      float[][] levels = new float[LEVELS][1];
      for (int k = 0; k < LEVELS; k++) {
        levels[k][0] = k;
      }
      return tf.constant(StdArrays.ndCopyOf(levels));
    }

    @Override
    public Operand<TFloat32> mean(Ops tf) {
      // E[x] = sum_k P(k) k / 255
      Operand<TFloat32> sum = tf.sum(tf.math.mul(probabilities(tf), levels(tf)), tf.constant(AXIS));
      return tf.math.div(sum, tf.constant((float) HIGHEST));
    }
  }
}
