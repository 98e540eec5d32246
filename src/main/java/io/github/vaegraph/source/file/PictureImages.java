package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Picture files, decoded when they are asked for; the last ones asked for are kept. */
final class PictureImages implements Images {
  private final List<Path> files;
  private final ImageShape shape;
  private final Map<Integer, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final long keep;

  /** The files as images of one shape; up to {@code keepBytes} are kept decoded. */
  PictureImages(List<Path> files, ImageShape shape, long keepBytes) {
    this.files = List.copyOf(files);
    this.shape = shape;
    keep = Math.max(1, keepBytes / shape.size());
  }

  /**
   * Decodes all of them now.
   *
   * @throws IOException when a picture is damaged
   */
  Images inMemory() throws IOException {
    byte[] pixels = new byte[Math.multiplyExact(files.size(), shape.size())];
    try {
      IntStream.range(0, files.size())
          .parallel()
          .forEach(i -> System.arraycopy(decode(i), 0, pixels, i * shape.size(), shape.size()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return Images.of(shape, pixels);
  }

  @Override
  public int count() {
    return files.size();
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public void read(int image, byte[] target, int offset) {
    byte[] pixels = kept(image);
    if (pixels == null) {
      pixels = decode(image); // outside the lock: others decode meanwhile
      keep(image, pixels);
    }
    System.arraycopy(pixels, 0, target, offset, pixels.length);
  }

  private byte @Nullable [] kept(int image) {
    synchronized (kept) {
      return kept.get(image);
    }
  }

  private void keep(int image, byte[] pixels) {
    synchronized (kept) {
      kept.put(image, pixels);
      if (kept.size() > keep) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
  }

  private byte[] decode(int image) {
    Path file = files.get(image);
    try {
      BufferedImage picture = PictureFile.decode(file);
      byte[] pixels = PicturePixels.of(picture, shape.channels());
      return Resampler.resize(pixels, picture.getHeight(), picture.getWidth(), shape);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
