package io.github.vaegraph.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A row of images as unsigned bytes, in memory or on disk. The value v stands for v/255 in [0, 1].
 * Implementations may be read from several threads at once.
 */
public interface Images {
  /** Number of images. */
  int count();

  /** The shape all images share. */
  ImageShape shape();

  /**
   * Copies one image's {@code shape().size()} values into {@code target} from {@code offset}.
   *
   * @throws IndexOutOfBoundsException when the image or the target range does not exist
   * @throws java.io.UncheckedIOException when the images lie on disk and cannot be read
   */
  void read(int image, byte[] target, int offset);

  /**
   * Copies {@code count} neighbouring images at once, which is faster than one by one where they
   * lie side by side.
   *
   * @throws IndexOutOfBoundsException when the images or the target range do not exist
   * @throws java.io.UncheckedIOException when the images lie on disk and cannot be read
   */
  default void readRange(int from, int count, byte[] target, int offset) {
    each(count).forEach(i -> read(from + i, target, offset + i * shape().size()));
  }

  /**
   * Copies these images, one after the other.
   *
   * @throws IndexOutOfBoundsException when the images or the target range do not exist
   * @throws java.io.UncheckedIOException when the images lie on disk and cannot be read
   */
  default void readAll(int[] images, byte[] target, int offset) {
    each(images.length).forEach(i -> read(images[i], target, offset + i * shape().size()));
  }

  /**
   * Whether images are computed whenever they are read, as pictures that are decoded: several are
   * then read at once, by all cores.
   */
  default boolean computed() {
    return false;
  }

  private IntStream each(int count) {
    IntStream each = IntStream.range(0, count);
    return computed() ? each.parallel() : each;
  }

  /**
   * The images from {@code from} (inclusive) to {@code to} (exclusive), one after the other, a
   * copy.
   *
   * @throws IndexOutOfBoundsException when there are no such images
   * @throws java.io.UncheckedIOException when the images lie on disk and cannot be read
   */
  default byte[] bytes(int from, int to) {
    Objects.checkFromToIndex(from, to, count());
    byte[] bytes = new byte[Math.multiplyExact(to - from, shape().size())];
    readRange(from, to - from, bytes, 0);
    return bytes;
  }

  /**
   * What an image is called where it came from: a picture's path below the folder that was opened,
   * with slashes, or else its row, from 0.
   */
  default String name(int image) {
    return Integer.toString(Objects.checkIndex(image, count()));
  }

  /** Whether {@link #name} tells files rather than rows. */
  default boolean named() {
    return false;
  }

  /** Images held in one array, one after the other; the array is not copied. */
  static Images of(ImageShape shape, byte[] pixels) {
    if (pixels.length % shape.size() != 0) {
      throw new IllegalArgumentException(
          "%d bytes do not divide into images of %s".formatted(pixels.length, shape));
    }
    return new InMemoryImages(shape, pixels);
  }

  /** The images from {@code from} (inclusive) to {@code to} (exclusive), a view. */
  default Images range(int from, int to) {
    Objects.checkFromToIndex(from, to, count());
    return new SelectedImages(this, to - from, i -> from + i);
  }

  /** The images at these positions, in this order, a view. */
  default Images select(int[] positions) {
    int[] copy = positions.clone();
    Arrays.stream(copy).forEach(p -> Objects.checkIndex(p, count()));
    return new SelectedImages(this, copy.length, i -> copy[i]);
  }
}
