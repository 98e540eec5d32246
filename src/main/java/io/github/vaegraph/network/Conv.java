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
 * Convolutions that halve the sides, then a dense layer; the decoder leads back the same way, to
 * exactly the image's height and width, whatever they are.
 *
 * @param channels of each convolution, from the image on
 */
record Conv(Channels channels) implements Architecture {
  static final Choice.Option<Architecture> OPTION =
      new Choice.Option<>(
          "conv",
          "CHANNELS",
          "convolutions that halve the sides, CHANNELS as 32,64 from the image on, by its size where"
              + " left out, and a dense layer of twice the last; the decoder mirrors them",
          List.of("conv:4,6", "conv"),
          channels -> new Conv(Channels.read("conv", channels)));

  private static final int FIRST = 32;

  @Override
  public String text() {
    return channels.counts().isEmpty() ? "conv" : "conv:" + channels.text();
  }

  @Override
  public Architecture of(ImageShape image) {
    return of(image, 1);
  }

  /**
   * The same.
   *
   * @param fewest convolutions that there are
   */
  Conv of(ImageShape image, int fewest) {
    return new Conv(channels.of(image, FIRST, 0, fewest));
  }

  /** The images between convolutions, from what goes in on. */
  List<ImageShape> shapes(ImageShape image) {
    List<ImageShape> shapes = new ArrayList<>(List.of(image));
    for (int count : channels.counts()) {
      shapes.add(Channels.halved(shapes.get(shapes.size() - 1), count));
    }
    return shapes;
  }

  @Override
  public Trunk encoder(Parameters parameters, ImageShape image, int beside, Activation activation) {
    List<ImageShape> shapes = shapes(image);
    List<ImageTrunks.Body> layers = new ArrayList<>();
    for (int i = 0; i < shapes.size() - 1; i++) {
      Convolution layer =
          Convolution.halving(
              parameters,
              "encoder.conv" + i,
              shapes.get(i).channels(),
              shapes.get(i + 1).channels());
      layers.add((tf, x) -> activation.apply(tf, layer.apply(tf, x)));
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
    for (int i = shapes.size() - 2; i > 0; i--) {
      ImageShape to = shapes.get(i);
      TransposedConvolution layer =
          TransposedConvolution.create(
              parameters,
              "decoder.conv" + layers.size(),
              to.height(),
              to.width(),
              shapes.get(i + 1).channels(),
              to.channels());
      layers.add((tf, x) -> activation.apply(tf, layer.apply(tf, x)));
    }
    ImageShape outputs = ImageTrunks.outputs(image, initialOutputs.length / image.size());
    layers.add(
        TransposedConvolution.outputs(
                parameters,
                "decoder.conv" + layers.size(),
                image.height(),
                image.width(),
                shapes.get(1).channels(),
                outputs.channels())
            ::apply);
    return ImageTrunks.Decoder.create(parameters, first, dense, layers, image, initialOutputs);
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
  public int widest(ImageShape image) {
    List<ImageShape> shapes = shapes(image);
    return channels.widest(shapes.get(shapes.size() - 1));
  }

  @Override
  public Sizes sizes(
      ImageShape image, int beside, int posteriorOutputs, int in, int outputsPerValue) {
    List<ImageShape> shapes = shapes(image);
    long features = shapes.get(shapes.size() - 1).size();
    long parameters =
        (features + beside + 1) * channels.dense() + (channels.dense() + 1L) * posteriorOutputs;
    parameters += (in + 1) * features + (long) outputsPerValue * image.size();
    long values = channels.dense() + features;
    for (int i = 0; i < shapes.size() - 1; i++) {
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
    return new Sizes(parameters, values, channels.dense());
  }
}
