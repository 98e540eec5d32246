package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The scale of a file's bytes, with 1 for its largest value where a file holds 0 and 1. */
final class ByteScale {
  private final Path file;
  private final ImageShape shape;
  private final Scale scale;
  private final byte[] pixels = new byte[256]; // by the file's byte

  ByteScale(Path file, ImageShape shape, Scale scale) {
    this.file = file;
    this.shape = shape;
    this.scale = scale;
    for (int value = 0; value < pixels.length; value++) {
      pixels[value] = Pixels.of(Math.max(0, Math.min(1, scale.share(value))));
    }
  }

  /** What there is to say of it. */
  List<String> notes() {
    if (scale.min() < 0) {
      return List.of(
          "%s: bytes begin at 0, while %s stands for black; is minValue(0) meant?"
              .formatted(file.getFileName(), Range.text(scale.min())));
    }
    return scale.max() <= Scale.BYTES
        ? List.of()
        : List.of(
            "%s: bytes end at 255, while %s stands for white; is maxValue(255) meant?"
                .formatted(file.getFileName(), Range.text(scale.max())));
  }

  /**
   * Turns a file's bytes into pixels where they lie.
   *
   * @param first the image in the file that the bytes begin with
   * @throws IOException when a byte is not on the scale
   */
  void apply(byte[] bytes, int offset, int images, int first) throws IOException {
    if (scale.bytes()) {
      return;
    }
    for (int i = 0; i < images * shape.size(); i++) {
      int value = bytes[offset + i] & 0xff;
      if (!Pixels.valid(scale.share(value))) {
        throw Problem.at(
            file,
            "image %d: expected bytes %s, found %d; say another %s",
            first + i / shape.size(),
            scale,
            value,
            value > scale.max() ? "maxValue(...)" : "minValue(...)");
      }
      bytes[offset + i] = pixels[value];
    }
  }
}
