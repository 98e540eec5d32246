package io.github.vaegraph.source.picture;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Picture files, decoded whenever they are asked for, but for the first ones, which are kept:
 * epochs take all of them in ever new orders, so that none is worth more than another.
 */
final class PictureImages implements Images {
  private final List<Path> files;
  private final PictureDecoder decoder;
  private final AtomicReferenceArray<byte[]> kept;
  private final AtomicLong room;

  /** The files as images of one shape; up to {@code keepBytes} are kept decoded. */
  PictureImages(List<Path> files, PictureDecoder decoder, long keepBytes) {
    this.files = List.copyOf(files);
    this.decoder = decoder;
    kept = new AtomicReferenceArray<>(files.size());
    room = new AtomicLong(keepBytes);
  }

  /**
   * Decodes all of them now.
   *
   * @throws IOException when a picture is damaged
   */
  Images inMemory() throws IOException {
    int size = shape().size();
    byte[] pixels = new byte[Math.multiplyExact(files.size(), size)];
    Parallel.each(
        files, (i, file) -> System.arraycopy(decoder.decode(file), 0, pixels, i * size, size));
    return Images.of(shape(), pixels);
  }

  @Override
  public int count() {
    return files.size();
  }

  @Override
  public ImageShape shape() {
    return decoder.shape();
  }

  @Override
  public boolean computed() {
    return true;
  }

  @Override
  public void read(int image, byte[] target, int offset) {
    byte[] pixels = kept.get(image);
    if (pixels == null) {
      pixels = decode(image);
      if (room.get() >= pixels.length && room.addAndGet(-pixels.length) >= 0) {
        kept.set(image, pixels);
      }
    }
    System.arraycopy(pixels, 0, target, offset, pixels.length);
  }

  private byte[] decode(int image) {
    try {
      return decoder.decode(files.get(image));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
