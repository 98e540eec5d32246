package io.github.vaegraph.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How often values occur: bars of equal width over all of them. */
public final class Histogram {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;
  private static final int TITLE_BAND = 40;
  private static final int MOST_BARS = 60;
  private static final int LEAST_BARS = 5;

  private Histogram() {}

  /**
   * Draws a histogram.
   *
   * @param values at least one, finite
   * @param xLabel what the values are, with their unit
   * @param yLabel what is counted
   * @param title above; empty for none
   * @throws IllegalArgumentException when there is no value, or one that is not finite
   * @throws UnsupportedOperationException when {@link Pictures#textAvailable} is false
   */
  public static BufferedImage of(float[] values, String xLabel, String yLabel, String title) {
    if (values.length == 0) {
      throw new IllegalArgumentException("values: expected at least one, found none");
    }
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("values: expected finite ones, found " + value);
      }
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    Text.require();
    // All values alike still want a bar.
    double margin = most > least ? 0 : Math.max(0.5, 0.01 * Math.abs(most));
    return page(chart(counts(values, least - margin, most + margin), xLabel, yLabel), title);
  }

  /**
   * A bar for each.
   *
   * @param low where the first begins
   * @param width of each
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never shared
  record Bars(double low, double width, int[] counts) {}

  /** As many bars as the square root of the values says, within reason. */
  static Bars counts(float[] values, double low, double high) {
    int bars = (int) Math.max(LEAST_BARS, Math.min(MOST_BARS, Math.ceil(Math.sqrt(values.length))));
    double width = (high - low) / bars;
    int[] counts = new int[bars];
    for (float value : values) {
      counts[(int) Math.min(bars - 1, Math.max(0, (value - low) / width))]++;
    }
    return new Bars(low, width, counts);
  }

  private static XYChart chart(Bars bars, String xLabel, String yLabel) {
    int count = bars.counts().length;
    double most = Arrays.stream(bars.counts()).max().orElse(1);
    // The outline of all bars: up, along and down each of them.
    double[] x = new double[4 * count];
    double[] y = new double[4 * count];
    for (int i = 0; i < 4 * count; i++) {
      x[i] = bars.low() + (i / 4 + (i % 4 < 2 ? 0 : 1)) * bars.width();
      y[i] = i % 4 == 1 || i % 4 == 2 ? bars.counts()[i / 4] : 0;
    }
    XYChart chart = ChartStyle.chart(WIDTH, HEIGHT, xLabel, yLabel);
    XYStyler styler = chart.getStyler();
    styler.setLegendVisible(false);
    styler.setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Area);
    double margin = 0.0217 * count * bars.width();
    styler.setXAxisMin(bars.low() - margin);
    styler.setXAxisMax(bars.low() + count * bars.width() + margin);
    styler.setYAxisMin(0.0);
    styler.setYAxisMax(1.07 * most);
    styler.setXAxisTickMarkSpacingHint(90);
    styler.setYAxisTickMarkSpacingHint(50);
    XYSeries series = chart.addSeries("values", x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(Palette.colour(0));
    series.setLineWidth(1);
    series.setFillColor(Palette.transparent(Palette.colour(0), 150));
    return chart;
  }

  private static BufferedImage page(XYChart chart, String title) {
    int top = title.isEmpty() ? 0 : TITLE_BAND;
    var picture = new BufferedImage(WIDTH, top + HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = Text.graphics(picture);
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
      graphics.setColor(Text.INK);
      var band = new Rectangle(16, 4, WIDTH - 32, TITLE_BAND - 4);
      Text.draw(graphics, title, band, Text.Align.CENTRE, 16, Font.BOLD);
      graphics.translate(0, top);
      chart.paint(graphics, WIDTH, HEIGHT);
    } finally {
      graphics.dispose();
    }
    return picture;
  }
}
