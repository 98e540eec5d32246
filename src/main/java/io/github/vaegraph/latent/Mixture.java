package io.github.vaegraph.latent;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.choice.Count;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.network.Condition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * A mixture of Gaussians whose weights, means and variances are learned with the model; it starts
 * about as wide as N(0, I). Classes share the Gaussians, and each has weights of its own:
 *
 * <pre>
 *   p(z|c) = sum_k w_ck N(z; m_k, v_k)
 * </pre>
 *
 * @param components K
 * @param dim L
 * @param logits log-weights, up to a constant: [K], of each class [classes, K], or of rows of
 *     classes [N, K]
 * @param gaussians [K, 4 L + 1] as {@link #gaussians} has them
 */
record Mixture(int components, int dim, Operand<TFloat32> logits, Operand<TFloat64> gaussians)
    implements Prior {
  static final int MOST = 10_000;

  static final Choice.Option<Prior.Family> OPTION =
      new Choice.Option<>(
          "mixture",
          "K",
          "K Gaussians, learned with the model",
          List.of("mixture:3", "mixture:1"),
          text -> new Family(Count.read("a mixture", "mixture:K", MOST, text)));

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /** exp(20) is far from overflow, and a variance of exp(-20) is as good as none. */
  private static final float BOUND = 20;

  /** The variable of the weights, which are equal at first: {@code prior.logits}. */
  static Operand<TFloat32> logits(Ops tf, Parameters parameters, int components, int classes) {
    if (classes == 0) {
      return parameters.vector("prior.logits", new float[components]);
    }
    Operand<TFloat32> all = parameters.vector("prior.logits", new float[classes * components]);
    return tf.reshape(all, tf.constant(new int[] {classes, components}));
  }

  /** Of means and log-variances [K, L]. */
  static Mixture of(
      Ops tf, Operand<TFloat32> logits, Operand<TFloat32> means, Operand<TFloat32> logVariances) {
    return new Mixture(
        Math.toIntExact(means.shape().get(0)),
        Math.toIntExact(means.shape().get(1)),
        logits,
        gaussians(tf, means, logVariances));
  }

  /**
   * What densities and draws take of means and log-variances [K, L], computed once a graph: side by
   * side 1 / v, -2 m / v, m, the deviation, and sum m^2 / v + log v + log(2 pi).
   */
  static Operand<TFloat64> gaussians(
      Ops tf, Operand<TFloat32> means, Operand<TFloat32> logVariances) {
    Operand<TFloat64> m = tf.dtypes.cast(means, TFloat64.class);
    Operand<TFloat64> logV = tf.dtypes.cast(logVariances, TFloat64.class);
    Operand<TFloat64> precision = tf.math.exp(tf.math.neg(logV));
    Operand<TFloat64> slope = tf.math.mul(tf.math.mul(m, precision), tf.constant(-2.0));
    Operand<TFloat64> squares = tf.math.mul(tf.math.square(m), precision);
    Operand<TFloat64> terms = tf.math.add(tf.math.add(squares, logV), tf.constant(LOG_TWO_PI));
    Operand<TFloat64> level = tf.sum(terms, tf.constant(1), Sum.keepDims(true));
    Operand<TFloat64> deviation = tf.math.exp(tf.math.mul(logV, tf.constant(0.5)));
    return tf.concat(List.of(precision, slope, m, deviation, level), tf.constant(1));
  }

  @Override
  public Prior given(Ops tf, Condition condition) {
    return condition
        .rows()
        .map(rows -> new Mixture(components, dim, tf.linalg.matMul(rows, logits), gaussians))
        .orElse(this);
  }

  @Override
  public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> codes) {
    // log p(z) = log sum_k w_k N(z; m_k, v_k): z [..., L] gives [..., K]
    return Layers.logSumExpLast(tf, tf.math.add(logProbs(tf, codes), logWeights(tf)));
  }

  /**
   * log N(z; m_k, v_k) of every component: [..., L] -> [..., K]. One product instead of K
   * differences of each dimension, which for hundreds of components would take most of a step:
   *
   * <pre>
   *   sum (z - m)^2 / v = z^2 (1 / v) + z (-2 m / v) + sum m^2 / v
   * </pre>
   *
   * <p>In double precision, as the terms nearly cancel where variances are small.
   */
  private Operand<TFloat32> logProbs(Ops tf, Operand<TFloat32> codes) {
    Operand<TFloat64> factors = Layers.columns(tf, gaussians, 0, 2 * dim);
    Operand<TFloat64> level =
        tf.reshape(Layers.columns(tf, gaussians, 4 * dim, 1), tf.constant(new int[] {components}));
    Operand<TFloat64> z = tf.dtypes.cast(codes, TFloat64.class);
    Operand<TFloat64> powers = tf.concat(List.of(tf.math.square(z), z), tf.constant(-1));
    Operand<TFloat64> terms =
        Layers.onMatrix(
            tf,
            powers,
            components,
            rows -> tf.linalg.matMul(rows, factors, MatMul.transposeB(true)));
    return tf.dtypes.cast(
        tf.math.mul(tf.math.add(terms, level), tf.constant(-0.5)), TFloat32.class);
  }

  /** [..., K]: TensorFlow's own log-softmax has a gradient for matrices alone. */
  private Operand<TFloat32> logWeights(Ops tf) {
    // log w = l - log sum exp(l)
    Operand<TFloat32> total = tf.expandDims(Layers.logSumExpLast(tf, logits), tf.constant(-1));
    return tf.math.sub(logits, total);
  }

  @Override
  public Source source(Ops tf, Noise noise) {
    // One column more than the code has chooses: u = Phi(e).
    Operand<TFloat32> columns = noise.normal(tf, dim + 1);
    List<Operand<TFloat32>> parts = Layers.cutLast(tf, columns, dim, 1);
    Operand<TFloat32> u =
        tf.math.mul(
            tf.math.erfc(tf.math.mul(parts.get(1), tf.constant((float) -Math.sqrt(0.5)))),
            tf.constant(0.5f));
    return new Source(parts.get(0), Optional.of(u));
  }

  @Override
  public Operand<TFloat32> codes(Ops tf, Source source) {
    // The component k: as many as have a sum of the weights up to their own that is at most u.
    // Then z = m_k + exp(log v_k / 2) * e.
    Operand<TFloat32> u = source.choice().orElseThrow();
    Operand<TFloat32> sums = tf.math.cumsum(tf.math.exp(logWeights(tf)), tf.constant(-1));
    Operand<TInt32> passed =
        tf.sum(tf.dtypes.cast(tf.math.lessEqual(sums, u), TInt32.class), tf.constant(-1));
    // Weights that sum up to a little less than 1 leave nobody without a component.
    Operand<TInt32> component = tf.math.minimum(passed, tf.constant(components - 1));
    Operand<TFloat64> chosen =
        tf.gather(Layers.columns(tf, gaussians, 2 * dim, 2 * dim), component, tf.constant(0));
    Operand<TFloat32> both = tf.dtypes.cast(chosen, TFloat32.class);
    Operand<TFloat32> m = Layers.columns(tf, both, 0, dim);
    Operand<TFloat32> d = Layers.columns(tf, both, dim, dim);
    return tf.math.add(m, tf.math.mul(d, source.normal()));
  }

  /**
   * The mixture without variables.
   *
   * @param components K
   */
  record Family(int components) implements Prior.Family {
    /** Means and components share the variance of N(0, I) between them. */
    private static final float HALF = 0.5f;

    @Override
    public String text() {
      return "mixture:" + components;
    }

    @Override
    public Prior create(
        Ops tf, Parameters parameters, Setting setting, Encoder encoder, Examples examples) {
      int dim = setting.dim();
      float[] logVariances = new float[components * dim];
      Arrays.fill(logVariances, (float) Math.log(HALF));
      Operand<TFloat32> logVariance = parameters.vector("prior.logVariances", logVariances);
      return Mixture.of(
          tf,
          logits(tf, parameters, components, setting.classes()),
          parameters.matrix("prior.means", components, dim, (float) Math.sqrt(HALF)),
          Layers.softBound(
              tf, tf.reshape(logVariance, tf.constant(new int[] {components, dim})), BOUND));
    }

    @Override
    public boolean chooses() {
      return true;
    }

    @Override
    public long parameters(Setting setting) {
      return components * (Math.max(1, setting.classes()) + 2L * setting.dim());
    }

    @Override
    public long valuesPerRow(int dim) {
      return components + 4L * dim;
    }
  }
}
