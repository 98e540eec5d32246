package io.github.vaegraph.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;

/** Two-dimensional codes as points of a plane, coloured and shaped by their images' labels. */
public final class LatentMap {
  private static final int PLOT_SIDE = 760;
  private static final int TITLE_BAND = 40;

  private LatentMap() {}

  /**
   * Draws one mark a code, z1 to the right and z2 upwards, both over the same range around 0, at
   * least [-3, 3]. The plot is 760 pixels square with the legend at its right; each class's name
   * also stands at the median of its codes, unless it would cover another. Marks are drawn in the
   * order given, whatever their class, so that no class hides another. Codes that are not finite
   * are left out.
   *
   * @param codes [N, 2], in units of the prior's standard deviation
   * @param labels one a code, indices into {@code labelNames}; empty draws all codes alike
   * @param labelNames in the order of the legend; empty: the labels' numbers
   * @param title empty for none
   * @throws IllegalArgumentException when codes are not pairs, or labels neither empty nor one a
   *     code and within the names
   * @throws UnsupportedOperationException when {@link Pictures#textAvailable} is false
   */
  public static BufferedImage of(
      float[] codes, int[] labels, List<String> labelNames, String title) {
    if (codes.length == 0 || codes.length % 2 != 0) {
      throw new IllegalArgumentException(
          "codes: expected pairs, [N, 2], found %d values".formatted(codes.length));
    }
    if (labels.length != 0 && labels.length != codes.length / 2) {
      throw new IllegalArgumentException(
          "labels: expected %d, one a code, or none, found %d"
              .formatted(codes.length / 2, labels.length));
    }
    List<String> names = names(labels, labelNames);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= names.size()) {
        throw new IllegalArgumentException(
            "labels: expected 0 to %d, label %d was %d".formatted(names.size() - 1, i, labels[i]));
      }
    }
    Text.require();
    var scatter = new Scatter(codes, labels, names);
    // The room that axes and legend take is known once drawn: measure, then fit the square.
    int width = PLOT_SIDE + 150;
    int height = PLOT_SIDE + 60;
    XYChart chart = scatter.chart(width, height);
    for (int attempt = 0; attempt < 2; attempt++) {
      BitmapEncoder.getBufferedImage(chart);
      width += PLOT_SIDE - (int) Math.round(plot(chart, scatter).getWidth());
      height += PLOT_SIDE - (int) Math.round(plot(chart, scatter).getHeight());
      chart = scatter.chart(width, height);
    }
    return page(chart, scatter, title);
  }

  private static List<String> names(int[] labels, List<String> labelNames) {
    if (labels.length == 0) {
      return List.of();
    }
    return labelNames.isEmpty()
        ? IntStream.rangeClosed(0, Arrays.stream(labels).max().orElse(0))
            .mapToObj(Integer::toString)
            .toList()
        : labelNames;
  }

  /** Where the plot lies in the chart last drawn, in pixels. */
  private static Rectangle2D plot(XYChart chart, Scatter scatter) {
    double left = chart.getScreenXFromChart(-scatter.reach());
    double right = chart.getScreenXFromChart(scatter.reach());
    double top = chart.getScreenYFromChart(scatter.reach());
    double bottom = chart.getScreenYFromChart(-scatter.reach());
    return new Rectangle2D.Double(left, top, right - left, bottom - top);
  }

  private static BufferedImage page(XYChart chart, Scatter scatter, String title) {
    int top = title.isEmpty() ? 0 : TITLE_BAND;
    var picture =
        new BufferedImage(chart.getWidth(), top + chart.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = Text.graphics(picture);
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
      graphics.translate(0, top);
      chart.paint(graphics, chart.getWidth(), chart.getHeight());
      Rectangle2D plot = plot(chart, scatter);
      List<Rectangle2D> written = new ArrayList<>();
      for (Scatter.Place place : scatter.places()) {
        writeName(graphics, chart, place, written);
      }
      graphics.setColor(Text.INK);
      var band = new Rectangle((int) plot.getX(), 4 - top, (int) plot.getWidth(), TITLE_BAND - 4);
      Text.draw(graphics, title, band, Text.Align.CENTRE, 18, Font.BOLD);
    } finally {
      graphics.dispose();
    }
    return picture;
  }

  /**
   * Black on a white halo: legible on points of any colour. A name that would run into one already
   * written is left to the legend.
   */
  private static void writeName(
      Graphics2D graphics, XYChart chart, Scatter.Place place, List<Rectangle2D> written) {
    if (place.name().isBlank()) {
      return;
    }
    var text =
        new TextLayout(place.name(), Text.font(17, Font.BOLD), graphics.getFontRenderContext());
    Rectangle2D size = text.getBounds();
    double x = chart.getScreenXFromChart(place.z1()) - size.getCenterX();
    double y = chart.getScreenYFromChart(place.z2()) - size.getCenterY();
    Shape outline = text.getOutline(AffineTransform.getTranslateInstance(x, y));
    Rectangle2D box = outline.getBounds2D();
    if (written.stream().anyMatch(box::intersects)) {
      return;
    }
    written.add(box);
    graphics.setColor(Color.WHITE);
    graphics.setStroke(new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(outline);
    graphics.setColor(Color.BLACK);
    graphics.fill(outline);
  }
}
