package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Numbers as bytes, and vectors as pictures. */
final class Pixels {
  private Pixels() {}

  /** Whether a value may be a pixel: in [0, 1], which NaN is not. */
  static boolean valid(double value) {
    return value >= 0 && value <= 1;
  }

  /** The nearest v with v/255 = value. */
  static byte of(double value) {
    return (byte) (int) (value * 255 + 0.5);
  }

  /**
   * The shape of images of {@code size} values: the one asked for, else a grey square.
   *
   * @throws IOException when the size has no such shape
   */
  static ImageShape shape(Path file, int size, Optional<ImageShape> asked, String hint)
      throws IOException {
    if (asked.isPresent()) {
      if (asked.get().size() != size) {
        throw Problem.at(
            file,
            "expected %d values an image for the shape %s, found %d%s",
            asked.get().size(),
            asked.get(),
            size,
            hint);
      }
      return asked.get();
    }
    int side = (int) Math.round(Math.sqrt(size));
    if (side < 1 || (long) side * side != size) {
      throw Problem.at(file, "%d values an image are no square; say --shape HxW%s", size, hint);
    }
    return shape(file, side, side, 1);
  }

  /**
   * A shape that a file's header tells.
   *
   * @throws IOException when no image has it, or its channels seem to come first
   */
  static ImageShape shape(Path file, int height, int width, int channels) throws IOException {
    if (!maybeChannels(channels) && maybeChannels(height)) {
      throw Problem.at(
          file,
          "expected channels last, 1 or 3, found images of %dx%dx%d; where they come first, save "
              + "numpy.moveaxis(array, 1, -1)",
          height,
          width,
          channels);
    }
    try {
      return new ImageShape(height, width, channels);
    } catch (IllegalArgumentException e) {
      throw Problem.at(file, "%s; is the file damaged?", Problem.shortly(e));
    }
  }

  private static boolean maybeChannels(int side) {
    return side == 1 || side == 3;
  }
}
