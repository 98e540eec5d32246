package io.github.vaegraph.picture;

import io.github.vaegraph.data.ImageShape;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;

/**
 * Tiles images onto a white page.
 *
 * <p>Images arrive flattened, [N, H, W, C] row-major, pixels in [0, 1]; values outside are clamped,
 * NaN is drawn black. Three channels are red, green and blue; of any other number the first is
 * shown grey. Small images are enlarged by a whole factor, nearest neighbour:
 *
 * <pre>{@code s = max(1, min(84 / max(H, W), 1200 / (columns * W)))   (whole divisions)}</pre>
 *
 * <p>so that 28x28 becomes 84x84, a grid stays within 1200 pixels where it can, and images from 43
 * pixels on are shown as they are. Rows so flat that they would be below 18 pixels are enlarged
 * downwards alone, and a row of 16 grey values or more, a signal, is drawn as a line on a light
 * ground 56 pixels high, 1 at its top.
 *
 * <p>Titles and headings need fonts; where {@link Pictures#textAvailable} is false they stay blank
 * and every image keeps its place.
 */
public final class ImageGrid {
  /** Left of a manifold: its second axis. */
  static final int MANIFOLD_LEFT = 64;

  /** The size of headings and axis labels. */
  static final int TEXT = 13;

  private static final int MANIFOLD_TOP = 12;
  private static final int MANIFOLD_RIGHT = 20;
  private static final int MANIFOLD_BOTTOM = 50;
  private static final int TICK = 5;
  private static final int AXIS_GREY = 0x555555;

  private ImageGrid() {}

  /**
   * A grid without any text: image i, pixel (x, y) fills the s x s pixels from ({@code GAP + (i %
   * columns) * (W*s + GAP) + x*s}, {@code GAP + (i / columns) * (H*s + GAP) + y*s}), with GAP = 2.
   * Fewer images than columns make a narrower grid; an incomplete last row stays white.
   *
   * @throws IllegalArgumentException when there are no images, the values do not divide into
   *     images, or columns is not positive
   */
  public static BufferedImage of(ImageShape shape, float[] values, int columns) {
    return of(shape, values, columns, "");
  }

  /**
   * A grid with a title in a band of 34 pixels above.
   *
   * @throws IllegalArgumentException as {@link #of(ImageShape, float[], int)}
   */
  public static BufferedImage of(ImageShape shape, float[] values, int columns, String title) {
    return of(shape, values, columns, title, List.of(), List.of());
  }

  /**
   * A grid with headings, for instance of a traversal: the code's dimensions beside the rows, their
   * values above the columns.
   *
   * @param title empty for none
   * @param rowHeadings one a row, or empty for none
   * @param columnHeadings one a column, or empty for none
   * @throws IllegalArgumentException as {@link #of(ImageShape, float[], int)}, or when the number
   *     of headings is neither 0 nor that of rows or columns
   */
  public static BufferedImage of(
      ImageShape shape,
      float[] values,
      int columns,
      String title,
      List<String> rowHeadings,
      List<String> columnHeadings) {
    int images = count(shape, values, "values");
    Grid grid = Grid.of(shape, images, columns, title, rowHeadings, columnHeadings, 0);
    checkHeadings("rowHeadings", rowHeadings.size(), grid.rows());
    checkHeadings("columnHeadings", columnHeadings.size(), grid.columns());
    Sheet sheet = grid.sheet(title, rowHeadings, columnHeadings);
    for (int i = 0; i < images; i++) {
      grid.draw(sheet, values, i, i / grid.columns(), i % grid.columns());
    }
    return sheet.picture();
  }

  /**
   * Originals above their reconstructions, each row named at its left: original i stands in row
   * {@code 2 * (i / columns)} and column {@code i % columns}, its reconstruction right below. Pairs
   * of rows are set apart by 8 more pixels.
   *
   * @param originals [N, H, W, C]
   * @param reconstructions [N, H, W, C]
   * @param title empty for none
   * @throws IllegalArgumentException as {@link #of(ImageShape, float[], int)}, or when there is not
   *     one reconstruction an original
   */
  public static BufferedImage pairs(
      ImageShape shape, float[] originals, float[] reconstructions, int columns, String title) {
    int images = count(shape, originals, "originals");
    int reconstructed = count(shape, reconstructions, "reconstructions");
    if (reconstructed != images) {
      throw new IllegalArgumentException(
          "reconstructions: expected %d images, one an original, found %d"
              .formatted(images, reconstructed));
    }
    Grid.checkColumns(columns);
    int blocks = (images - 1) / columns + 1;
    List<String> headings =
        Collections.nCopies(blocks, List.of("original", "reconstruction")).stream()
            .flatMap(List::stream)
            .toList();
    int tiles = blocks == 1 ? 2 * images : 2 * blocks * columns;
    int across = Math.min(columns, images);
    Grid grid = Grid.of(shape, tiles, across, title, headings, List.of(), Grid.PAIR_GAP);
    Sheet sheet = grid.sheet(title, headings, List.of());
    for (int i = 0; i < images; i++) {
      int row = 2 * (i / across);
      grid.draw(sheet, originals, i, row, i % across);
      grid.draw(sheet, reconstructions, i, row + 1, i % across);
    }
    return sheet.picture();
  }

  /**
   * The decoder's mean over the unit square of a two-dimensional code's quantiles, without gaps.
   *
   * @param values [side * side, H, W, C] row by row from the top as they are seen: the first row
   *     has z2's highest quantile, the last its lowest; in a row z1's quantile rises from left to
   *     right
   * @param side images in a row and in a column
   * @param title empty for none
   * @throws IllegalArgumentException when values does not hold side * side images
   */
  public static BufferedImage manifold(ImageShape shape, float[] values, int side, String title) {
    if (side < 1) {
      throw new IllegalArgumentException("side must be positive, was " + side);
    }
    int images = count(shape, values, "values");
    if (images != (long) side * side) {
      throw new IllegalArgumentException(
          "values: expected %d images of %s, %d a side, found %d"
              .formatted((long) side * side, shape, side, images));
    }
    int scale = Grid.scale(shape, side);
    int width = side * shape.width() * scale;
    int height = side * Tiles.height(shape, scale);
    int top = title.isEmpty() ? MANIFOLD_TOP : Grid.TITLE_BAND;
    Sheet sheet =
        new Sheet(
            Math.max((long) MANIFOLD_LEFT + width + MANIFOLD_RIGHT, Grid.titleWidth(title)),
            (long) top + height + MANIFOLD_BOTTOM);
    sheet.title(title, new Rectangle(8, 0, sheet.picture().getWidth() - 16, Grid.TITLE_BAND));
    for (int i = 0; i < images; i++) {
      int x = MANIFOLD_LEFT + i % side * shape.width() * scale;
      sheet.image(shape, values, i, x, top + i / side * Tiles.height(shape, scale), scale);
    }
    axes(sheet, new Rectangle(MANIFOLD_LEFT, top, width, height));
    return sheet.picture();
  }

  private static void axes(Sheet sheet, Rectangle plot) {
    int bottom = plot.y + plot.height;
    for (String quantile : List.of("0", "0.5", "1")) {
      double q = Double.parseDouble(quantile);
      int x = plot.x + (int) Math.round(q * (plot.width - 1));
      sheet.fill(new Rectangle(x, bottom, 1, TICK), AXIS_GREY);
      var below = new Rectangle(x - 20, bottom + TICK, 40, Grid.HEADING_BAND);
      sheet.text(quantile, below, Text.Align.CENTRE);
      int y = plot.y + (int) Math.round((1 - q) * (plot.height - 1));
      sheet.fill(new Rectangle(plot.x - TICK, y, TICK, 1), AXIS_GREY);
      var beside =
          new Rectangle(plot.x - TICK - 34, y - Grid.HEADING_BAND / 2, 30, Grid.HEADING_BAND);
      sheet.text(quantile, beside, Text.Align.RIGHT);
    }
    var belowTicks =
        new Rectangle(0, bottom + TICK + 18, 2 * plot.x + plot.width, Grid.HEADING_BAND);
    sheet.text("z1 quantile", belowTicks, Text.Align.CENTRE);
    sheet.textUpwards("z2 quantile", new Rectangle(4, plot.y, Grid.HEADING_BAND, plot.height));
  }

  private static int count(ImageShape shape, float[] values, String name) {
    if (values.length == 0 || values.length % shape.size() != 0) {
      throw new IllegalArgumentException(
          "%s: expected images of %s, a positive multiple of %d values, found %d"
              .formatted(name, shape, shape.size(), values.length));
    }
    return values.length / shape.size();
  }

  private static void checkHeadings(String name, int found, int expected) {
    if (found != 0 && found != expected) {
      throw new IllegalArgumentException(
          "%s: expected %d headings or none, found %d".formatted(name, expected, found));
    }
  }
}
