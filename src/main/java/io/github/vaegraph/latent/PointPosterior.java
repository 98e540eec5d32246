package io.github.vaegraph.latent;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.graph.Parameters;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * z = mean: what makes a model a plain autoencoder. A point has no density, and no rate.
 *
 * @param mean [B, L]
 * @param logVariance [B, L], as small as a Gaussian's may become
 */
record PointPosterior(Operand<TFloat32> mean, Operand<TFloat32> logVariance) implements Posterior {
  static final Choice.Option<Posterior.Family> OPTION =
      Choice.Option.plain("z = mean, a plain autoencoder", new Family());

  private static final float LOG_VARIANCE = -20;

  @Override
  public Sample draw(Ops tf, Noise noise) {
    return new Sample(tf.expandDims(mean, tf.constant(0)), Optional.empty());
  }

  @Override
  public Optional<Operand<TFloat32>> kl(Ops tf, Prior prior) {
    return Optional.empty();
  }

  /** The encoder's outputs are the code. */
  record Family() implements Posterior.Family {
    @Override
    public String text() {
      return "point";
    }

    @Override
    public String kindOfModel() {
      return "plain autoencoder";
    }

    @Override
    public boolean hasDensity() {
      return false;
    }

    @Override
    public int outputs(int dim) {
      return dim;
    }

    @Override
    public Posterior.Head head(Ops tf, Parameters parameters, int dim) {
      return (ops, outputs) ->
          new PointPosterior(
              outputs, ops.math.add(ops.zerosLike(outputs), ops.constant(LOG_VARIANCE)));
    }
  }
}
