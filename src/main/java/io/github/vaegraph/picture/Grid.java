package io.github.vaegraph.picture;

import io.github.vaegraph.data.ImageShape;
import java.awt.Rectangle;
import java.util.List;

/** Where the tiles of a grid stand, and the bands around them. */
record Grid(ImageShape shape, int columns, int rows, int scale, int left, int top, int pairGap) {
  /** White pixels between tiles and around them. */
  static final int GAP = 2;

  /** The height of the title's band, where there is a title. */
  static final int TITLE_BAND = 34;

  /** The height of the band of column headings, where there are any. */
  static final int HEADING_BAND = 20;

  /** More white above every pair of rows but the first. */
  static final int PAIR_GAP = 8;

  private static final int LEGIBLE_SIDE = 84;
  private static final int WIDEST_GRID = 1200;
  private static final int WIDEST_TITLE = 640;

  static Grid of(
      ImageShape shape,
      int tiles,
      int columns,
      String title,
      List<String> rowHeadings,
      List<String> columnHeadings,
      int pairGap) {
    checkColumns(columns);
    int across = Math.min(columns, tiles);
    int headings =
        rowHeadings.stream().mapToInt(h -> Text.estimatedWidth(h, ImageGrid.TEXT)).max().orElse(0);
    return new Grid(
        shape,
        across,
        (tiles - 1) / across + 1,
        scale(shape, across),
        GAP + (headings == 0 ? 0 : headings + 12),
        GAP + (title.isEmpty() ? 0 : TITLE_BAND) + (columnHeadings.isEmpty() ? 0 : HEADING_BAND),
        pairGap);
  }

  long x(int column) {
    return left + (long) column * (shape.width() * scale + GAP);
  }

  long y(int row) {
    return top + (long) row * (Tiles.height(shape, scale) + GAP) + (long) (row / 2) * pairGap;
  }

  Sheet sheet(String title, List<String> rowHeadings, List<String> columnHeadings) {
    long bottom = y(rows - 1) + (long) Tiles.height(shape, scale) + GAP;
    Sheet sheet = new Sheet(Math.max(x(columns), titleWidth(title)), bottom);
    sheet.title(title, new Rectangle(8, 0, sheet.picture().getWidth() - 16, TITLE_BAND));
    for (int row = 0; row < rowHeadings.size(); row++) {
      var beside = new Rectangle(0, (int) y(row), left - 8, Tiles.height(shape, scale));
      sheet.text(rowHeadings.get(row), beside, Text.Align.RIGHT);
    }
    for (int column = 0; column < columnHeadings.size(); column++) {
      int width = shape.width() * scale;
      var above = new Rectangle((int) x(column), top - HEADING_BAND, width, HEADING_BAND);
      sheet.text(columnHeadings.get(column), above, Text.Align.CENTRE);
    }
    return sheet;
  }

  void draw(Sheet sheet, float[] values, int image, int row, int column) {
    sheet.image(shape, values, image, (int) x(column), (int) y(row), scale);
  }

  /** The factor by which images of this shape are enlarged in a grid so wide. */
  static int scale(ImageShape shape, int columns) {
    int legible = LEGIBLE_SIDE / Math.max(shape.height(), shape.width());
    long fitting = WIDEST_GRID / ((long) columns * shape.width());
    return (int) Math.max(1, Math.min(legible, fitting));
  }

  static int titleWidth(String title) {
    return title.isEmpty() ? 1 : Math.min(WIDEST_TITLE, Text.estimatedWidth(title, 15) + 16);
  }

  static void checkColumns(int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("columns must be positive, was " + columns);
    }
  }
}
