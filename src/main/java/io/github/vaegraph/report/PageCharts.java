package io.github.vaegraph.report;

import io.github.vaegraph.picture.Curves;
import io.github.vaegraph.picture.Curves.Panel;
import io.github.vaegraph.picture.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Charts for the page: as wide as a telephone's screen, and sharp on one. */
final class PageCharts {
  private static final int WIDTH = 380;
  private static final int HEIGHT = 340;
  private static final int PIXELS = 2;

  private PageCharts() {}

  /**
   * A picture of each panel; none where this machine has no fonts.
   *
   * @param names all curves' names, in the order in which they are given their looks
   */
  static List<Picture> draw(List<Panel> panels, List<String> names) throws IOException {
    List<Picture> charts = new ArrayList<>();
    if (Pictures.textAvailable()) {
      List<BufferedImage> drawn = Curves.each(panels, names, WIDTH, HEIGHT, PIXELS);
      for (int i = 0; i < drawn.size(); i++) {
        Panel panel = panels.get(i);
        charts.add(Picture.drawn(drawn.get(i), panel.yLabel() + " by " + panel.xLabel(), PIXELS));
      }
    }
    return charts;
  }
}
