package io.github.vaegraph.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.knowm.xchart.XYChart;

/**
 * Curves in panels side by side, over the epochs of a training run for one: the negative ELBO, the
 * distortion and the rate, each in training and in validation.
 */
public final class Curves {
  private static final int TITLE_BAND = 40;
  private static final int PANEL_HEIGHT = 400;
  private static final int PANELS_ACROSS = 3;

  private Curves() {}

  /**
   * One line of a panel.
   *
   * @param name what the legend calls it; lines of one name look the same in all panels
   * @param x epochs or the like, finite, rising
   * @param y values, as many as x; where one is NaN or infinite the line has a gap
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Curve(String name, double[] x, double[] y) {
    /**
     * @throws IllegalArgumentException when there is no point, an x too many, or x does not rise
     */
    public Curve {
      if (x.length == 0 || x.length != y.length) {
        throw new IllegalArgumentException(
            "curve %s: expected as many y as x and at least one, found %d x and %d y"
                .formatted(name, x.length, y.length));
      }
      for (int i = 0; i < x.length; i++) {
        if (!Double.isFinite(x[i]) || (i > 0 && x[i] <= x[i - 1])) {
          throw new IllegalArgumentException(
              "curve %s: x must be finite and rise, x[%d] was %s".formatted(name, i, x[i]));
        }
      }
      x = x.clone();
      y = Arrays.stream(y).map(v -> Double.isFinite(v) ? v : Double.NaN).toArray();
    }
  }

  /**
   * One chart.
   *
   * @param xLabel what it is drawn over
   * @param yLabel what is drawn, with its unit, as {@code rate (nats)}
   * @param curves at least one, of different names
   */
  public record Panel(String xLabel, String yLabel, List<Curve> curves) {
    /** A chart over epochs. */
    public Panel(String yLabel, List<Curve> curves) {
      this("epoch", yLabel, curves);
    }

    /**
     * @throws IllegalArgumentException when there is no curve or two share a name
     */
    public Panel {
      curves = List.copyOf(curves);
      Set<String> names = new HashSet<>();
      for (Curve curve : curves) {
        if (!names.add(curve.name())) {
          throw new IllegalArgumentException(
              "panel %s: two curves are named %s".formatted(yLabel, curve.name()));
        }
      }
      if (curves.isEmpty()) {
        throw new IllegalArgumentException("panel %s: expected a curve".formatted(yLabel));
      }
    }
  }

  /**
   * Draws panels side by side, three in a row, 1200 pixels wide from three panels on. A lone point
   * shows as a marker, so that a run of one epoch shows its result.
   *
   * @param title above all panels; empty for none
   * @throws IllegalArgumentException when there is no panel
   * @throws UnsupportedOperationException when {@link Pictures#textAvailable} is false
   */
  public static BufferedImage panels(String title, List<Panel> panels) {
    if (panels.isEmpty()) {
      throw new IllegalArgumentException("panels: expected at least one");
    }
    Text.require();
    int across = Math.min(PANELS_ACROSS, panels.size());
    int width = across == 1 ? 720 : across == 2 ? 520 : 400;
    int top = title.isEmpty() ? 0 : TITLE_BAND;
    int rows = (panels.size() - 1) / across + 1;
    var picture =
        new BufferedImage(across * width, top + rows * PANEL_HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = Text.graphics(picture);
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
      graphics.setColor(Text.INK);
      var band = new Rectangle(16, 4, picture.getWidth() - 32, TITLE_BAND - 4);
      Text.draw(graphics, title, band, Text.Align.CENTRE, 18, Font.BOLD);
      List<String> names = names(panels);
      for (int i = 0; i < panels.size(); i++) {
        XYChart chart = CurveChart.of(panels.get(i), names, width, PANEL_HEIGHT);
        var part = (Graphics2D) graphics.create();
        part.translate(i % across * width, top + i / across * PANEL_HEIGHT);
        chart.paint(part, width, PANEL_HEIGHT);
        part.dispose();
      }
    } finally {
      graphics.dispose();
    }
    return picture;
  }

  /**
   * Draws each panel as a picture of its own, for screens of any density.
   *
   * @param names all curves' names, in the order in which they are given their looks
   * @param width in the units that text is sized by; the picture is {@code scale} times as wide
   * @param height likewise; of many curves the legend adds to it
   * @param scale pixels a unit
   * @throws UnsupportedOperationException when {@link Pictures#textAvailable} is false
   */
  public static List<BufferedImage> each(
      List<Panel> panels, List<String> names, int width, int height, int scale) {
    Text.require();
    List<BufferedImage> pictures = new ArrayList<>();
    for (Panel panel : panels) {
      int high = height + CurveChart.moreHeight(panel, width);
      var picture = new BufferedImage(scale * width, scale * high, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = Text.graphics(picture);
      try {
        graphics.scale(scale, scale);
        CurveChart.of(panel, names, width, high).paint(graphics, width, high);
      } finally {
        graphics.dispose();
      }
      pictures.add(picture);
    }
    return pictures;
  }

  /** The names of all curves in the order they first appear. */
  private static List<String> names(List<Panel> panels) {
    List<String> names = new ArrayList<>();
    for (Panel panel : panels) {
      panel.curves().stream().map(Curve::name).filter(n -> !names.contains(n)).forEach(names::add);
    }
    return names;
  }
}
