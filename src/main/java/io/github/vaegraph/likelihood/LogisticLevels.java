package io.github.vaegraph.likelihood;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * A logistic distribution over the 256 levels of bytes: each has the mass between the middles to
 * its neighbours, and black and white have the tails (Salimans et al. 2017, section 2.1).
 */
final class LogisticLevels {
  /**
   * The lower bound of a scale. A mass is never above 1, so that none grows without end: from a
   * quarter of a level down, three quarters of the mass lie on one level, and the mean would follow
   * steps between levels.
   */
  static final Scale.Bounds BOUNDS = new Scale.Bounds(1, 0.25 / 255);

  private static final float HALF = 0.5f / 255;

  /** Means are kept this far from 0 and 1, which no location has. */
  private static final double MARGIN = 1e-3;

  /** So many scales below 0 the mean of the widest scale lies within the margin. */
  private static final double FAR = 10;

  private LogisticLevels() {}

  /** log P(x) of each value: all of one shape, or of shapes that broadcast. */
  static Operand<TFloat32> logMass(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> location, Operand<TFloat32> logScale) {
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
            tf.math.log(tf.math.tanh(half)), tf.math.softplus(tf.math.mul(half, tf.constant(-2f))));
    Operand<TFloat32> notWhite = indicator(tf, tf.math.less(x, tf.constant(1 - HALF)));
    Operand<TFloat32> notBlack = indicator(tf, tf.math.greater(x, tf.constant(HALF)));
    Operand<TFloat32> below = tf.math.mul(notWhite, tf.math.softplus(tf.math.neg(a)));
    Operand<TFloat32> above = tf.math.mul(notBlack, tf.math.softplus(b));
    Operand<TFloat32> middle = tf.math.mul(tf.math.mul(notWhite, notBlack), between);
    return tf.math.sub(middle, tf.math.add(below, above));
  }

  private static Operand<TFloat32> indicator(Ops tf, Operand<TBool> condition) {
    return tf.dtypes.cast(condition, TFloat32.class);
  }

  /** E[x] of each value. */
  static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> location, Operand<TFloat32> logScale) {
    // E[x] = (1/255) sum over k from 0 to 254 of sigmoid((m - (k + 1/2) / 255) / s)
    //      = s (softplus(m / s) - softplus((m - 1) / s)) by the midpoint rule, whose error is
    // below 1 / (24 * 4 * 255^2 s), 4e-5 for a scale of one level; 3e-4 for the smallest
    Operand<TFloat32> inverse = tf.math.exp(tf.math.neg(logScale));
    Operand<TFloat32> low = tf.math.softplus(tf.math.mul(location, inverse));
    Operand<TFloat32> high =
        tf.math.softplus(tf.math.mul(tf.math.sub(location, tf.constant(1f)), inverse));
    return tf.math.mul(tf.math.exp(logScale), tf.math.sub(low, high));
  }

  /** The locations of these means, or of the nearest that there are. */
  static float[] locations(float[] means, double scale) {
    float[] locations = new float[means.length];
    for (int i = 0; i < means.length; i++) {
      locations[i] = (float) location(Math.min(Math.max(means[i], MARGIN), 1 - MARGIN), scale);
    }
    return locations;
  }

  private static double location(double mean, double s) {
    return Halving.solve(
        m -> s * (Scale.softplus(m / s) - Scale.softplus((m - 1) / s)),
        mean,
        -FAR * s,
        1 + FAR * s);
  }
}
