package io.github.vaegraph.picture;

import io.github.vaegraph.data.ImageShape;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;

/** Images, each beside its reconstruction, with lines of text below the two. */
public final class CaptionedPairs {
  private static final int LINE = 18;
  private static final int GAP = 2;
  private static final int MARGIN = 14;
  private static final int WIDEST = 1200;

  /** Below which a caption would lose most of its words. */
  private static final int NARROWEST = 150;

  private CaptionedPairs() {}

  /**
   * Draws them from left to right, row by row, as many in a row as 1200 pixels take.
   *
   * @param originals [N, H, W, C]
   * @param reconstructions [N, H, W, C]
   * @param captions one a pair, as many lines each; what does not fit loses its end
   * @param title empty for none
   * @throws IllegalArgumentException when there are not as many of each, or none
   */
  public static BufferedImage of(
      ImageShape shape,
      float[] originals,
      float[] reconstructions,
      List<List<String>> captions,
      String title) {
    int pairs = captions.size();
    if (pairs == 0
        || originals.length != (long) pairs * shape.size()
        || reconstructions.length != originals.length) {
      throw new IllegalArgumentException(
          "expected an image of %s and a reconstruction for each of %d captions, found %d and %d"
              .formatted(
                  shape,
                  pairs,
                  originals.length / shape.size(),
                  reconstructions.length / shape.size()));
    }
    int scale = Grid.scale(shape, 2);
    int tile = shape.width() * scale;
    int width = Math.max(NARROWEST, 2 * tile + GAP);
    int lines = captions.stream().mapToInt(List::size).max().orElse(0);
    int height = Tiles.height(shape, scale) + LINE * lines;
    int across = Math.max(1, Math.min(pairs, (WIDEST - MARGIN) / (width + MARGIN)));
    int down = (pairs - 1) / across + 1;
    int top = title.isEmpty() ? MARGIN : Grid.TITLE_BAND;
    Sheet sheet =
        new Sheet(
            Math.max(MARGIN + (long) across * (width + MARGIN), Grid.titleWidth(title)),
            top + (long) down * (height + MARGIN));
    sheet.title(title, new Rectangle(8, 0, sheet.picture().getWidth() - 16, Grid.TITLE_BAND));
    for (int i = 0; i < pairs; i++) {
      int left = MARGIN + i % across * (width + MARGIN);
      int upper = top + i / across * (height + MARGIN);
      sheet.image(shape, originals, i, left, upper, scale);
      sheet.image(shape, reconstructions, i, left + tile + GAP, upper, scale);
      int below = upper + Tiles.height(shape, scale);
      for (String line : captions.get(i)) {
        sheet.text(line, new Rectangle(left, below, width, LINE), Text.Align.LEFT);
        below += LINE;
      }
    }
    return sheet.picture();
  }
}
