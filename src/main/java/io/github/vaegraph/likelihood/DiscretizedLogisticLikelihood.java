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
 * The 256 grey levels of a byte, each value by itself, with the masses of {@link LogisticLevels}.
 *
 * @param scale of the logistic distribution, in units of the whole range from black to white
 */
record DiscretizedLogisticLikelihood(Scale scale) implements Likelihood {
  static final Choice.Option<Likelihood> OPTION =
      new Choice.Option<>(
          "discretized-logistic",
          "SCALE",
          "the 256 levels of bytes; SCALE is a number, learned or per-pixel, which is usual",
          List.of(
              "discretized-logistic:per-pixel",
              "discretized-logistic:learned",
              "discretized-logistic:0.05"),
          scale ->
              new DiscretizedLogisticLikelihood(
                  Scale.readLearned("scale", scale.isEmpty() ? "per-pixel" : scale)));

  private static final Scale.Family FAMILY =
      new Scale.Family("likelihood.logScale", LogisticLevels.BOUNDS, DiscretizedLogistic::new);

  /**
   * @throws IllegalArgumentException when a fixed scale is below a quarter of a level's width
   */
  DiscretizedLogisticLikelihood {
    if (!scale.learned() && scale.fixed() < LogisticLevels.BOUNDS.lowest()) {
      throw new IllegalArgumentException(
          "scale must be at least 1/1020, a quarter of a level, was " + scale.fixed());
    }
  }

  @Override
  public String text() {
    return "discretized-logistic:" + scale.text();
  }

  @Override
  public int outputsPerValue(ImageShape image) {
    return scale.outputsPerValue();
  }

  @Override
  public Support support() {
    return Support.LEVELS;
  }

  @Override
  public Head head(Ops tf, Parameters parameters, ImageShape image) {
    return scale.head(tf, parameters, image, FAMILY);
  }

  @Override
  public float[] initialOutputs(ImageShape image, float[] mean) {
    return scale.initialOutputs(LogisticLevels.locations(mean, scale.initial(FAMILY)), FAMILY);
  }

  @Override
  public Optional<Double> lowestScale() {
    return scale.lowest(FAMILY);
  }

  /**
   * Independent levels.
   *
   * @param location [..., D]
   * @param logScale [..., D], or a shape that broadcasts to it
   */
  private record DiscretizedLogistic(Operand<TFloat32> location, Operand<TFloat32> logScale)
      implements Distribution {
    @Override
    public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> x) {
      return Layers.sumLast(tf, LogisticLevels.logMass(tf, x, location, logScale));
    }

    @Override
    public Operand<TFloat32> mean(Ops tf) {
      return LogisticLevels.mean(tf, location, logScale);
    }

    @Override
    public Optional<Operand<TFloat32>> scale(Ops tf) {
      return Optional.of(tf.math.exp(logScale));
    }
  }
}
