package io.github.vaegraph.source.picture;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Picture files, decoded when they are asked for; the last ones asked for are kept. */
final class PictureImages implements Images {
  private final List<Path> files;
  private final PictureDecoder decoder;
  private final Map<Integer, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final long keep;

  /** The files as images of one shape; up to {@code keepBytes} are kept decoded. */
  PictureImages(List<Path> files, PictureDecoder decoder, long keepBytes) {
    this.files = List.copyOf(files);
    this.decoder = decoder;
    keep = Math.max(1, keepBytes / decoder.shape().size());
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
    try {
      return decoder.decode(files.get(image));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
