package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import java.util.Objects;

/** A view of images whose values stand in another order within each image. */
final class RearrangedImages implements Images {
  private static final int AT_ONCE = 64; // images, to be read side by side

  private final Images source;
  private final ImageShape shape;
  private final int[] from; // where in the source's image each value stands

  private RearrangedImages(Images source, ImageShape shape, int[] from) {
    this.source = source;
    this.shape = shape;
    this.from = from;
  }

  /** Images of the same shape whose values lie as [C, H, W], as [H, W, C]. */
  static Images interleaved(Images planar) {
    ImageShape shape = planar.shape();
    int plane = shape.height() * shape.width();
    int[] from = new int[shape.size()];
    for (int i = 0; i < from.length; i++) {
      from[i] = i % shape.channels() * plane + i / shape.channels();
    }
    return new RearrangedImages(planar, shape, from);
  }

  /** Images with rows for columns: [H, W, C] as [W, H, C]. */
  static Images transposed(Images images) {
    ImageShape old = images.shape();
    int channels = old.channels();
    int[] from = new int[old.size()];
    for (int y = 0; y < old.height(); y++) {
      for (int x = 0; x < old.width(); x++) {
        for (int c = 0; c < channels; c++) {
          from[(x * old.height() + y) * channels + c] = (y * old.width() + x) * channels + c;
        }
      }
    }
    return new RearrangedImages(images, new ImageShape(old.width(), old.height(), channels), from);
  }

  @Override
  public int count() {
    return source.count();
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public void read(int image, byte[] target, int offset) {
    readRange(image, 1, target, offset);
  }

  @Override
  public void readRange(int first, int images, byte[] target, int offset) {
    Objects.checkFromIndexSize(first, images, count());
    Objects.checkFromIndexSize(offset, images * from.length, target.length);
    byte[] old = new byte[Math.min(AT_ONCE, images) * from.length];
    for (int done = 0; done < images; done += AT_ONCE) {
      int now = Math.min(AT_ONCE, images - done);
      source.readRange(first + done, now, old, 0);
      for (int image = 0; image < now; image++) {
        int start = offset + (done + image) * from.length;
        for (int i = 0; i < from.length; i++) {
          target[start + i] = old[image * from.length + from[i]];
        }
      }
    }
  }

  @Override
  public boolean computed() {
    return source.computed();
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
