package io.github.vaegraph.network;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Convolution;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TransposedConvolution;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Convolutions that halve the sides, then a dense layer; the decoder leads back the same way, to
 * exactly the image's height and width, whatever they are.
 *
 * @param channels of each convolution, from the image on
 */
record Conv(List<Integer> channels) implements Architecture {
  static final Choice.Option<Architecture> OPTION =
      new Choice.Option<>(
          "conv",
          "CHANNELS",
          "convolutions that halve the sides, CHANNELS as 32,64 from the image on, and a dense layer"
              + " of twice the last; the decoder mirrors them",
          List.of("conv:32,64", "conv:4"),
          channels -> new Conv(channels(channels)));

  private static final int MAX_LAYERS = 16;
  private static final int MAX_CHANNELS = 1 << 12;

  /**
   * @throws IllegalArgumentException when a number of channels makes no sense
   */
  public Conv {
    channels = List.copyOf(channels);
    if (channels.isEmpty() || channels.size() > MAX_LAYERS) {
      throw new IllegalArgumentException(
          "conv must name from 1 to %d numbers of channels, was %d"
              .formatted(MAX_LAYERS, channels.size()));
    }
    for (int count : channels) {
      if (count < 1 || count > MAX_CHANNELS) {
        throw new IllegalArgumentException(
            "channels must lie between 1 and %d, was %d".formatted(MAX_CHANNELS, count));
      }
    }
  }

  private static List<Integer> channels(String text) {
    return text.isEmpty() ? List.of(32, 64) : Widths.read("conv", text);
  }

  @Override
  public String text() {
    return channels.stream().map(String::valueOf).collect(Collectors.joining(",", "conv:", ""));
  }

  /** The images between convolutions, from what goes in on. */
  private List<ImageShape> shapes(ImageShape image) {
    List<ImageShape> shapes = new ArrayList<>(List.of(image));
    for (int count : channels) {
      ImageShape last = shapes.get(shapes.size() - 1);
      shapes.add(
          new ImageShape(
              Convolution.halved(last.height()), Convolution.halved(last.width()), count));
    }
    return shapes;
  }

  private int dense() {
    return 2 * channels.get(channels.size() - 1);
  }

  @Override
  public Trunk encoder(Parameters parameters, ImageShape image, int beside, Activation activation) {
    List<ImageShape> shapes = shapes(image);
    List<Convolution> layers = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      layers.add(
          Convolution.halving(
              parameters,
              "encoder.conv" + i,
              shapes.get(i).channels(),
              shapes.get(i + 1).channels()));
    }
    int features = shapes.get(channels.size()).size();
    Layers.Mlp dense =
        Layers.Mlp.rectified(parameters, "encoder", features + beside, dense(), activation);
    return new Encoder(image, beside, List.copyOf(layers), features, dense, activation, dense());
  }

  @Override
  public Trunk decoder(
      Parameters parameters,
      int in,
      ImageShape image,
      Activation activation,
      float[] initialOutputs) {
    List<ImageShape> shapes = shapes(image);
    ImageShape first = shapes.get(channels.size());
    Layers.Mlp dense = Layers.Mlp.rectified(parameters, "decoder", in, first.size(), activation);
    int perValue = initialOutputs.length / image.size();
    List<TransposedConvolution> layers = new ArrayList<>();
    for (int i = channels.size() - 1; i > 0; i--) {
      layers.add(up(parameters, layers.size(), shapes.get(i + 1), shapes.get(i), true));
    }
    ImageShape outputs = new ImageShape(image.height(), image.width(), image.channels() * perValue);
    layers.add(up(parameters, layers.size(), shapes.get(1), outputs, false));
    Operand<TFloat32> bias = parameters.vector("decoder.outputs.bias", initialOutputs);
    return new Decoder(first, dense, List.copyOf(layers), activation, bias, perValue, image.size());
  }

  private static TransposedConvolution up(
      Parameters parameters, int number, ImageShape from, ImageShape to, boolean biased) {
    return TransposedConvolution.create(
        parameters,
        "decoder.conv" + number,
        to.height(),
        to.width(),
        from.channels(),
        to.channels(),
        biased);
  }

  /**
   * Filters are shared by all places, so that what they add up on average moves all outputs at
   * once: activations that are never negative collapse the posterior within the first steps.
   */
  @Override
  public Activation usualActivation() {
    return Activation.ELU;
  }

  @Override
  public int widest() {
    int most = channels.stream().mapToInt(Integer::intValue).max().orElseThrow();
    return Math.max(dense(), Convolution.SIDE * Convolution.SIDE * most);
  }

  @Override
  public Sizes sizes(
      ImageShape image, int beside, int posteriorOutputs, int in, int outputsPerValue) {
    List<ImageShape> shapes = shapes(image);
    long features = shapes.get(channels.size()).size();
    long parameters = (features + beside + 1) * dense() + (dense() + 1L) * posteriorOutputs;
    parameters += (in + 1) * features + (long) outputsPerValue * image.size();
    long values = dense() + features;
    for (int i = 0; i < channels.size(); i++) {
      ImageShape from = shapes.get(i);
      ImageShape to = shapes.get(i + 1);
      long pairs = (long) from.channels() * to.channels();
      parameters += Convolution.SIDE * Convolution.SIDE * pairs + to.channels();
      parameters +=
          TransposedConvolution.SIDE
              * TransposedConvolution.SIDE
              * pairs
              * (i == 0 ? outputsPerValue : 1);
      parameters += i == 0 ? 0 : from.channels();
      values += to.size() + (i == 0 ? 0 : from.size());
    }
    return new Sizes(parameters, values);
  }

  private record Encoder(
      ImageShape image,
      int beside,
      List<Convolution> layers,
      int features,
      Layers.Mlp dense,
      Activation activation,
      int width)
      implements Trunk {
    @Override
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> rows) {
      Operand<TFloat32> x =
          Convolution.images(
              tf,
              beside == 0 ? rows : columns(tf, rows, 0, image.size()),
              image.height(),
              image.width(),
              image.channels());
      for (Convolution layer : layers) {
        x = activation.apply(tf, layer.apply(tf, x));
      }
      Operand<TFloat32> seen = Convolution.rows(tf, x, features);
      return dense.apply(
          tf,
          beside == 0
              ? seen
              : tf.concat(List.of(seen, columns(tf, rows, image.size(), beside)), tf.constant(1)));
    }
  }

  /** Some columns of [N, columns]. */
  private static Operand<TFloat32> columns(Ops tf, Operand<TFloat32> rows, int from, int count) {
    return tf.slice(rows, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, count}));
  }

  private record Decoder(
      ImageShape first,
      Layers.Mlp dense,
      List<TransposedConvolution> layers,
      Activation activation,
      Operand<TFloat32> bias,
      int perValue,
      int size)
      implements Trunk {
    @Override
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> codes) {
      Operand<TFloat32> x =
          Convolution.images(
              tf, dense.apply(tf, codes), first.height(), first.width(), first.channels());
      for (TransposedConvolution layer : layers.subList(0, layers.size() - 1)) {
        x = activation.apply(tf, layer.apply(tf, x));
      }
      x = layers.get(layers.size() - 1).apply(tf, x);
      return tf.nn.biasAdd(outputs(tf, x), bias);
    }

    /** [N, H, W, P * C] -> [N, P * D]: the first output of all values, then the second. */
    private Operand<TFloat32> outputs(Ops tf, Operand<TFloat32> x) {
      if (perValue == 1) {
        return Convolution.rows(tf, x, size);
      }
      List<Operand<TFloat32>> parts =
          Layers.splitLast(tf, x, perValue).stream()
              .map(part -> Convolution.rows(tf, part, size))
              .toList();
      return tf.concat(parts, tf.constant(1));
    }

    @Override
    public int width() {
      return perValue * size;
    }
  }
}
