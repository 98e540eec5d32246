package io.github.vaegraph.likelihood;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.choice.Count;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The 256 levels of bytes by a mixture of K logistic distributions, the weights a pixel's and not a
 * value's; where there are three channels, green follows red, and blue both, within each component
 * (Salimans et al. 2017, sections 2.1 and 2.2).
 *
 * @param components K
 */
record LogisticMixtureLikelihood(int components) implements Likelihood {
  static final Choice.Option<Likelihood> OPTION =
      new Choice.Option<>(
          "discretized-logistic-mixture",
          "K",
          "the 256 levels of bytes by K logistic distributions a pixel, 5 if left out; green follows"
              + " red, blue both",
          List.of("discretized-logistic-mixture:5"),
          LogisticMixtureLikelihood::read);

  private static final int USUAL = 5;
  private static final int MOST = 100;

  private static Likelihood read(String components) {
    if (components.isEmpty()) {
      return new LogisticMixtureLikelihood(USUAL);
    }
    return new LogisticMixtureLikelihood(
        Count.read("a mixture", "discretized-logistic-mixture:K", MOST, components));
  }

  @Override
  public String text() {
    return "discretized-logistic-mixture:" + components;
  }

  /** Logit, location and log-scale of each component, and a coefficient where channels follow. */
  private static int parts(ImageShape image) {
    return image.channels() == 3 ? 4 : 3;
  }

  @Override
  public int outputsPerValue(ImageShape image) {
    return components * parts(image);
  }

  @Override
  public Support support() {
    return Support.LEVELS;
  }

  @Override
  public Head head(Ops tf, Parameters parameters, ImageShape image) {
    int channels = image.channels();
    int pixels = image.size() / channels;
    return (ops, outputs) -> {
      List<Operand<TFloat32>> parts = new ArrayList<>();
      for (Operand<TFloat32> part : Layers.splitLast(ops, outputs, parts(image))) {
        parts.add(Layers.unfoldLast(ops, part, components, pixels, channels));
      }
      return new LogisticMixture(
          ops.sum(parts.get(0), ops.constant(-1)),
          parts.get(1),
          LogisticLevels.BOUNDS.bounded(ops, parts.get(2)),
          parts.subList(3, parts.size()).stream().findFirst().map(ops.math::tanh));
    };
  }

  /** Every component starts at the mean, each less wide than the one before. */
  @Override
  public float[] initialOutputs(ImageShape image, float[] mean) {
    int size = mean.length;
    float[] outputs = new float[outputsPerValue(image) * size]; // equal weights, no channel follows
    for (int k = 0; k < components; k++) {
      double scale = Scale.START * Math.pow(4, -(double) k / components);
      float[] locations = LogisticLevels.locations(mean, LogisticLevels.BOUNDS.bounded(scale));
      System.arraycopy(locations, 0, outputs, (components + k) * size, size);
      int logScales = (2 * components + k) * size;
      Arrays.fill(outputs, logScales, logScales + size, (float) Math.log(scale));
    }
    return outputs;
  }
}
