package io.github.vaegraph.network;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Fully connected layers, then mean and log-variance from one matrix product. */
public final class MlpEncoder implements Encoder {
  /** exp(20) is far from overflow, and a variance of exp(-20) is as good as none. */
  private static final float LOG_VARIANCE_BOUND = 20;

  private final Layers.Mlp hidden;
  private final Layers.Dense posterior;
  private final boolean variational;

  /**
   * Creates the variables {@code encoder.hidden0.weights} to {@code encoder.posterior.bias}.
   *
   * @param inputs D, the number of values in an image
   * @param widths of the hidden layers, from the image on; none makes the encoder linear
   * @param latentDim L
   * @param variational whether there is a variance to learn; otherwise the posterior is all but a
   *     point
   */
  public MlpEncoder(
      Parameters parameters,
      int inputs,
      List<Integer> widths,
      Activation activation,
      int latentDim,
      boolean variational) {
    this.hidden = Layers.Mlp.create(parameters, "encoder", inputs, widths, activation);
    int last = widths.isEmpty() ? inputs : widths.get(widths.size() - 1);
    int outputs = variational ? 2 * latentDim : latentDim;
    this.posterior = Layers.Dense.create(parameters, "encoder.posterior", last, new float[outputs]);
    this.variational = variational;
  }

  @Override
  public DiagonalGaussian encode(Ops tf, Operand<TFloat32> images) {
    Operand<TFloat32> both = posterior.apply(tf, hidden.apply(tf, images));
    if (!variational) {
      Operand<TFloat32> point = tf.constant(-LOG_VARIANCE_BOUND);
      return new DiagonalGaussian(both, tf.math.add(tf.zerosLike(both), point));
    }
    List<Operand<TFloat32>> halves = Layers.splitLast(tf, both, 2);
    return new DiagonalGaussian(
        halves.get(0), Layers.softBound(tf, halves.get(1), LOG_VARIANCE_BOUND));
  }
}
