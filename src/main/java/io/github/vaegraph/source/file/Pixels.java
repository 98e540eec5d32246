package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Numbers as bytes, and vectors as pictures. */
public final class Pixels {
  private Pixels() {}

  /** Whether a value may be a pixel: in [0, 1], which NaN is not. */
  static boolean valid(double value) {
    return value >= 0 && value <= 1;
  }

  /** The nearest v with v/255 = value. */
  public static byte of(double value) {
    return (byte) (int) (value * 255 + 0.5);
  }

  /**
   * The shape of images of {@code size} values: the one asked for, else a grey square.
   *
   * @throws IOException when the size has no such shape
   */
  public static ImageShape shape(Path file, int size, Optional<ImageShape> asked, String hint)
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
    if (size == 1) {
      throw Problem.at(
          file, "1 value an image is no picture; are these labels? else say shape(1x1)%s", hint);
    }
    int side = (int) Math.round(Math.sqrt(size));
    if (side < 1 || (long) side * side != size) {
      throw Problem.at(
          file, "%d values an image are no square; say %s%s", size, shapes(size), hint);
    }
    return shape(file, side, side, 1);
  }

  /** The shapes that so many values may well have, as an argument and what follows it. */
  private static String shapes(int size) {
    int side = (int) Math.round(Math.sqrt(size / 3.0));
    return 3L * side * side == size && side > 2
        ? "shape(%dx%dx3) (colour; and layout(planar) where all red values come first), or shape(HxW)"
            .formatted(side, side)
        : "shape(HxW), as 1x%d where they are no picture".formatted(size);
  }

  /**
   * A shape that a file's header tells.
   *
   * @throws IOException when no image has it
   */
  public static ImageShape shape(Path file, int height, int width, int channels)
      throws IOException {
    try {
      return new ImageShape(height, width, channels);
    } catch (IllegalArgumentException e) {
      throw Problem.at(file, "%s; is the file damaged?", Problem.shortly(e));
    }
  }

  /** Whether so many values may be the channels of a pixel. */
  static boolean maybeChannels(int side) {
    return side == 1 || side == 3;
  }
}
