package io.github.vaegraph.signature;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Rows of floats, as they go in and out of a model.
 *
 * @param rows N
 * @param width values a row
 * @param values [N * width], row-major
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never shared
public record Floats(int rows, int width, float[] values) {
  /**
   * @throws IllegalArgumentException when the number of values is not rows * width
   */
  public Floats {
    if (rows < 0 || width < 1 || (long) rows * width != values.length) {
      throw new IllegalArgumentException(
          "expected %d rows of %d values, found %d values".formatted(rows, width, values.length));
    }
  }

  /**
   * The images from {@code from} (inclusive) to {@code to} (exclusive) as a model takes them.
   *
   * @throws IndexOutOfBoundsException when there are no such images
   * @throws java.io.UncheckedIOException when the images lie on disk and cannot be read
   */
  public static Floats ofImages(Images images, int from, int to) {
    return ofPixels(images.bytes(from, to), images.shape().size());
  }

  /** How many images are held as floats at once: some 16 MB, at most a thousand images. */
  public static int imagesAtOnce(ImageShape shape) {
    return Math.max(1, Math.min(1000, 4_000_000 / shape.size()));
  }

  /** Pixels as a model takes them: the byte v becomes v/255. */
  public static Floats ofPixels(byte[] pixels, int width) {
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (pixels[i] & 0xff) / 255f;
    }
    return new Floats(pixels.length / width, width, values);
  }

  /** The index of the first value that is no number from {@code low} to {@code high}. */
  public OptionalInt firstOutside(float low, float high) {
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= low && values[i] <= high)) { // NaN as well
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** Every value times a factor. */
  public Floats times(double factor) {
    float[] products = new float[values.length];
    for (int i = 0; i < products.length; i++) {
      products[i] = (float) (factor * values[i]);
    }
    return new Floats(rows, width, products);
  }

  /** The rows from {@code from} (inclusive) to {@code to} (exclusive), a copy. */
  public Floats slice(int from, int to) {
    return new Floats(to - from, width, Arrays.copyOfRange(values, from * width, to * width));
  }
}
