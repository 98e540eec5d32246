package io.github.vaegraph.source;

import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether images are dark, or none of them is, on the scale that a model's data had, and so perhaps
 * meant on another. What is too bright for a scale is refused where it is read.
 */
final class Darkness {
  private static final int DARK = 25; // of 255, as training warns of it
  private static final int ENOUGH = 10; // images; fewer may well be dark
  private static final int LOOKED_AT = 1000; // images
  private static final int BYTES = 1 << 26;
  private static final double USUAL = 255;

  private Darkness() {}

  /**
   * What there is to say of images.
   *
   * @param options how they were read
   */
  static Optional<String> note(Path file, Images images, ReadOptions options) {
    int size = images.shape().size();
    int count = Math.min(images.count(), Math.max(1, Math.min(LOOKED_AT, BYTES / size)));
    byte[] pixels = new byte[size];
    int brightest = 0;
    int darkest = 255;
    int zero = byteOfZero(options);
    for (int image = 0; image < count && (brightest <= DARK || darkest >= zero); image++) {
      images.read(image, pixels, 0);
      for (byte pixel : pixels) {
        brightest = Math.max(brightest, pixel & 0xff);
        darkest = Math.min(darkest, pixel & 0xff);
      }
    }
    if (zero > 0 && darkest >= zero) {
      return Optional.of(
          "%s: no value is below 0, on a scale from %s on; is minValue(0) meant?"
              .formatted(file.getFileName(), options.minValue().orElseThrow()));
    }
    boolean bits = brightest <= 1 && options.maxValue().orElse(USUAL) > 1;
    if (brightest > DARK || (!bits && count < ENOUGH)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s: the brightest pixel%s is %d of 255; %s"
            .formatted(
                file.getFileName(),
                count < images.count() ? " of the first %d images".formatted(count) : "",
                brightest,
                bits ? "is maxValue(1) meant?" : "maxValue(...) says which value is white"));
  }

  /** What 0 has become on a scale that begins below it; 0 on others. */
  private static int byteOfZero(ReadOptions options) {
    double min = options.minValue().orElse(0.0);
    double max = options.maxValue().orElse(1.0);
    return min < 0 && max > 0 ? (int) (255 * -min / (max - min)) : 0;
  }
}
