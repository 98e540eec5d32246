package io.github.vaegraph.source.file;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * A decoded picture as bytes in rows, then columns, then channels. Transparent pixels are laid over
 * white.
 */
final class PicturePixels {
  private PicturePixels() {}

  /** The picture's bytes at its own size, in 1 (grey) or 3 (red, green, blue) channels. */
  static byte[] of(BufferedImage picture, int channels) {
    return grey(picture) ? fromGrey(picture, channels) : fromColour(picture, channels);
  }

  private static boolean grey(BufferedImage picture) {
    ColorModel colours = picture.getColorModel();
    return !(colours instanceof IndexColorModel)
        && colours.getNumColorComponents() == 1
        && colours.getComponentSize(0) <= 16;
  }

  // BufferedImage.getRGB would push grey through a gamma curve: 128 would become 188.
  private static byte[] fromGrey(BufferedImage picture, int channels) {
    Raster raster = picture.getRaster();
    int white = (1 << picture.getColorModel().getComponentSize(0)) - 1;
    boolean transparent = picture.getColorModel().hasAlpha();
    int width = picture.getWidth();
    byte[] bytes = new byte[width * picture.getHeight() * channels];
    int[] row = new int[width * raster.getNumBands()];
    int next = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int value = toByte(row[x * raster.getNumBands()], white);
        int alpha = transparent ? toByte(row[x * raster.getNumBands() + 1], white) : 255;
        for (int c = 0; c < channels; c++) {
          bytes[next++] = (byte) overWhite(value, alpha);
        }
      }
    }
    return bytes;
  }

  private static byte[] fromColour(BufferedImage picture, int channels) {
    int width = picture.getWidth();
    byte[] bytes = new byte[width * picture.getHeight() * channels];
    int[] row = new int[width];
    int next = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      picture.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = argb >>> 24;
        int red = overWhite(argb >> 16 & 0xff, alpha);
        int green = overWhite(argb >> 8 & 0xff, alpha);
        int blue = overWhite(argb & 0xff, alpha);
        if (channels == 1) {
          // luma = 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601)
          bytes[next++] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
        } else {
          bytes[next++] = (byte) red;
          bytes[next++] = (byte) green;
          bytes[next++] = (byte) blue;
        }
      }
    }
    return bytes;
  }

  private static int toByte(int value, int white) {
    return (value * 255 + white / 2) / white;
  }

  private static int overWhite(int value, int alpha) {
    return (value * alpha + 255 * (255 - alpha) + 127) / 255;
  }
}
