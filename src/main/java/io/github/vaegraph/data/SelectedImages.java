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

  @Override
  public void readRange(int from, int images, byte[] target, int offset) {
    Objects.checkFromIndexSize(from, images, count);
    if (computed()) {
      Images.super.readRange(from, images, target, offset); // not run by run: all at once
      return;
    }
    int done = 0;
    while (done < images) {
      int first = position.applyAsInt(from + done);
      int run = 1;
      while (done + run < images && position.applyAsInt(from + done + run) == first + run) {
        run++;
      }
      source.readRange(first, run, target, offset + done * shape().size());
      done += run;
    }
  }

  @Override
  public boolean computed() {
    return source.computed();
  }

  @Override
  public String name(int image) {
    return source.name(position.applyAsInt(Objects.checkIndex(image, count)));
  }

  @Override
  public boolean named() {
    return source.named();
  }
}
