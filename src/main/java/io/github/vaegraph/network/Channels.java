package io.github.vaegraph.network;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Convolution;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How many channels the images between convolutions have, from the image on.
 *
 * @param counts none stand for those that an image's size asks for
 */
record Channels(List<Integer> counts) {
  private static final int MAX_COUNTS = 16;
  private static final int MAX_CHANNELS = 1 << 12;

  /** Sides are halved until the longer one is no longer than this. */
  private static final int SHORT = 7;

  /** Channels double with each halving, up to so many. */
  private static final int USUALLY_AT_MOST = 256;

  /** Copies the counts. */
  Channels {
    counts = List.copyOf(counts);
  }

  /**
   * Reads them; an empty text is none.
   *
   * @param network whose they are, in messages
   * @throws IllegalArgumentException when they make no sense
   */
  static Channels read(String network, String text) {
    if (text.isEmpty()) {
      return new Channels(List.of());
    }
    List<Integer> counts = Widths.read(network, text);
    if (counts.size() > MAX_COUNTS) {
      throw new IllegalArgumentException(
          "%s must name from 1 to %d numbers of channels, was %d"
              .formatted(network, MAX_COUNTS, counts.size()));
    }
    for (int count : counts) {
      if (count < 1 || count > MAX_CHANNELS) {
        throw new IllegalArgumentException(
            "%s: expected channels from 1 to %d, found %d".formatted(network, MAX_CHANNELS, count));
      }
    }
    return new Channels(counts);
  }

  /** As {@code 32,64}. */
  String text() {
    return counts.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /**
   * These, or where there are none the usual ones for an image, which double with each halving.
   *
   * @param first the first of the usual ones
   * @param before how many come before the first halving, 0 or 1
   * @param fewest so many at least
   */
  Channels of(ImageShape image, int first, int before, int fewest) {
    if (!counts.isEmpty()) {
      return this;
    }
    int halvings = 0;
    for (int side = Math.max(image.height(), image.width());
        side > SHORT;
        side = Convolution.halved(side)) {
      halvings++;
    }
    List<Integer> usual = new ArrayList<>();
    for (int i = 0; i < Math.max(fewest, before + halvings); i++) {
      usual.add(Math.min(USUALLY_AT_MOST, first << Math.min(i, MAX_COUNTS)));
    }
    return new Channels(usual);
  }

  /** The width of the dense layer between the last image and the posterior. */
  int dense() {
    return 2 * counts.get(counts.size() - 1);
  }

  /**
   * The most values that a unit adds up: of the last image, of the dense layer, or under a filter.
   *
   * @param last the image between the convolutions and the dense layer
   */
  int widest(ImageShape last) {
    int most = counts.stream().mapToInt(Integer::intValue).max().orElseThrow();
    return Math.max(last.size(), Math.max(dense(), Convolution.SIDE * Convolution.SIDE * most));
  }

  /** The shape after a convolution that halves the sides. */
  static ImageShape halved(ImageShape image, int channels) {
    return new ImageShape(
        Convolution.halved(image.height()), Convolution.halved(image.width()), channels);
  }
}
