package io.github.vaegraph.likelihood;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Continuous pixels: independent Laplace distributions around the decoder's outputs, whose medians
 * they are. Outliers cost less than under a Gaussian.
 *
 * @param scale the mean distance from the median
 */
record LaplaceLikelihood(Scale scale) implements Likelihood {
  static final Choice.Option<Likelihood> OPTION =
      new Choice.Option<>(
          "laplace",
          "SCALE",
          "continuous pixels, more tolerant of outliers; SCALE as SIGMA",
          List.of("laplace:1.0", "laplace:0.1", "laplace:learned", "laplace:per-pixel"),
          scale -> new LaplaceLikelihood(Scale.read("scale", scale)));

  private static final Scale.Family FAMILY =
      new Scale.Family("likelihood.logScale", 1, Laplace::new);

  @Override
  public String text() {
    return "laplace:" + scale.text();
  }

  @Override
  public int outputsPerValue(ImageShape image) {
    return scale.outputsPerValue();
  }

  @Override
  public Support support() {
    return Support.REALS;
  }

  @Override
  public Head head(Ops tf, Parameters parameters, ImageShape image) {
    return scale.head(tf, parameters, image, FAMILY);
  }

  @Override
  public float[] initialOutputs(ImageShape image, float[] mean) {
    return scale.initialOutputs(mean, FAMILY);
  }

  @Override
  public Optional<Double> lowestScale() {
    return scale.lowest(FAMILY);
  }

  /**
   * Independent Laplace variables.
   *
   * @param median [..., D]
   * @param logScale [..., D], or a shape that broadcasts to it
   */
  private record Laplace(Operand<TFloat32> median, Operand<TFloat32> logScale)
      implements Distribution {
    @Override
    public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> x) {
      // log p(x) = -sum { log 2 + log b + |x - m| / b }
      Operand<TFloat32> distance = tf.math.abs(tf.math.sub(x, median));
      Operand<TFloat32> scaled = tf.math.mul(distance, tf.math.exp(tf.math.neg(logScale)));
      Operand<TFloat32> constant = tf.math.add(logScale, tf.constant((float) Math.log(2)));
      return tf.math.neg(Layers.sumLast(tf, tf.math.add(scaled, constant)));
    }

    @Override
    public Operand<TFloat32> mean(Ops tf) {
      return median;
    }

    @Override
    public Optional<Operand<TFloat32>> scale(Ops tf) {
      return Optional.of(tf.math.exp(logScale));
    }
  }
}
