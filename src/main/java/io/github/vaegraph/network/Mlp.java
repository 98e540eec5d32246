package io.github.vaegraph.network;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Fully connected layers.
 *
 * @param hidden the widths of the encoder's hidden layers, from the image on; the decoder mirrors
 *     them. None makes both linear
 */
record Mlp(List<Integer> hidden) implements Architecture {
  static final Choice.Option<Architecture> OPTION =
      new Choice.Option<>(
          "mlp",
          "WIDTHS",
          "fully connected, WIDTHS as 200,200 from the image on, or none; the decoder mirrors them",
          List.of("mlp:400", "mlp:200,200", "mlp:none"),
          widths -> new Mlp(widths(widths)));

  private static final int MAX_LAYERS = 100;
  private static final int MAX_WIDTH = 1 << 20;

  /**
   * @throws IllegalArgumentException when a width makes no sense
   */
  public Mlp {
    hidden = List.copyOf(hidden);
    if (hidden.size() > MAX_LAYERS) {
      throw new IllegalArgumentException(
          "hidden must name at most %d widths, was %d".formatted(MAX_LAYERS, hidden.size()));
    }
    for (int width : hidden) {
      if (width < 1 || width > MAX_WIDTH) {
        throw new IllegalArgumentException(
            "hidden widths must lie between 1 and %d, was %d".formatted(MAX_WIDTH, width));
      }
    }
  }

  private static List<Integer> widths(String text) {
    if (text.isEmpty()) {
      return List.of(400);
    }
    return text.equals("none") ? List.of() : Widths.read("hidden", text);
  }

  @Override
  public String text() {
    return hidden.isEmpty()
        ? "mlp:none"
        : hidden.stream().map(String::valueOf).collect(Collectors.joining(",", "mlp:", ""));
  }

  private List<Integer> mirrored() {
    List<Integer> mirrored = new ArrayList<>(hidden);
    Collections.reverse(mirrored);
    return mirrored;
  }

  @Override
  public Trunk encoder(Parameters parameters, ImageShape image, int beside, Activation activation) {
    int in = image.size() + beside;
    Layers.Mlp layers = Layers.Mlp.create(parameters, "encoder", in, hidden, activation);
    return new Hidden(layers, hidden.isEmpty() ? in : hidden.get(hidden.size() - 1));
  }

  @Override
  public Trunk decoder(
      Parameters parameters,
      int in,
      ImageShape image,
      Activation activation,
      float[] initialOutputs) {
    List<Integer> widths = mirrored();
    Layers.Mlp layers = Layers.Mlp.create(parameters, "decoder", in, widths, activation);
    int last = widths.isEmpty() ? in : widths.get(widths.size() - 1);
    Layers.Dense outputs = Layers.Dense.create(parameters, "decoder.outputs", last, initialOutputs);
    return new Outputs(layers, outputs, initialOutputs.length);
  }

  @Override
  public Activation usualActivation() {
    return Activation.RELU;
  }

  @Override
  public int widest(ImageShape image) {
    return hidden.stream().mapToInt(Integer::intValue).max().orElse(1);
  }

  @Override
  public Sizes sizes(
      ImageShape image, int beside, int posteriorOutputs, int in, int outputsPerValue) {
    long values = hidden.stream().mapToLong(width -> width).sum();
    return new Sizes(
        parameters(image.size() + beside, hidden, posteriorOutputs)
            + parameters(in, mirrored(), (long) outputsPerValue * image.size()),
        2 * values,
        hidden.isEmpty() ? image.size() + beside : hidden.get(hidden.size() - 1));
  }

  private static long parameters(long in, List<Integer> widths, long outputs) {
    long total = 0;
    for (int width : widths) {
      total += (in + 1) * width;
      in = width;
    }
    return total + (in + 1) * outputs;
  }

  private record Hidden(Layers.Mlp layers, int width) implements Trunk {
    @Override
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
      return layers.apply(tf, x);
    }
  }

  private record Outputs(Layers.Mlp layers, Layers.Dense outputs, int width) implements Trunk {
    @Override
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
      return outputs.apply(tf, layers.apply(tf, x));
    }
  }
}
