package io.github.vaegraph.data;

import java.util.Objects;
import java.util.function.IntUnaryOperator;

/** A view of some of the images of another set. */
record SelectedImages(Images source, int count, IntUnaryOperator position) implements Images {
  @Override
  public ImageShape shape() {
    return source.shape();
  }

  @Override
  public void read(int image, byte[] target, int offset) {
    source.read(position.applyAsInt(Objects.checkIndex(image, count)), target, offset);
  }
}
