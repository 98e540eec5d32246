package io.github.vaegraph.source.picture;

import io.github.vaegraph.source.file.Pixels;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A decoded picture as bytes in rows, then columns, then channels. Transparent pixels are laid over
 * white.
 */
final class PicturePixels {
  private PicturePixels() {}

  /**
   * The picture's bytes at its own size.
   *
   * @param channels 1 (grey) or 3 (red, green, blue)
   * @param white which value of grey pictures is white; empty: the largest that their bits hold
   * @throws IllegalArgumentException when its values are no whole numbers from 0, or of more than
   *     16 bits, or above the white that is asked for, or that white above what their bits hold
   */
  static byte[] of(BufferedImage picture, int channels, Optional<Double> white) {
    ColorModel colours = picture.getColorModel();
    if (!wholeNumbers(colours)) {
      throw new IllegalArgumentException(
          "expected values of 8 or 16 bits without sign, found %d bits%s"
              .formatted(
                  colours.getComponentSize(0),
                  colours.getTransferType() == DataBuffer.TYPE_SHORT ? " with one" : ""));
    }
    if (grey(colours)) {
      return fromGrey(picture, channels, white);
    }
    if (white.isPresent()) {
      throw new IllegalArgumentException(
          "maxValue(...) is for grey pictures of 8 or 16 bits, this one has %s; leave it out"
              .formatted(colours instanceof IndexColorModel ? "a palette" : "colours"));
    }
    return fromColour(picture, channels);
  }

  /** Whether all pixels are grey, whatever the picture might hold. */
  static boolean greyThroughout(BufferedImage picture) {
    if (grey(picture.getColorModel())) {
      return true;
    }
    int[] row = new int[picture.getWidth()];
    for (int y = 0; y < picture.getHeight(); y++) {
      picture.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int argb : row) {
        boolean equal = (argb & 0xff) == (argb >> 8 & 0xff) && (argb & 0xff) == (argb >> 16 & 0xff);
        if (!equal && argb >>> 24 != 0) { // what is not seen has no colour
          return false;
        }
      }
    }
    return true;
  }

  /** Whether pictures of this kind are grey and hold their values without a palette. */
  static boolean grey(ColorModel colours) {
    return !(colours instanceof IndexColorModel)
        && colours.getNumColorComponents() == 1
        && wholeNumbers(colours);
  }

  private static boolean wholeNumbers(ColorModel colours) {
    return colours.getComponentSize(0) <= 16 && colours.getTransferType() != DataBuffer.TYPE_SHORT;
  }

  // BufferedImage.getRGB would push grey through a gamma curve: 128 would become 188.
  private static byte[] fromGrey(BufferedImage picture, int channels, Optional<Double> white) {
    Raster raster = picture.getRaster();
    int bits = picture.getColorModel().getComponentSize(0);
    int largest = (1 << bits) - 1;
    if (white.isPresent() && white.get() > largest) {
      throw new IllegalArgumentException(
          "expected a picture of 16 bits, whose white can be %s, found %d bits; say maxValue(%d)"
              .formatted(text(white.get()), bits, largest));
    }
    boolean transparent = picture.getColorModel().hasAlpha();
    int width = picture.getWidth();
    byte[] bytes = new byte[width * picture.getHeight() * channels];
    int[] row = new int[width * raster.getNumBands()];
    int next = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int stored = row[x * raster.getNumBands()];
        int value = white.isPresent() ? scaled(stored, white.get()) : toByte(stored, largest);
        int alpha = transparent ? toByte(row[x * raster.getNumBands() + 1], largest) : 255;
        for (int c = 0; c < channels; c++) {
          bytes[next++] = (byte) overWhite(value, alpha);
        }
      }
    }
    return bytes;
  }

  private static byte[] fromColour(BufferedImage picture, int channels) {
    byte[] colours = plain(picture) ? plainColours(picture) : colours(picture);
    if (channels == 3) {
      return colours;
    }
    byte[] bytes = new byte[colours.length / 3];
    for (int i = 0; i < bytes.length; i++) {
      int red = colours[3 * i] & 0xff;
      int green = colours[3 * i + 1] & 0xff;
      int blue = colours[3 * i + 2] & 0xff;
      // luma = 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601)
      bytes[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
    }
    return bytes;
  }

  /** Whether a picture holds bytes of blue, green and red, as JPEGs and most PNGs do. */
  private static boolean plain(BufferedImage picture) {
    return picture.getType() == BufferedImage.TYPE_3BYTE_BGR
        && picture.getColorModel().getColorSpace().isCS_sRGB()
        && picture.getRaster().getDataBuffer().getSize()
            == picture.getWidth() * picture.getHeight() * 3;
  }

  /** As below, in a small part of the time. */
  private static byte[] plainColours(BufferedImage picture) {
    byte[] stored = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
    byte[] bytes = new byte[stored.length];
    for (int i = 0; i < bytes.length; i += 3) {
      bytes[i] = stored[i + 2];
      bytes[i + 1] = stored[i + 1];
      bytes[i + 2] = stored[i];
    }
    return bytes;
  }

  private static byte[] colours(BufferedImage picture) {
    int width = picture.getWidth();
    byte[] bytes = new byte[width * picture.getHeight() * 3];
    int[] row = new int[width];
    int next = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      picture.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = argb >>> 24;
        bytes[next++] = (byte) overWhite(argb >> 16 & 0xff, alpha);
        bytes[next++] = (byte) overWhite(argb >> 8 & 0xff, alpha);
        bytes[next++] = (byte) overWhite(argb & 0xff, alpha);
      }
    }
    return bytes;
  }

  private static int scaled(int value, double white) {
    if (value > white) {
      throw new IllegalArgumentException(
          "expected values up to %s, found %d; say another maxValue(...)"
              .formatted(text(white), value));
    }
    return Pixels.of(value / white) & 0xff;
  }

  private static String text(double white) {
    return new BigDecimal(white).stripTrailingZeros().toPlainString();
  }

  private static int toByte(int value, int white) {
    return (value * 255 + white / 2) / white;
  }

  private static int overWhite(int value, int alpha) {
    return (value * alpha + 255 * (255 - alpha) + 127) / 255;
  }
}
