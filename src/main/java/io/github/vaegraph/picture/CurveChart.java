package io.github.vaegraph.picture;

import io.github.vaegraph.picture.Curves.Curve;
import io.github.vaegraph.picture.Curves.Panel;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One panel as a chart. */
final class CurveChart {
  /** Up to so many points every one has its marker; more would hide the line. */
  private static final int MOST_MARKERS = 25;

  /** About what the y axis takes of a panel's width. */
  private static final double AXES = 90;

  private static final float[][] DASHES = {{}, {7, 4}, {2, 3}, {9, 3, 2, 3}};
  private static final double MARK = 8;
  private static final int LEGEND_LINE = 36;
  private static final int LEGEND_GAPS = 20;
  private static final int LEGEND_HEIGHT = 24;
  private static final int FEW_LINES = 3;

  /** More points than a panel is pixels wide. */
  private static final int DENSE = 800;

  private CurveChart() {}

  static XYChart of(Panel panel, List<String> names, int width, int height) {
    XYChart chart = ChartStyle.chart(width, height, panel.xLabel(), panel.yLabel());
    XYStyler styler = chart.getStyler();
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(tall(panel, width) ? LegendLayout.Vertical : LegendLayout.Horizontal);
    styler.setLegendSeriesLineLength(LEGEND_LINE);
    styler.setYAxisTickMarkSpacingHint(50);
    setRanges(styler, panel, width);
    for (Curve curve : panel.curves()) {
      add(chart, curve, names.indexOf(curve.name()));
    }
    return chart;
  }

  /** What a legend takes in height beyond that of a few lines, which charts have room for. */
  static int moreHeight(Panel panel, int width) {
    int lines = panel.curves().size() - FEW_LINES;
    return tall(panel, width) && lines > 0 ? lines * LEGEND_HEIGHT : 0;
  }

  private static boolean tall(Panel panel, int width) {
    return legendWidth(panel) > width;
  }

  /** About what the legend takes with its entries side by side. */
  private static int legendWidth(Panel panel) {
    return panel.curves().stream()
        .mapToInt(curve -> LEGEND_LINE + LEGEND_GAPS + Text.estimatedWidth(curve.name(), 13))
        .sum();
  }

  private static void add(XYChart chart, Curve curve, int style) {
    Color colour = Palette.colour(style);
    boolean few = curve.x().length <= MOST_MARKERS;
    boolean dashed = DASHES[style % DASHES.length].length > 0;
    Curve drawn = dashed && !few ? dense(curve) : curve;
    XYSeries line = chart.addSeries("line " + curve.name(), drawn.x(), drawn.y());
    line.setLabel(curve.name());
    line.setLineColor(colour);
    line.setMarkerColor(colour);
    line.setLineStyle(stroke(style));
    line.setMarker(few ? Mark.of(style, MARK) : SeriesMarkers.NONE);
    // XChart strokes each segment by itself, which on short segments turns dashes into a solid
    // line; a smooth series is one path.
    line.setSmooth(dashed && !few);
    if (!few) {
      addLonePoints(chart, curve, style);
    }
  }

  /** The same polyline by more points: between points so close a smooth series is straight. */
  private static Curve dense(Curve curve) {
    int pieces = DENSE / (curve.x().length - 1) + 1;
    double[] x = new double[(curve.x().length - 1) * pieces + 1];
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int from = i / pieces;
      double part = (double) (i % pieces) / pieces;
      x[i] = between(curve.x(), from, part);
      y[i] = between(curve.y(), from, part);
    }
    return new Curve(curve.name(), x, y);
  }

  private static double between(double[] values, int from, double part) {
    return part == 0 ? values[from] : (1 - part) * values[from] + part * values[from + 1];
  }

  /** A point between two gaps belongs to no segment and would not be seen. */
  private static void addLonePoints(XYChart chart, Curve curve, int style) {
    double[] y = curve.y();
    double[] lone = new double[y.length];
    Arrays.fill(lone, Double.NaN);
    for (int i = 0; i < y.length; i++) {
      boolean joined =
          (i > 0 && !Double.isNaN(y[i - 1])) || (i + 1 < y.length && !Double.isNaN(y[i + 1]));
      if (!joined) {
        lone[i] = y[i];
      }
    }
    if (Arrays.stream(lone).allMatch(Double::isNaN)) {
      return;
    }
    XYSeries points = chart.addSeries("lone " + curve.name(), curve.x(), lone);
    points.setShowInLegend(false);
    points.setMarkerColor(Palette.colour(style));
    points.setMarker(Mark.of(style, MARK));
  }

  private static BasicStroke stroke(int style) {
    float[] dash = DASHES[style % DASHES.length];
    return dash.length == 0
        ? new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
        : new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
  }

  /**
   * Sets both ranges. Left to itself XChart puts ticks at the data where these are equally spaced
   * (epochs 1, 74, 147, ...), and a range of one value is no range; hence the odd margins.
   */
  private static void setRanges(XYStyler styler, Panel panel, int width) {
    DoubleSummaryStatistics x =
        panel.curves().stream().flatMapToDouble(c -> Arrays.stream(c.x())).summaryStatistics();
    double[] epochs = range(x, 0.0317, 0.6);
    styler.setXAxisMin(epochs[0]);
    styler.setXAxisMax(epochs[1]);
    boolean whole =
        panel.curves().stream()
            .flatMapToDouble(c -> Arrays.stream(c.x()))
            .allMatch(v -> v == Math.rint(v));
    if (whole) {
      // There is no epoch 1.5: ticks at least one epoch apart.
      styler.setXAxisDecimalPattern("0");
      double pixelsPerEpoch = (width - AXES) / (epochs[1] - epochs[0]);
      styler.setXAxisTickMarkSpacingHint((int) Math.max(60, pixelsPerEpoch));
    }

    DoubleSummaryStatistics y =
        panel.curves().stream()
            .flatMapToDouble(c -> Arrays.stream(c.y()))
            .filter(v -> !Double.isNaN(v))
            .summaryStatistics();
    double[] values = y.getCount() == 0 ? new double[] {0, 1} : range(y, 0.0519, 0.55);
    styler.setYAxisMin(values[0]);
    styler.setYAxisMax(values[1]);
  }

  /** Widened by a share of itself at both ends, or by {@code lone} where all values are equal. */
  private static double[] range(DoubleSummaryStatistics values, double share, double lone) {
    double span = values.getMax() - values.getMin();
    double size = DoubleStream.of(values.getMax(), values.getMin()).map(Math::abs).max().orElse(0);
    // Below a billionth of the values the ticks could not tell the ends apart.
    double margin = span > 1e-9 * size ? share * span : lone * Math.max(1, 0.02 * size);
    return new double[] {values.getMin() - margin, values.getMax() + 1.1 * margin};
  }
}
