package io.github.vaegraph.objective;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.latent.Draw;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The ELBO with some nats of each latent dimension free (Kingma et al. 2016, equation 15): the rate
 * of a dimension, averaged over the batch, counts at least so many, so that less of it gains
 * nothing. Where there is no closed form, and with it no rate of a dimension, all dimensions of a
 * layer are one group, with their free nats together.
 *
 * @param nats of each dimension
 */
record FreeBits(double nats) implements Objective {
  static final Choice.Option<Objective> OPTION =
      new Choice.Option<>(
          "free-bits",
          "NATS",
          "elbo whose rate counts at least NATS in each dimension",
          List.of("free-bits:0.5", "free-bits:0.0"),
          text -> new FreeBits(Nats.read("free-bits:NATS", text)));

  @Override
  public String text() {
    return "free-bits:" + nats;
  }

  @Override
  public Bound bound(Ops tf, Evidence evidence, BatchRows rows, Pressure pressure) {
    // E_q[log p(x|z)] - beta * sum_d max(nats, mean over the batch of KL_d)
    Operand<TFloat32> rate =
        evidence.layers().stream()
            .map(layer -> counted(tf, layer, rows))
            .reduce(tf.math::add)
            .orElseThrow();
    Operand<TFloat32> likelihood = Layers.meanFirst(tf, evidence.likelihood());
    return Bound.of(tf.math.sub(likelihood, tf.math.mul(pressure.weight(), rate)));
  }

  /** [] */
  private Operand<TFloat32> counted(Ops tf, Draw.Layer layer, BatchRows rows) {
    if (layer.kl().isPresent()) {
      Operand<TFloat32> means = rows.means(tf, layer.kl().get());
      return Layers.sumLast(tf, tf.math.maximum(means, tf.constant((float) nats)));
    }
    Operand<TFloat32> mean = rows.mean(tf, layer.rate(tf));
    // An estimate may fall below 0: nothing free is the estimate itself.
    return nats == 0
        ? mean
        : tf.math.maximum(mean, tf.constant((float) (nats * layer.codes().shape().get(2))));
  }
}
