package io.github.vaegraph.likelihood;

import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Layers;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Independent pixels, each a mixture of K components: its channels share the component, and within
 * it
 *
 * <pre>
 *   red   ~ logistic(m_r,                               s_r)
 *   green ~ logistic(m_g + a (r - e_r),                 s_g)
 *   blue  ~ logistic(m_b + b (r - e_r) + c (g - e_g),   s_b)
 * </pre>
 *
 * as in PixelCNN++ (Salimans et al. 2017, section 2.2), whose m_g is m_g - a e_r here. With e the
 * component's own means the decoder says each channel's colour by itself, and a, b, c only how the
 * channels err together.
 *
 * @param logits [..., K, P] log-weights, up to a constant
 * @param locations [..., K, P, C]
 * @param logScales [..., K, P, C]
 * @param coefficients [..., K, P, C] b, a, c in the places of red, green and blue; empty where each
 *     channel is by itself
 */
record LogisticMixture(
    Operand<TFloat32> logits,
    Operand<TFloat32> locations,
    Operand<TFloat32> logScales,
    Optional<Operand<TFloat32>> coefficients)
    implements Distribution {
  private static final int COMPONENTS = -2; // the axis, of what is one a pixel

  @Override
  public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> x) {
    // log P(x) = sum over pixels of log sum_k w_k prod over channels of P_k(x_c | x_<c)
    int pixels = Math.toIntExact(locations.shape().get(-2));
    int channels = Math.toIntExact(locations.shape().get(-1));
    Operand<TFloat32> values = Layers.unfoldLast(tf, x, 1, pixels, channels);
    Operand<TFloat32> given =
        coefficients.isPresent() ? Following.of(tf, this).locations(tf, values) : locations;
    Operand<TFloat32> masses =
        Layers.sumLast(tf, LogisticLevels.logMass(tf, values, given, logScales));
    Operand<TFloat32> each =
        tf.math.sub(
            Layers.logSumExp(tf, tf.math.add(masses, logits), COMPONENTS),
            Layers.logSumExp(tf, logits, COMPONENTS));
    return Layers.sumLast(tf, each);
  }

  @Override
  public Operand<TFloat32> mean(Ops tf) {
    // E[x] = sum_k w_k E_k[x]
    int size = Math.toIntExact(locations.shape().get(-2) * locations.shape().get(-1));
    Operand<TFloat32> total =
        tf.expandDims(Layers.logSumExp(tf, logits, COMPONENTS), tf.constant(COMPONENTS));
    Operand<TFloat32> weights =
        tf.expandDims(tf.math.exp(tf.math.sub(logits, total)), tf.constant(-1));
    Operand<TFloat32> means =
        coefficients.isPresent()
            ? Following.of(tf, this).means(tf)
            : LogisticLevels.mean(tf, locations, logScales);
    Operand<TFloat32> mean = tf.sum(tf.math.mul(weights, means), tf.constant(-3)); // [..., P, C]
    return Layers.foldLast(tf, mean, size);
  }

  /**
   * Channels that follow those before, a list of three [..., K, P, 1] each: red, green, blue.
   *
   * @param coefficients b, a, c
   */
  private record Following(
      List<Operand<TFloat32>> locations,
      List<Operand<TFloat32>> logScales,
      List<Operand<TFloat32>> coefficients) {
    static Following of(Ops tf, LogisticMixture mixture) {
      return new Following(
          Layers.splitLast(tf, mixture.locations, 3),
          Layers.splitLast(tf, mixture.logScales, 3),
          Layers.splitLast(tf, mixture.coefficients.orElseThrow(), 3));
    }

    private Operand<TFloat32> a() {
      return coefficients.get(1);
    }

    private Operand<TFloat32> b() {
      return coefficients.get(0);
    }

    private Operand<TFloat32> c() {
      return coefficients.get(2);
    }

    /** [..., K, P, 3] where each channel lies, given those before. */
    Operand<TFloat32> locations(Ops tf, Operand<TFloat32> values) {
      List<Operand<TFloat32>> x = Layers.splitLast(tf, values, 3);
      Errors errors = Errors.of(tf, this);
      Operand<TFloat32> red =
          tf.math.sub(x.get(0), LogisticLevels.mean(tf, locations.get(0), logScales.get(0)));
      Operand<TFloat32> green =
          tf.math.sub(x.get(1), LogisticLevels.mean(tf, locations.get(1), errors.green));
      Operand<TFloat32> shifts = // of rows that are the values' or the parameters'
          tf.concat(
              List.of(
                  tf.zerosLike(red),
                  tf.math.mul(a(), red),
                  tf.math.add(tf.math.mul(b(), red), tf.math.mul(c(), green))),
              tf.constant(-1));
      return tf.math.add(tf.concat(locations, tf.constant(-1)), shifts);
    }

    /**
     * [..., K, P, 3] the component's means: red's exactly; green's and blue's as if what they are
     * off by, through the channels before as well, were logistic with the same variance. Near black
     * and white that is an approximation, seen to be within a level on average and eight at most.
     */
    Operand<TFloat32> means(Ops tf) {
      Errors errors = Errors.of(tf, this);
      return LogisticLevels.mean(
          tf,
          tf.concat(locations, tf.constant(-1)),
          tf.concat(List.of(logScales.get(0), errors.green, errors.blue), tf.constant(-1)));
    }
  }

  /** Log-scales [..., K, P, 1] of green and blue where the channels before are not known. */
  private record Errors(Operand<TFloat32> green, Operand<TFloat32> blue) {
    static Errors of(Ops tf, Following channels) {
      // green's: s_g^2 + (a r)^2,  blue's: s_b^2 + ((b + c a) r)^2 + (c g)^2,
      // r and g what is left of s_r and s_g between black and white
      Operand<TFloat32> red = inside(tf, channels, 0);
      Operand<TFloat32> green = inside(tf, channels, 1);
      Operand<TFloat32> through =
          tf.math.add(channels.b(), tf.math.mul(channels.c(), channels.a()));
      return new Errors(
          wider(tf, channels.logScales.get(1), List.of(tf.math.mul(channels.a(), red))),
          wider(
              tf,
              channels.logScales.get(2),
              List.of(tf.math.mul(through, red), tf.math.mul(channels.c(), green))));
    }

    /** s P(0 < x < 1) */
    private static Operand<TFloat32> inside(Ops tf, Following channels, int channel) {
      Operand<TFloat32> location = channels.locations.get(channel);
      Operand<TFloat32> logScale = channels.logScales.get(channel);
      Operand<TFloat32> inverse = tf.math.exp(tf.math.neg(logScale));
      Operand<TFloat32> above = tf.math.sigmoid(tf.math.mul(location, inverse));
      Operand<TFloat32> beyond =
          tf.math.sigmoid(tf.math.mul(tf.math.sub(location, tf.constant(1f)), inverse));
      return tf.math.mul(tf.math.exp(logScale), tf.math.sub(above, beyond));
    }

    /** log sqrt(s^2 + sum of squares) */
    private static Operand<TFloat32> wider(
        Ops tf, Operand<TFloat32> logScale, List<Operand<TFloat32>> others) {
      Operand<TFloat32> square = tf.math.exp(tf.math.mul(logScale, tf.constant(2f)));
      for (Operand<TFloat32> other : others) {
        square = tf.math.add(square, tf.math.square(other));
      }
      return tf.math.mul(tf.math.log(square), tf.constant(0.5f));
    }
  }
}
