package io.github.vaegraph.data;

import java.util.List;

/**
 * Images that have names of their own.
 *
 * @param names one an image
 */
public record NamedImages(Images images, List<String> names) implements Images {
  /** Copies the names. */
  public NamedImages {
    names = List.copyOf(names);
  }

  @Override
  public int count() {
    return images.count();
  }

  @Override
  public ImageShape shape() {
    return images.shape();
  }

  @Override
  public void read(int image, byte[] target, int offset) {
    images.read(image, target, offset);
  }

  @Override
  public void readRange(int from, int count, byte[] target, int offset) {
    images.readRange(from, count, target, offset);
  }

  @Override
  public boolean computed() {
    return images.computed();
  }

  @Override
  public String name(int image) {
    return names.get(image);
  }

  @Override
  public boolean named() {
    return true;
  }
}
