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

/**
 * Stages of residual blocks, from the image's sides on, with convolutions that halve the sides
 * between them, and a dense layer; the decoder leads back the same way. The nonlinearity comes
 * before each convolution (He et al. 2016, Identity Mappings in Deep Residual Networks):
 *
 * <pre>
 *   block(x) = x + F2 * act(F1 * act(x) + b)
 * </pre>
 *
 * <p>Nothing is normalized, so that no row depends on another: F2 starts at a tenth of what keeps
 * sizes, so that each block begins near the identity and depth adds nothing at the start (De and
 * Smith 2020).
 *
 * @param channels of each stage, from the image on
 * @param blocks in each stage
 */
record Resnet(Channels channels, int blocks) implements Architecture {
  static final Choice.Option<Architecture> OPTION =
      new Choice.Option<>(
          "resnet",
          "CHANNELS/BLOCKS",
          "stages of residual blocks with half the sides from one to the next, CHANNELS as 16,32,64"
              + " from the image on, by its size where left out, BLOCKS in each, usually 2; the"
              + " decoder mirrors them",
          List.of("resnet:4,6/1", "resnet"),
          Resnet::read);

  private static final int FIRST = 16;
  private static final int USUAL_BLOCKS = 2;
  private static final int MAX_BLOCKS = 100;

  /**
   * @throws IllegalArgumentException when the number of blocks makes no sense
   */
  Resnet {
    if (blocks < 0 || blocks > MAX_BLOCKS) {
      throw new IllegalArgumentException(
          "resnet's blocks must lie between 0 and %d, was %d".formatted(MAX_BLOCKS, blocks));
    }
  }

  private static Architecture read(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return new Resnet(Channels.read("resnet", text), USUAL_BLOCKS);
    }
    String blocks = text.substring(slash + 1);
    try {
      return new Resnet(
          Channels.read("resnet", text.substring(0, slash)), Integer.parseInt(blocks));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "resnet's blocks must be a whole number after the slash, was " + text, e);
    }
  }

  @Override
  public String text() {
    String stages = channels.text();
    if (blocks != USUAL_BLOCKS || !stages.isEmpty()) {
      return "resnet:%s/%d".formatted(stages, blocks);
    }
    return "resnet";
  }

  @Override
  public Architecture of(ImageShape image) {
    return new Resnet(channels.of(image, FIRST, 1, 1), blocks);
  }

  /** The images of each stage. */
  private List<ImageShape> shapes(ImageShape image) {
    List<ImageShape> shapes = new ArrayList<>();
    for (int count : channels.counts()) {
      shapes.add(
          shapes.isEmpty()
              ? new ImageShape(image.height(), image.width(), count)
              : Channels.halved(shapes.get(shapes.size() - 1), count));
    }
    return shapes;
  }

  @Override
  public Trunk encoder(Parameters parameters, ImageShape image, int beside, Activation activation) {
    List<ImageShape> shapes = shapes(image);
    List<ImageTrunks.Body> layers = new ArrayList<>();
    int before = image.channels();
    for (int i = 0; i < shapes.size(); i++) {
      int count = shapes.get(i).channels();
      String name = "encoder.conv" + i;
      Convolution layer =
          i == 0
              ? Convolution.keeping(parameters, name, before, count)
              : Convolution.halving(parameters, name, before, count);
      layers.add(layer::apply);
      layers.addAll(stage(parameters, "encoder.stage" + i, count, activation));
      layers.add(activation::apply);
      before = count;
    }
    ImageShape last = shapes.get(shapes.size() - 1);
    return ImageTrunks.Encoder.create(
        parameters, image, beside, layers, last, channels.dense(), activation);
  }

  @Override
  public Trunk decoder(
      Parameters parameters,
      int in,
      ImageShape image,
      Activation activation,
      float[] initialOutputs) {
    List<ImageShape> shapes = shapes(image);
    ImageShape first = shapes.get(shapes.size() - 1);
    Layers.Mlp dense = Layers.Mlp.rectified(parameters, "decoder", in, first.size(), activation);
    List<ImageTrunks.Body> layers = new ArrayList<>();
    for (int i = shapes.size() - 1; i >= 0; i--) {
      int count = shapes.get(i).channels();
      int number = shapes.size() - 1 - i;
      layers.addAll(stage(parameters, "decoder.stage" + number, count, activation));
      layers.add(activation::apply);
      if (i > 0) {
        ImageShape next = shapes.get(i - 1);
        layers.add(
            TransposedConvolution.create(
                    parameters,
                    "decoder.conv" + number,
                    next.height(),
                    next.width(),
                    count,
                    next.channels())
                ::apply);
      }
    }
    ImageShape outputs = ImageTrunks.outputs(image, initialOutputs.length / image.size());
    layers.add(
        Convolution.outputs(
                parameters, "decoder.outputs", channels.counts().get(0), outputs.channels())
            ::apply);
    return ImageTrunks.Decoder.create(parameters, first, dense, layers, image, initialOutputs);
  }

  private List<ImageTrunks.Body> stage(
      Parameters parameters, String name, int count, Activation activation) {
    List<ImageTrunks.Body> made = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      made.add(ImageTrunks.residual(parameters, name + ".block" + i, count, activation));
    }
    return made;
  }

  /** As {@link Conv#usualActivation()}. */
  @Override
  public Activation usualActivation() {
    return Activation.ELU;
  }

  @Override
  public int widest(ImageShape image) {
    List<ImageShape> shapes = shapes(image);
    return channels.widest(shapes.get(shapes.size() - 1));
  }

  @Override
  public Sizes sizes(
      ImageShape image, int beside, int posteriorOutputs, int in, int outputsPerValue) {
    List<ImageShape> shapes = shapes(image);
    long features = shapes.get(shapes.size() - 1).size();
    long square = (long) Convolution.SIDE * Convolution.SIDE;
    long parameters =
        (features + beside + 1) * channels.dense() + (channels.dense() + 1L) * posteriorOutputs;
    parameters += (in + 1) * features + (long) outputsPerValue * image.size();
    parameters += square * channels.counts().get(0) * image.channels() * outputsPerValue;
    long values = channels.dense() + features;
    long before = image.channels();
    for (int i = 0; i < shapes.size(); i++) {
      long count = shapes.get(i).channels();
      parameters += square * before * count + count;
      parameters += 2L * blocks * (2 * square * count * count + count);
      values += (1 + 2L * 2 * blocks) * shapes.get(i).size();
      if (i > 0) {
        long side = TransposedConvolution.SIDE;
        parameters += side * side * before * count + before;
        values += shapes.get(i - 1).size();
      }
      before = count;
    }
    return new Sizes(parameters, values, channels.dense());
  }
}
