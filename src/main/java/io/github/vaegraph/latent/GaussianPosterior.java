package io.github.vaegraph.latent;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * q(z|x) = N(mean, diag exp(logVariance)), both outputs of the encoder (Kingma and Welling 2014).
 *
 * @param mean [B, L]
 * @param logVariance [B, L]
 */
record GaussianPosterior(Operand<TFloat32> mean, Operand<TFloat32> logVariance)
    implements Posterior {
  static final Choice.Option<Posterior.Family> OPTION =
      Choice.Option.plain("a mean and a variance for each dimension", new Family());

  private static final float LOG_TWO_PI = (float) Math.log(2 * Math.PI);

  /** exp(20) is far from overflow, and a variance of exp(-20) is as good as none. */
  private static final float BOUND = 20;

  /** Means and log-variances side by side, [B, 2 L]. */
  static GaussianPosterior of(Ops tf, Operand<TFloat32> outputs) {
    List<Operand<TFloat32>> halves = Layers.splitLast(tf, outputs, 2);
    return new GaussianPosterior(halves.get(0), Layers.softBound(tf, halves.get(1), BOUND));
  }

  @Override
  public Sample draw(Ops tf, Noise noise) {
    Operand<TFloat32> e = noise.normal(tf, Math.toIntExact(mean.shape().get(1)));
    Operand<TFloat32> codes = distribution().sample(tf, e);
    // log q(z|x) = -1/2 sum { log(2 pi) + log v + e^2 },  z = mean + exp(log v / 2) * e
    Operand<TFloat32> terms =
        tf.math.add(tf.math.add(tf.math.square(e), logVariance), tf.constant(LOG_TWO_PI));
    return new Sample(
        codes, Optional.of(tf.math.mul(Layers.sumLast(tf, terms), tf.constant(-0.5f))));
  }

  @Override
  public Optional<Operand<TFloat32>> kl(Ops tf, Prior prior) {
    if (!(prior instanceof StandardNormal)) {
      return Optional.empty();
    }
    // KL = 1/2 { m^2 + v - 1 - log v } in each dimension (Kingma and Welling 2014, appendix B)
    Operand<TFloat32> terms =
        tf.math.sub(
            tf.math.add(tf.math.square(mean), tf.math.exp(logVariance)),
            tf.math.add(logVariance, tf.constant(1f)));
    return Optional.of(tf.math.mul(terms, tf.constant(0.5f)));
  }

  @Override
  public Optional<DiagonalGaussian> factors() {
    return Optional.of(distribution());
  }

  /** Itself, whose density of any code is known. */
  DiagonalGaussian distribution() {
    return new DiagonalGaussian(mean, logVariance);
  }

  /** Means and log-variances from one matrix product. */
  record Family() implements Posterior.Family {
    @Override
    public String text() {
      return "gaussian";
    }

    @Override
    public boolean gaussian() {
      return true;
    }

    @Override
    public int outputs(int dim) {
      return 2 * dim;
    }

    @Override
    public Posterior.Head head(Ops tf, Parameters parameters, int dim) {
      return GaussianPosterior::of;
    }
  }
}
