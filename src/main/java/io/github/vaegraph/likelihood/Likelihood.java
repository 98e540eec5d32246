package io.github.vaegraph.likelihood;

import io.github.vaegraph.choice.Named;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Parameters;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** p(x|z): how the outputs of the decoder's last layer become a distribution over images. */
public interface Likelihood extends Named {
  /** P, how many outputs of the decoder each of an image's values takes. */
  int outputsPerValue(ImageShape image);

  /** The values that have a probability. */
  Support support();

  /**
   * The likelihood with its own trainable variables, if it has any, named {@code likelihood.*}.
   * Called once a graph.
   *
   * @param image of D values, the channels of a pixel side by side
   */
  Head head(Ops tf, Parameters parameters, ImageShape image);

  /**
   * The last layer's initial bias, for which p(x|z) starts with the data's mean as its own.
   *
   * @param mean [D], each value's mean over the training images, in [0, 1]
   * @return [P * D], the first output of all values, then the second
   */
  float[] initialOutputs(ImageShape image, float[] mean);

  /**
   * Where a scale is learned: its lower bound. A density that has fallen to it says little about a
   * model. Empty where nothing is learned that could fall.
   */
  default Optional<Double> lowestScale() {
    return Optional.empty();
  }

  /** The values that a likelihood gives a probability to. */
  enum Support {
    /** 0 and 1: grey values have no likelihood. */
    BINARY,
    /** The 256 grey levels 0, 1/255, ..., 1. */
    LEVELS,
    /** All numbers from 0 to 1. */
    UNIT_INTERVAL,
    /** All numbers. */
    REALS
  }

  /** Turns outputs [..., P * D] into a distribution over images [..., D]. */
  @FunctionalInterface
  interface Head {
    /** The distribution over images for these outputs. */
    Distribution distribution(Ops tf, Operand<TFloat32> outputs);
  }
}
