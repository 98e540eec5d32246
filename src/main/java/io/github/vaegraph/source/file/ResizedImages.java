package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions.Crop;
import java.util.stream.IntStream;

/**
 * Images of another size than the ones that they are made of.
 *
 * @param source the ones they are made of
 * @param shape the new shape, of as many channels
 * @param crop what of an image is resized
 */
public record ResizedImages(Images source, ImageShape shape, Crop crop) implements Images {
  /**
   * Brings images to this height and width; those that have it already stay as they are.
   *
   * @throws IllegalArgumentException when they are smaller than what is to be cut from them
   */
  public static Images of(Images source, ImageShape size, Crop crop, ReadLimits limits) {
    ImageShape shape = new ImageShape(size.height(), size.width(), source.shape().channels());
    ImageShape part = Resampler.part(source.shape().height(), source.shape().width(), crop, shape);
    if (shape.equals(source.shape()) && shape.equals(part)) {
      return source;
    }
    ResizedImages resized = new ResizedImages(source, shape, crop);
    // Made once where they fit: else they are made anew whenever they are read.
    return (long) source.count() * shape.size() <= limits.inMemory() ? resized.inMemory() : resized;
  }

  private Images inMemory() {
    byte[] pixels = new byte[Math.multiplyExact(count(), shape.size())];
    IntStream.range(0, count()).parallel().forEach(i -> read(i, pixels, i * shape.size()));
    return Images.of(shape, pixels);
  }

  @Override
  public int count() {
    return source.count();
  }

  @Override
  public void read(int image, byte[] target, int offset) {
    ImageShape old = source.shape();
    byte[] pixels = new byte[old.size()];
    source.read(image, pixels, 0);
    byte[] resized = Resampler.resize(pixels, old.height(), old.width(), crop, shape);
    System.arraycopy(resized, 0, target, offset, resized.length);
  }

  @Override
  public boolean computed() {
    return true;
  }

  @Override
  public String name(int image) {
    return source.name(image);
  }

  @Override
  public boolean named() {
    return source.named();
  }
}
