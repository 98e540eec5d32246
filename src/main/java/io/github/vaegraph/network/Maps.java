package io.github.vaegraph.network;

import io.github.vaegraph.data.ImageShape;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which stochastic layer lies where in {@link ConvLadder}: the top is a vector, and the codes of
 * each layer below it are a map with the sides of an image, the lowest but one those of the
 * smallest.
 *
 * @param images between convolutions, from what goes in on
 * @param dims latent dimensions of each layer, from the image up
 */
record Maps(List<ImageShape> images, List<Integer> dims) {
  /** Copies the lists. */
  Maps {
    images = List.copyOf(images);
    dims = List.copyOf(dims);
  }

  /** How many layers are maps. */
  int count() {
    return dims.size() - 1;
  }

  /** L of the top, the vector. */
  int top() {
    return dims.get(count());
  }

  /** L of all layers. */
  int total() {
    return dims.stream().mapToInt(Integer::intValue).sum();
  }

  ImageShape smallest() {
    return images.get(images.size() - 1);
  }

  /** Which of the images has a layer's sides; of layer 0, the lowest, those of the largest map. */
  int place(int layer) {
    return images.size() - count() + layer;
  }

  /** The image that has a layer's sides. */
  ImageShape image(int layer) {
    return images.get(place(layer));
  }

  /** The shape of a layer's codes. */
  ImageShape map(int layer) {
    ImageShape image = image(layer);
    return new ImageShape(image.height(), image.width(), channels(layer));
  }

  /** Of a layer's codes. */
  int channels(int layer) {
    return dims.get(layer) / pixels(image(layer));
  }

  static int pixels(ImageShape image) {
    return image.height() * image.width();
  }

  /**
   * Refuses dimensions that make no maps.
   *
   * @param network whose they are, in messages
   * @param alone the network that takes one layer
   */
  void check(String network, String alone) {
    String given = dims.stream().map(String::valueOf).collect(Collectors.joining(","));
    if (dims.size() < 2) {
      throw new IllegalArgumentException(
          "network %s: expected latentDim of several layers, found %s; leave it out for the usual ones,"
                  .formatted(network, given)
              + " or try network "
              + alone);
    }
    if (dims.size() > images.size()) {
      throw new IllegalArgumentException(
          "network %s: expected latentDim of at most %d layers, one more than its convolutions, found %d, %s"
              .formatted(network, images.size(), dims.size(), given));
    }
    for (int layer = 0; layer < count(); layer++) {
      ImageShape image = image(layer);
      int pixels = pixels(image);
      int dim = dims.get(layer);
      if (dim % pixels != 0) {
        throw new IllegalArgumentException(
            "network %s, latentDim %s: expected a multiple of %d for layer %d, a map of %dx%d, found %d; try %d"
                .formatted(
                    network,
                    given,
                    pixels,
                    layer + 1,
                    image.height(),
                    image.width(),
                    dim,
                    Math.max(1, Math.round((double) dim / pixels)) * pixels));
      }
    }
  }
}
