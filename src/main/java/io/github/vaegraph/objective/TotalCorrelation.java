package io.github.vaegraph.objective;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.latent.Draw;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The ELBO with a weight on the total correlation alone (Chen et al. 2018, equation 4). With q(z) =
 * mean over the training images of q(z|x), the rate is
 *
 * <pre>
 *   E_q[log q(z|x) - log q(z)] + E_q[log q(z) - sum_d log q(z_d)] + E_q[sum_d log q(z_d) - log p(z)]
 * </pre>
 *
 * what codes tell of the image, how far their dimensions depend on each other, and how far each is
 * from the prior; beta weighs the second.
 */
record TotalCorrelation() implements Objective {
  static final Choice.Option<Objective> OPTION =
      Choice.Option.plain(
          "elbo in which beta weighs the total correlation of the code's dimensions alone",
          new TotalCorrelation());

  /** Of which the exponential is 0, and that a sum leaves finite. */
  private static final float LEAST = -1e30f;

  @Override
  public String text() {
    return "tcvae";
  }

  @Override
  public Bound bound(Ops tf, Evidence evidence, BatchRows rows, Pressure pressure) {
    // ELBO - (beta - 1) * total correlation
    Operand<TFloat32> correlation =
        evidence.layers().stream()
            .map(layer -> correlation(tf, layer, rows))
            .reduce(tf.math::add)
            .orElseThrow();
    Operand<TFloat32> more = tf.math.sub(pressure.weight(), tf.constant(1f));
    Operand<TFloat32> elbo = Elbo.value(tf, evidence, tf.constant(1f));
    return Bound.of(tf.math.sub(elbo, tf.math.mul(more, correlation)));
  }

  /** [B] log q(z) - sum_d log q(z_d), the mean over the K codes. */
  static Operand<TFloat32> correlation(Ops tf, Draw.Layer layer, BatchRows rows) {
    // log q(z) = log sum_j q(z|x_j) / (N M) over the batch's M images of N (Chen et al. 2018,
    // section 4.1): z [K, B, 1, d] beside q of [B, d] gives [K, B, B, d]
    DiagonalGaussian factors = layer.factors().orElseThrow();
    Operand<TFloat32> z = tf.expandDims(layer.codes(), tf.constant(2));
    Operand<TFloat32> each = factors.logProbs(tf, z);
    Operand<TFloat32> absent =
        tf.math.mul(tf.math.sub(tf.constant(1f), rows.present()), tf.constant(LEAST));
    Operand<TFloat32> logPairs =
        tf.math.add(
            tf.math.log(rows.count(tf)), tf.constant((float) Math.log((double) rows.images())));
    Operand<TFloat32> whole =
        tf.math.sub(
            Layers.logSumExpLast(tf, tf.math.add(Layers.sumLast(tf, each), absent)), logPairs);
    Operand<TFloat32> parts =
        tf.math.sub(
            Layers.logSumExp(tf, tf.math.add(each, tf.expandDims(absent, tf.constant(1))), -2),
            logPairs);
    return Layers.meanFirst(tf, tf.math.sub(whole, Layers.sumLast(tf, parts)));
  }

  @Override
  public Optional<String> advice(double weight) {
    return weight == 1
        ? Optional.of("objective tcvae at beta(1) is the ELBO, and costs more; try beta(6)")
        : Optional.empty();
  }

  /**
   * The ELBO: what total correlation is depends on the images beside, as that of few is another.
   */
  @Override
  public double of(double distortion, double rate, double weight, double capacity) {
    return -distortion - rate;
  }

  @Override
  public boolean needsFactors() {
    return true;
  }

  @Override
  public long valuesPerPair(int latentDim) {
    return latentDim;
  }
}
