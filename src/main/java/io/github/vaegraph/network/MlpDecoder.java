package io.github.vaegraph.network;

import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.distribution.Likelihood;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Fully connected layers from a code to the likelihood's parameters. */
public final class MlpDecoder implements Decoder {
  private final Layers.Mlp hidden;
  private final Layers.Dense outputs;
  private final Likelihood.Head likelihood;
  private final int latentDim;
  private final int width;

  /**
   * Creates the variables {@code decoder.hidden0.weights} to {@code decoder.outputs.bias} and those
   * of the likelihood.
   *
   * @param latentDim L
   * @param widths of the hidden layers, from the code on; none makes the decoder linear
   * @param mean [D], each value's mean over the training images, where the outputs start
   */
  public MlpDecoder(
      Ops tf,
      Parameters parameters,
      int latentDim,
      List<Integer> widths,
      Activation activation,
      Likelihood likelihood,
      float[] mean) {
    this.hidden = Layers.Mlp.create(parameters, "decoder", latentDim, widths, activation);
    int last = widths.isEmpty() ? latentDim : widths.get(widths.size() - 1);
    float[] initialOutputs = likelihood.initialOutputs(mean);
    this.outputs = Layers.Dense.create(parameters, "decoder.outputs", last, initialOutputs);
    this.width = initialOutputs.length;
    this.latentDim = latentDim;
    this.likelihood = likelihood.head(tf, parameters, mean.length);
  }

  @Override
  public Distribution decode(Ops tf, Operand<TFloat32> codes) {
    // The products want matrices: [K, B, L] -> [K * B, L] -> [K * B, D] -> [K, B, D]
    Operand<TFloat32> rows = tf.reshape(codes, tf.constant(new int[] {-1, latentDim}));
    Operand<TFloat32> flat = outputs.apply(tf, hidden.apply(tf, rows));
    Operand<TInt32> leading =
        tf.slice(tf.shape(codes), tf.constant(new int[] {0}), tf.constant(new int[] {2}));
    // The width is named, not left to be inferred: no codes tell nothing about it.
    Operand<TInt32> shape =
        tf.concat(List.of(leading, tf.constant(new int[] {width})), tf.constant(0));
    return likelihood.distribution(tf, tf.reshape(flat, shape));
  }
}
