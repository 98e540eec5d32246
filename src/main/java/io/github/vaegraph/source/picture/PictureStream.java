package io.github.vaegraph.source.picture;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Opens picture files for ImageIO, which would keep copies of them in temporary files. */
final class PictureStream {
  /** WebP files up to this size are copied; those of one colour are as small. */
  private static final int TINY = 64;

  private static final int RIFF = 0x46464952; // the letters, as a number of low bytes first
  private static final int HEADER = 8; // the letters and the length of what follows

  private PictureStream() {}

  /**
   * Opens a file.
   *
   * @throws EOFException when it is a tiny one of WebP that was cut short
   */
  static ImageInputStream open(Path file) throws IOException {
    long size = Files.size(file);
    if (size >= HEADER && size <= TINY) {
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (bytes.length >= HEADER && head.getInt(0) == RIFF) {
        if (head.getInt(4) > bytes.length - HEADER) {
          throw new EOFException();
        }
        // The decoder reads a word of 8 bytes at once, even where fewer are left.
        return new MemoryCacheImageInputStream(
            new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length + Long.BYTES)));
      }
    }
    return new FileImageInputStream(file.toFile());
  }
}
