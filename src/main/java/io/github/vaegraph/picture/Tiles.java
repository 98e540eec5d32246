package io.github.vaegraph.picture;

import io.github.vaegraph.data.ImageShape;

/** How high images are drawn that have few rows. */
final class Tiles {
  /** The height of a signal's drawing. */
  static final int SIGNAL = 56;

  /** The name of a row of tiles is as high. */
  private static final int LEAST = 18;

  /** Fewer values in a row are no signal. */
  private static final int SHORTEST_SIGNAL = 16;

  private Tiles() {}

  /** Whether images are a row of grey values, as of a sensor, that one reads as a line. */
  static boolean signal(ImageShape shape) {
    return shape.height() == 1 && shape.channels() == 1 && shape.width() >= SHORTEST_SIGNAL;
  }

  /** By how much rows are enlarged where columns are by {@code scale}. */
  static int down(ImageShape shape, int scale) {
    return Math.max(scale, (LEAST + shape.height() - 1) / shape.height());
  }

  /** The height of an image that is enlarged by {@code scale}, in pixels. */
  static int height(ImageShape shape, int scale) {
    return signal(shape) ? SIGNAL : shape.height() * down(shape, scale);
  }
}
