package io.github.vaegraph.likelihood;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * The 256 grey levels of a byte: each has the mass of a logistic distribution between the middles
 * to its neighbours, and black and white have the tails (Salimans et al. 2017, section 2.1).
 *
 * @param scale of the logistic distribution, in units of the whole range from black to white
 */
record DiscretizedLogisticLikelihood(Scale scale) implements Likelihood {
  static final Choice.Option<Likelihood> OPTION =
      new Choice.Option<>(
          "discretized-logistic",
          "SCALE",
          "the 256 levels of bytes; SCALE as SIGMA, per-pixel if left out",
          List.of(
              "discretized-logistic:per-pixel",
              "discretized-logistic:learned",
              "discretized-logistic:0.05"),
          scale ->
              new DiscretizedLogisticLikelihood(
                  Scale.read("scale", scale.isEmpty() ? "per-pixel" : scale)));

  /** The decoder's outputs are log-scales. */
  private static final int POWER = 1;

  /** Means are kept this far from 0 and 1, which no location has. */
  private static final double MARGIN = 1e-3;

  /** So many scales below 0 the mean of the widest scale lies within the margin. */
  private static final double FAR = 10;

  /**
   * @throws IllegalArgumentException when a fixed scale is below a level's width
   */
  DiscretizedLogisticLikelihood {
    if (!scale.learned() && scale.fixed() < Scale.LOWEST) {
      throw new IllegalArgumentException(
          "scale must be at least 1/255, the width of a level, was " + scale.fixed());
    }
  }

  @Override
  public String text() {
    return "discretized-logistic:" + scale.text();
  }

  @Override
  public int outputsPerValue() {
    return scale.outputsPerValue();
  }

  @Override
  public Support support() {
    return Support.LEVELS;
  }

  @Override
  public Head head(Ops tf, Parameters parameters) {
    return scale.head(tf, parameters, "likelihood.logScale", POWER, DiscretizedLogistic::new);
  }

  @Override
  public float[] initialOutputs(float[] mean) {
    float[] locations = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      locations[i] = (float) location(Math.min(Math.max(mean[i], MARGIN), 1 - MARGIN));
    }
    return scale.initialOutputs(locations, POWER);
  }

  /** The location of this mean, which rises with it, by halving an interval. */
  private double location(double mean) {
    double s = scale.initial(POWER);
    double low = -FAR * s;
    double high = 1 + FAR * s;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (s * (Scale.softplus(middle / s) - Scale.softplus((middle - 1) / s)) < mean) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /**
   * Independent levels.
   *
   * @param location [..., D]
   * @param logScale [..., D], or a shape that broadcasts to it
   */
  private record DiscretizedLogistic(Operand<TFloat32> location, Operand<TFloat32> logScale)
      implements Distribution {
    private static final float HALF = 0.5f / 255;

    @Override
    public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> x) {
      // P(x) = sigmoid(a) - sigmoid(b),  a = (x + 1/510 - m) / s,  b = (x - 1/510 - m) / s
      //      = sigmoid(a) sigmoid(-b) (1 - exp(b - a))
      // log P(x) = -softplus(-a) - softplus(b) + log(1 - exp(-w)),  w = 1 / (255 s)
      // log(1 - exp(-w)) = log tanh(w / 2) + softplus(-w), exact for small w too
      // P(0) = sigmoid(a),  P(1) = sigmoid(-b)
      Operand<TFloat32> inverse = tf.math.exp(tf.math.neg(logScale));
      Operand<TFloat32> centred = tf.math.sub(x, location);
      Operand<TFloat32> a = tf.math.mul(tf.math.add(centred, tf.constant(HALF)), inverse);
      Operand<TFloat32> b = tf.math.mul(tf.math.sub(centred, tf.constant(HALF)), inverse);
      Operand<TFloat32> half = tf.math.mul(inverse, tf.constant(HALF)); // w / 2
      Operand<TFloat32> between =
          tf.math.add(
              tf.math.log(tf.math.tanh(half)),
              tf.math.softplus(tf.math.mul(half, tf.constant(-2f))));
      Operand<TFloat32> notWhite = indicator(tf, tf.math.less(x, tf.constant(1 - HALF)));
      Operand<TFloat32> notBlack = indicator(tf, tf.math.greater(x, tf.constant(HALF)));
      Operand<TFloat32> below = tf.math.mul(notWhite, tf.math.softplus(tf.math.neg(a)));
      Operand<TFloat32> above = tf.math.mul(notBlack, tf.math.softplus(b));
      Operand<TFloat32> middle = tf.math.mul(tf.math.mul(notWhite, notBlack), between);
      return Layers.sumLast(tf, tf.math.sub(middle, tf.math.add(below, above)));
    }

    private static Operand<TFloat32> indicator(Ops tf, Operand<TBool> condition) {
      return tf.dtypes.cast(condition, TFloat32.class);
    }

    @Override
    public Operand<TFloat32> mean(Ops tf) {
      // E[x] = (1/255) sum over k from 0 to 254 of sigmoid((m - (k + 1/2) / 255) / s)
      //      = s (softplus(m / s) - softplus((m - 1) / s)) by the midpoint rule, whose error is
      // below 1 / (24 * 4 * 255^2 s), 4e-5 for the smallest scale
      Operand<TFloat32> inverse = tf.math.exp(tf.math.neg(logScale));
      Operand<TFloat32> low = tf.math.softplus(tf.math.mul(location, inverse));
      Operand<TFloat32> high =
          tf.math.softplus(tf.math.mul(tf.math.sub(location, tf.constant(1f)), inverse));
      return tf.math.mul(tf.math.exp(logScale), tf.math.sub(low, high));
    }
  }
}
