package io.github.vaegraph.picture;

import io.github.vaegraph.data.ImageShape;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A white page that takes images at exact pixels, and text where the machine has fonts. Images are
 * set pixel by pixel: that works even where AWT's graphics do not.
 */
final class Sheet {
  private static final long MOST_PIXELS = 100_000_000;
  private static final int WHITE = 0xFFFFFF;
  private static final int PAPER = 0xF0F0F0;
  private static final int INK = 0x202020;

  private final BufferedImage picture;

  /**
   * @throws IllegalArgumentException when the page would hold more than 100 million pixels
   */
  Sheet(long width, long height) {
    if (width > MOST_PIXELS || height > MOST_PIXELS || width * height > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "a picture may hold at most %d pixels, this one needs %dx%d; draw fewer images"
              .formatted(MOST_PIXELS, width, height));
    }
    picture = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
    fill(new Rectangle(0, 0, (int) width, (int) height), WHITE);
  }

  BufferedImage picture() {
    return picture;
  }

  void fill(Rectangle area, int colour) {
    int[] row = new int[area.width];
    Arrays.fill(row, colour);
    for (int y = 0; y < area.height; y++) {
      picture.setRGB(area.x, area.y + y, area.width, 1, row, 0, area.width);
    }
  }

  /**
   * Sets image number {@code index} of {@code values}, every pixel as scale x scale pixels, or
   * higher where a row would else be too flat to be seen; a signal is drawn as a line.
   */
  void image(ImageShape shape, float[] values, int index, int left, int top, int scale) {
    if (Tiles.signal(shape)) {
      line(shape, values, index, new Rectangle(left, top, shape.width() * scale, Tiles.SIGNAL));
      return;
    }
    int first = index * shape.size();
    int down = Tiles.down(shape, scale);
    int[] row = new int[shape.width() * scale];
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < row.length; x++) {
        int pixel = y * shape.width() + x / scale;
        row[x] = colour(values, first + pixel * shape.channels(), shape.channels());
      }
      for (int copy = 0; copy < down; copy++) {
        picture.setRGB(left, top + y * down + copy, row.length, 1, row, 0, row.length);
      }
    }
  }

  /** Values over their places, 1 at the top: each joined to the next by a stroke upright. */
  private void line(ImageShape shape, float[] values, int index, Rectangle box) {
    fill(box, PAPER);
    int before = -1;
    for (int x = 0; x < box.width; x++) {
      int place = x * shape.width() / box.width;
      int level = level(values[index * shape.size() + place]);
      int y = (box.height - 1) * (255 - level) / 255;
      int from = before < 0 ? y : Math.min(before, y);
      int to = before < 0 ? y : Math.max(before, y);
      fill(new Rectangle(box.x + x, box.y + from, 1, to - from + 1), INK);
      before = y;
    }
  }

  /** Three channels are red, green, blue; of any other number the first is shown grey. */
  private static int colour(float[] values, int at, int channels) {
    if (channels == 3) {
      return level(values[at]) << 16 | level(values[at + 1]) << 8 | level(values[at + 2]);
    }
    return level(values[at]) * 0x010101;
  }

  /** [0, 1] to [0, 255]; clamped, NaN is 0. */
  private static int level(float value) {
    return Math.round(255 * Math.max(0, Math.min(1, value)));
  }

  void title(String title, Rectangle box) {
    write(g -> Text.draw(g, title, box, Text.Align.LEFT, 15, Font.BOLD));
  }

  void text(String text, Rectangle box, Text.Align align) {
    write(g -> Text.draw(g, text, box, align, ImageGrid.TEXT, Font.PLAIN));
  }

  void textUpwards(String text, Rectangle box) {
    write(g -> Text.drawUpwards(g, text, box, ImageGrid.TEXT));
  }

  private void write(Consumer<Graphics2D> writing) {
    if (!Text.available()) {
      return;
    }
    Graphics2D graphics = Text.graphics(picture);
    try {
      writing.accept(graphics);
    } finally {
      graphics.dispose();
    }
  }
}
