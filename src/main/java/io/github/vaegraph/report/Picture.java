package io.github.vaegraph.report;

import io.github.vaegraph.io.RegularFile;
import io.github.vaegraph.picture.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;

/**
 * A picture within the page.
 *
 * @param caption what it shows
 * @param source the PNG itself, as a data URI
 * @param width in pixels of the page
 * @param height in pixels of the page
 */
record Picture(String caption, String source, int width, int height) {
  /** Wider pictures have text that is unreadable on a telephone, shrunk to its width. */
  private static final int WIDE = 800;

  /**
   * A PNG file.
   *
   * @throws IOException when it is no picture or a damaged one
   */
  static Picture read(Path file, String caption) throws IOException {
    byte[] bytes = RegularFile.bytes(file, 1 << 28);
    BufferedImage picture;
    try {
      picture = ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException | RuntimeException e) {
      // The decoder answers some damage with an IndexOutOfBoundsException.
      throw new IOException("it is damaged", e);
    }
    if (picture == null) {
      throw new IOException("it is no picture");
    }
    return of(bytes, caption, picture.getWidth(), picture.getHeight());
  }

  /** A picture that has been drawn with so many pixels for one of the page. */
  static Picture drawn(BufferedImage picture, String caption, int scale) throws IOException {
    return of(
        Pictures.png(picture), caption, picture.getWidth() / scale, picture.getHeight() / scale);
  }

  /** The same picture under another caption. */
  Picture captioned(String other) {
    return new Picture(other, source, width, height);
  }

  /** Whether it is too wide to be shrunk to a telephone's width. */
  boolean wide() {
    return width > WIDE;
  }

  private static Picture of(byte[] png, String caption, int width, int height) {
    String source = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    return new Picture(caption, source, width, height);
  }
}
