package io.github.vaegraph.data;

import java.util.Objects;

/** Images in one array, one after the other. */
@SuppressWarnings("ArrayRecordComponent") // the array is the point: held once, never copied
record InMemoryImages(ImageShape shape, byte[] pixels) implements Images {
  @Override
  public int count() {
    return pixels.length / shape.size();
  }

  @Override
  public void read(int image, byte[] target, int offset) {
    Objects.checkIndex(image, count());
    System.arraycopy(pixels, image * shape.size(), target, offset, shape.size());
  }

  @Override
  public void readRange(int from, int count, byte[] target, int offset) {
    Objects.checkFromIndexSize(from, count, count());
    System.arraycopy(pixels, from * shape.size(), target, offset, count * shape.size());
  }
}
