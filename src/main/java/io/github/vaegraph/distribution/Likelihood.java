package io.github.vaegraph.distribution;

import io.github.vaegraph.graph.Parameters;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** p(x|z): how the outputs of the decoder's last layer become a distribution over images. */
public interface Likelihood {
  /** How many outputs of the decoder each of an image's values takes. */
  int outputsPerValue();

  /** Whether the support is {0, 1}: grey values then have no likelihood. */
  boolean binary();

  /**
   * The likelihood with its own trainable variables, if it has any, named {@code likelihood.*}.
   * Called once a graph.
   */
  Head head(Ops tf, Parameters parameters);

  /**
   * The last layer's initial bias, for which p(x|z) starts with the data's mean as its own.
   *
   * @param mean [D], each value's mean over the training images, in [0, 1]
   * @return [outputsPerValue * D]
   */
  float[] initialOutputs(float[] mean);

  /** Turns outputs [..., outputsPerValue * D] into a distribution over images [..., D]. */
  @FunctionalInterface
  interface Head {
    /** The distribution over images for these outputs. */
    Distribution distribution(Ops tf, Operand<TFloat32> outputs);
  }
}
