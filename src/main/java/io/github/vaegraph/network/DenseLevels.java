package io.github.vaegraph.network;

import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Two dense layers between one stochastic layer and the next, up and down, whatever encoder and
 * decoder are built of: p(z_i|z_i+1) is told of the layer above alone, and the image is decoded
 * from z_1.
 */
record DenseLevels(Trunk up, List<Levels.Step> steps, Trunk decoder) implements Levels {
  /** Copies the list. */
  DenseLevels {
    steps = List.copyOf(steps);
  }

  /**
   * Creates the variables {@code encoder.posterior.*} of the first layer, {@code encoder.layer2.*},
   * ... of those above, and {@code prior.layer1.*}, ... that lead down.
   *
   * @param encoder images, with the condition beside them, to features; its variables are there
   *     already
   * @param decoder creates what sees z_1, with the condition beside it
   * @param activation of the layers between
   */
  static DenseLevels create(
      Parameters parameters,
      List<Integer> dims,
      Trunk encoder,
      Supplier<Trunk> decoder,
      Activation activation) {
    Parameters inference = parameters.inference();
    List<Layers.Mlp> hidden = new ArrayList<>(); // to layer 2, 3, ...
    List<Layers.Dense> moments = new ArrayList<>(); // of layer 1, 2, ...
    moments.add(moments(inference, "encoder.posterior", encoder.width(), dims.get(0)));
    int width = encoder.width();
    for (int i = 1; i < dims.size(); i++) {
      String name = "encoder.layer" + (i + 1);
      hidden.add(Layers.Mlp.create(inference, name, width, between(dims.get(i)), activation));
      width = width(dims.get(i));
      moments.add(moments(inference, name + ".posterior", width, dims.get(i)));
    }
    List<Levels.Step> steps = new ArrayList<>();
    for (int i = 0; i < dims.size() - 1; i++) {
      steps.add(step(parameters, i + 1, dims.get(i + 1), dims.get(i), activation));
    }
    int all = dims.stream().mapToInt(dim -> 2 * dim).sum();
    Trunk up = Trunk.of(all, (tf, rows) -> told(tf, encoder.apply(tf, rows), hidden, moments));
    return new DenseLevels(up, steps, decoder.get());
  }

  private static Layers.Dense moments(Parameters parameters, String name, int in, int dim) {
    return Layers.Dense.create(parameters, name, in, new float[2 * dim]);
  }

  /** Both begin small, so that training starts as if the layers above were not there. */
  private static Levels.Step step(
      Parameters parameters, int layer, int above, int dim, Activation activation) {
    String name = "prior.layer" + layer;
    int width = width(above);
    Layers.Mlp hidden = Layers.Mlp.create(parameters, name, above, between(above), activation);
    Layers.Dense prior = Layers.Dense.small(parameters, name + ".moments", width, 2 * dim);
    Layers.Dense offset =
        Layers.Dense.small(
            parameters.inference(), "encoder.layer" + layer + ".offset", width, 2 * dim);
    return new Levels.Step(
        Trunk.of(width, hidden::apply),
        Trunk.of(2 * dim, prior::apply),
        Trunk.of(2 * dim, offset::apply),
        Optional.empty());
  }

  private static Operand<TFloat32> told(
      Ops tf, Operand<TFloat32> features, List<Layers.Mlp> hidden, List<Layers.Dense> moments) {
    List<Operand<TFloat32>> told = new ArrayList<>();
    for (int i = 0; i < moments.size(); i++) {
      features = i == 0 ? features : hidden.get(i - 1).apply(tf, features);
      told.add(moments.get(i).apply(tf, features));
    }
    return tf.concat(told, tf.constant(1));
  }

  @Override
  public Operand<TFloat32> start(Ops tf, Operand<TFloat32> top, Condition condition) {
    return top;
  }

  @Override
  public Operand<TFloat32> end(Ops tf, Operand<TFloat32> path, Condition condition) {
    return condition.beside(tf, path);
  }

  @Override
  public Operand<TFloat32> seen(Ops tf, List<Operand<TFloat32>> codes, Condition condition) {
    return condition.beside(tf, codes.get(0));
  }

  /** Of the layers between one stochastic layer and another of so many dimensions above it. */
  private static List<Integer> between(int above) {
    return List.of(width(above), width(above));
  }

  private static int width(int above) {
    return 2 * above;
  }

  /**
   * How many values their variables hold, without those of encoder, decoder and the first layer's
   * posterior.
   *
   * @param features that the encoder makes of an image
   */
  static long parameters(int features, List<Integer> dims) {
    long total = 0;
    long in = features;
    for (int i = 1; i < dims.size(); i++) {
      int above = dims.get(i);
      total += between(in, above, 2L * above) + between(above, above, 4L * dims.get(i - 1));
      in = width(above);
    }
    return total;
  }

  /** Of a network [in -> 2 above -> 2 above -> out]. */
  private static long between(long in, int above, long out) {
    long width = width(above);
    return (in + 1) * width + (width + 1) * width + (width + 1) * out;
  }

  /** What they hold of one row, in values. */
  static long valuesPerRow(List<Integer> dims) {
    long values = 0;
    for (int i = 1; i < dims.size(); i++) {
      values += 4L * width(dims.get(i)) + 2L * dims.get(i - 1);
    }
    return values;
  }
}
