package io.github.vaegraph.likelihood;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * Grey pixels in [0, 1], with the normalizing constant that a cross entropy against them lacks
 * (Loaiza-Ganem and Cunningham 2019). The decoder's outputs are logits.
 */
record ContinuousBernoulliLikelihood() implements Likelihood {
  static final Choice.Option<Likelihood> OPTION =
      Choice.Option.plain("grey pixels from logits", new ContinuousBernoulliLikelihood());

  /** Means are kept this far from 0 and 1, where the logit is infinite. */
  private static final double MARGIN = 1e-3;

  /** The logit whose mean lies within the margin is below 1 / MARGIN. */
  private static final double LARGEST_LOGIT = 2 / MARGIN;

  @Override
  public String text() {
    return "continuous-bernoulli";
  }

  @Override
  public int outputsPerValue(ImageShape image) {
    return 1;
  }

  @Override
  public Support support() {
    return Support.UNIT_INTERVAL;
  }

  @Override
  public Head head(Ops tf, Parameters parameters, ImageShape image) {
    return (ops, outputs) -> new ContinuousBernoulli(outputs);
  }

  @Override
  public float[] initialOutputs(ImageShape image, float[] mean) {
    float[] logits = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double inside = Math.min(Math.max(mean[i], MARGIN), 1 - MARGIN);
      logits[i] =
          (float)
              Halving.solve(
                  ContinuousBernoulliLikelihood::mean, inside, -LARGEST_LOGIT, LARGEST_LOGIT);
    }
    return logits;
  }

  /** E[x] = 1/2 + (coth h - 1/h) / 2, h = l/2; h/3 for small h. */
  private static double mean(double logit) {
    double h = logit / 2;
    return 0.5 + 0.5 * (Math.abs(h) < 1e-3 ? h / 3 : 1 / Math.tanh(h) - 1 / h);
  }

  /**
   * Independent continuous Bernoulli variables. With l the logit, lambda = sigmoid(l):
   *
   * <pre>
   *   p(x) = C lambda^x (1 - lambda)^(1 - x) = exp(l x - A(l)) on [0, 1]
   *   A(l) = log integral of exp(l x) = log((exp(l) - 1) / l) = h + log(sinh h / h),  h = l/2
   *   E[x] = A'(l) = 1/2 + (coth h - 1/h) / 2
   * </pre>
   *
   * Around lambda = 1/2, where h is 0 and the quotients are 0/0, the series in h^2 take over.
   *
   * @param logits [..., D]
   */
  private record ContinuousBernoulli(Operand<TFloat32> logits) implements Distribution {
    /** Below it five terms of the series are exact in single precision, above it the quotients. */
    private static final float SMALL = 1;

    /** log(sinh h / h) = h^2/6 - h^4/180 + h^6/2835 - h^8/37800 + h^10/467775 - ... */
    private static final float[] LOG_SINHC = {
      1f / 6, -1f / 180, 1f / 2835, -1f / 37800, 1f / 467775, (float) (-691 / 3831077250.0)
    };

    /** coth h - 1/h = h (1/3 - h^2/45 + 2 h^4/945 - h^6/4725 + 2 h^8/93555 - ...) */
    private static final float[] LANGEVIN = {
      1f / 3, -1f / 45, 2f / 945, -1f / 4725, 2f / 93555, (float) (-1382 / 638512875.0)
    };

    @Override
    public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> x) {
      // log p(x) = sum { l x - A(l) } = sum { l (x - 1/2) - log(sinh h / h) },  even in h
      Operand<TFloat32> centred = tf.math.mul(logits, tf.math.sub(x, tf.constant(0.5f)));
      return Layers.sumLast(tf, tf.math.sub(centred, logSinhc(tf)));
    }

    @Override
    public Operand<TFloat32> mean(Ops tf) {
      Operand<TFloat32> h = half(tf);
      Operand<TFloat32> absolute = tf.math.abs(h);
      // Even in h; not within(), since TFLite has no ClipByValue, and models are asked for means.
      Operand<TFloat32> inside = tf.math.minimum(absolute, tf.constant(SMALL));
      Operand<TFloat32> series = tf.math.mul(h, series(tf, inside, LANGEVIN));
      Operand<TFloat32> size = beyond(tf, absolute);
      Operand<TFloat32> quotient =
          tf.math.mul(
              tf.math.sign(h),
              tf.math.sub(tf.math.reciprocal(tf.math.tanh(size)), tf.math.reciprocal(size)));
      Operand<TFloat32> langevin = tf.select(small(tf, h), series, quotient);
      return tf.math.add(tf.constant(0.5f), tf.math.mul(tf.constant(0.5f), langevin));
    }

    private Operand<TFloat32> logSinhc(Ops tf) {
      Operand<TFloat32> h = half(tf);
      Operand<TFloat32> inside = within(tf, h);
      Operand<TFloat32> series = tf.math.mul(tf.math.square(inside), series(tf, inside, LOG_SINHC));
      // log(sinh h / h) = h + log(1 - exp(-2h)) - log(2h) for h > 0
      Operand<TFloat32> size = beyond(tf, tf.math.abs(h));
      Operand<TFloat32> twice = tf.math.mul(size, tf.constant(2f));
      Operand<TFloat32> quotient =
          tf.math.sub(
              tf.math.add(size, tf.math.log1p(tf.math.neg(tf.math.exp(tf.math.neg(twice))))),
              tf.math.log(twice));
      return tf.select(small(tf, h), series, quotient);
    }

    private Operand<TFloat32> half(Ops tf) {
      return tf.math.mul(logits, tf.constant(0.5f));
    }

    private static Operand<TBool> small(Ops tf, Operand<TFloat32> h) {
      return tf.math.less(tf.math.abs(h), tf.constant(SMALL));
    }

    // What is not selected is computed all the same: its argument is moved to where neither its
    // value nor its gradient leaves the range of numbers.

    private static Operand<TFloat32> within(Ops tf, Operand<TFloat32> h) {
      return tf.clipByValue(h, tf.constant(-SMALL), tf.constant(SMALL));
    }

    private static Operand<TFloat32> beyond(Ops tf, Operand<TFloat32> size) {
      return tf.math.maximum(size, tf.constant(SMALL));
    }

    /** sum over i of coefficients[i] h^(2i), by Horner's rule. */
    private static Operand<TFloat32> series(Ops tf, Operand<TFloat32> h, float[] coefficients) {
      Operand<TFloat32> square = tf.math.square(h);
      Operand<TFloat32> sum = tf.constant(coefficients[coefficients.length - 1]);
      for (int i = coefficients.length - 2; i >= 0; i--) {
        sum = tf.math.add(tf.math.mul(sum, square), tf.constant(coefficients[i]));
      }
      return sum;
    }
  }
}
