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

/** Fully connected layers from a code to the likelihood's parameters. */
public final class MlpDecoder implements Decoder {
  private final Layers.Mlp hidden;
  private final Layers.Dense outputs;
  private final Likelihood.Head likelihood;

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
    this.outputs =
        Layers.Dense.create(parameters, "decoder.outputs", last, likelihood.initialOutputs(mean));
    this.likelihood = likelihood.head(tf, parameters);
  }

  @Override
  public Distribution decode(Ops tf, Operand<TFloat32> codes) {
    return likelihood.distribution(tf, outputs.apply(tf, hidden.apply(tf, codes)));
  }
}
