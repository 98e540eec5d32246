package io.github.vaegraph.cli;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.serve.Floats;
import java.io.IOException;
import java.nio.file.Path;

/** Images as the floats that a model takes. */
final class Pixels {
  private Pixels() {}

  /** How many images are held as floats at once: some 16 MB, at most a thousand images. */
  static int atOnce(ImageShape shape) {
    return Math.max(1, Math.min(1000, 4_000_000 / shape.size()));
  }

  /**
   * Where a picture is written to.
   *
   * @throws IllegalArgumentException when the name is not that of a PNG
   */
  static Path pictureFile(Arguments arguments, String defaultName) {
    Path out = arguments.path("out").orElse(Path.of(defaultName));
    if (!String.valueOf(out.getFileName()).endsWith(".png")) {
      throw new IllegalArgumentException("--out: expected a name in .png, found " + out);
    }
    return out;
  }

  /** The images from {@code from} (inclusive) to {@code to} (exclusive), as floats in [0, 1]. */
  static Floats floats(Images images, int from, int to) {
    return Floats.ofPixels(bytes(images, from, to), images.shape().size());
  }

  /** The images from {@code from} (inclusive) to {@code to} (exclusive), one after the other. */
  static byte[] bytes(Images images, int from, int to) {
    byte[] bytes = new byte[Math.multiplyExact(to - from, images.shape().size())];
    images.readRange(from, to - from, bytes, 0);
    return bytes;
  }

  /**
   * @throws IOException when the data's images are not of the model's shape
   */
  static void checkShape(Arguments arguments, ImageShape expected, ImageShape found)
      throws IOException {
    if (!expected.equals(found)) {
      throw new IOException(
          "%s: expected images of %s, which the model was trained on, found %s; pictures can be"
                  .formatted(arguments.text("data").orElseThrow(), expected, found)
              + " brought to size with --resize and --channels");
    }
  }
}
