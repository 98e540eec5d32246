package io.github.vaegraph.network;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Convolution;
import io.github.vaegraph.graph.Parameters;
import java.util.List;

/**
 * The convolutions of {@link Conv} with several stochastic layers, all of which the decoder sees:
 * the top is a vector, those below it are maps with the sides of the deepest images, from the
 * smallest up. Without maps it would be {@code conv}, whose encoder and decoder it has for one
 * layer; {@link ConvLevels} are its networks.
 *
 * @param conv whose channels are those of the path down as well
 */
record ConvLadder(Conv conv) implements Architecture {
  static final Choice.Option<Architecture> OPTION =
      new Choice.Option<>(
          "ladder",
          "CHANNELS",
          "the convolutions of conv with several stochastic layers, a vector above maps with the"
              + " sides of the deepest images, --latent-dim as 49,20 from the image up; the decoder"
              + " sees all of them",
          List.of("ladder:4,6"),
          channels -> new ConvLadder(new Conv(Channels.read("ladder", channels))));

  private static final long FILTER = (long) Convolution.SIDE * Convolution.SIDE;

  @Override
  public String text() {
    return conv.text().replaceFirst("^conv", "ladder");
  }

  @Override
  public Architecture of(ImageShape image) {
    return new ConvLadder(conv.of(image, 1));
  }

  /** Of as many convolutions as there are maps, at least. */
  @Override
  public Architecture forLayers(ImageShape image, int layers) {
    return new ConvLadder(conv.of(image, Math.max(1, layers - 1)));
  }

  private Maps maps(ImageShape image, List<Integer> dims) {
    return new Maps(conv.shapes(image), dims);
  }

  /** A vector, and one channel with the sides of the smallest image. */
  @Override
  public List<Integer> usualDims(ImageShape image, int vector) {
    return List.of(Maps.pixels(maps(image, List.of(vector)).smallest()), vector);
  }

  @Override
  public void checkDims(ImageShape image, List<Integer> dims) {
    maps(image, dims).check(text());
  }

  @Override
  public Levels levels(
      Parameters parameters,
      List<Integer> dims,
      ImageShape image,
      int classes,
      Activation activation,
      float[] initialOutputs) {
    Maps maps = maps(image, dims);
    ConvUp up = ConvUp.create(parameters, maps, classes, conv.channels().dense(), activation);
    return ConvLevels.create(parameters, maps, up, activation, initialOutputs);
  }

  @Override
  public Sizes levelSizes(List<Integer> dims, ImageShape image, int classes, int outputsPerValue) {
    Maps maps = maps(image, dims);
    int top = maps.top();
    Sizes ends = sizes(image, classes, 2 * top, top + classes, outputsPerValue);
    long parameters = ends.parameters();
    long values = ends.valuesPerRow() + 2L * maps.total();
    for (int layer = 0; layer < maps.count(); layer++) {
      long c = maps.image(layer).channels();
      long codes = maps.channels(layer);
      // Posterior, residual step, prior, offset, and what enters the path.
      parameters += FILTER * c * 2 * codes + 2 * codes;
      parameters += FILTER * 2 * c * c + c;
      parameters += FILTER * 2 * c * 2 * codes + 2 * codes;
      parameters += FILTER * codes * c;
      values += 5L * maps.image(layer).size() + 4L * maps.dims().get(layer);
    }
    return new Sizes(parameters, values, ends.features());
  }

  @Override
  public Trunk encoder(Parameters parameters, ImageShape image, int beside, Activation activation) {
    return conv.encoder(parameters, image, beside, activation);
  }

  @Override
  public Trunk decoder(
      Parameters parameters,
      int in,
      ImageShape image,
      Activation activation,
      float[] initialOutputs) {
    return conv.decoder(parameters, in, image, activation, initialOutputs);
  }

  @Override
  public Activation usualActivation() {
    return conv.usualActivation();
  }

  @Override
  public int widest(ImageShape image) {
    return conv.widest(image);
  }

  @Override
  public Sizes sizes(
      ImageShape image, int beside, int posteriorOutputs, int in, int outputsPerValue) {
    return conv.sizes(image, beside, posteriorOutputs, in, outputsPerValue);
  }
}
