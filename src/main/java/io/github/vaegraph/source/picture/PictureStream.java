package io.github.vaegraph.source.picture;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.github.vaegraph.source.file.InputFile;
import java.io.EOFException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** Opens picture files for ImageIO, which would keep copies of them in temporary files. */
final class PictureStream {
  /** Files up to this size are read at once: decoders would ask for a few bytes at a time. */
  private static final int SMALL = 1 << 20;

  private static final int RIFF = 0x46464952; // the letters, as a number of low bytes first
  private static final int HEADER = 8; // the letters and the length of what follows

  private PictureStream() {}

  /**
   * Opens a file.
   *
   * @throws EOFException when it is one of WebP that was cut short
   * @throws IOException when it is missing, no file, empty or unreadable
   */
  static ImageInputStream open(Path file) throws IOException {
    File opened = file.toFile();
    if (!opened.isFile() || opened.length() == 0) {
      InputFile.open(file); // says what is wrong
    }
    if (opened.length() > SMALL) {
      return new FileImageInputStream(opened);
    }
    byte[] bytes = bytes(opened);
    ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER || head.getInt(0) != RIFF) {
      return new ByteArrayImageInputStream(bytes);
    }
    if (head.getInt(4) > bytes.length - HEADER) {
      throw new EOFException();
    }
    // The decoder reads a word of 8 bytes at once, even where fewer are left.
    return new ByteArrayImageInputStream(Arrays.copyOf(bytes, bytes.length + Long.BYTES));
  }

  /** Through no channel, which would be closed when a thread is interrupted. */
  private static byte[] bytes(File file) throws IOException {
    try (FileInputStream in = new FileInputStream(file)) {
      return in.readAllBytes();
    }
  }
}
