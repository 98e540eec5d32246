package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The scale of a file's bytes: v stands for v/max, with 1 for max where a file holds 0 and 1. */
final class ByteScale {
  private static final double USUAL = 255;

  private final Path file;
  private final ImageShape shape;
  private final double max;
  private final byte[] pixels = new byte[256]; // by the file's byte

  /** The scale asked for; bytes up to 255 where none is. */
  ByteScale(Path file, ImageShape shape, Optional<Double> maxValue) {
    this.file = file;
    this.shape = shape;
    max = maxValue.orElse(USUAL);
    for (int value = 0; value < pixels.length; value++) {
      pixels[value] = Pixels.of(Math.min(1, value / max));
    }
  }

  /**
   * Turns a file's bytes into pixels where they lie.
   *
   * @param first the image in the file that the bytes begin with
   * @throws IOException when a byte is above the scale
   */
  void apply(byte[] bytes, int offset, int images, int first) throws IOException {
    if (max == USUAL) {
      return;
    }
    for (int i = 0; i < images * shape.size(); i++) {
      int value = bytes[offset + i] & 0xff;
      if (value > max) {
        throw Problem.at(
            file,
            "image %d: expected bytes up to %s, found %d; say another --max-value",
            first + i / shape.size(),
            max,
            value);
      }
      bytes[offset + i] = pixels[value];
    }
  }
}
