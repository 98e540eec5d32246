package io.github.vaegraph.picture;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/** The points of a latent map and the chart that shows them. */
final class Scatter {
  /** A class's name and the median of its codes. */
  record Place(String name, double z1, double z2) {}

  /** XChart draws series by series; so many layers of each class take turns instead. */
  private static final int LAYERS = 40;

  /** More classes have no room in a legend 760 pixels high, nor on the map. */
  private static final int MOST_NAMED = 30;

  private static final int LONGEST_NAME = 24;

  /** Of fewer points a name would cover what it names. */
  private static final int FEWEST_UNDER_A_NAME = 5;

  private static final double LEGEND_MARK = 11;

  private final float[] codes; // [N, 2]
  private final int[] labels; // [N] or empty
  private final List<String> names;
  private final double reach;

  Scatter(float[] codes, int[] labels, List<String> names) {
    this.codes = codes;
    this.labels = labels;
    this.names = names;
    double farthest = 0;
    for (float code : codes) {
      farthest = Float.isFinite(code) ? Math.max(farthest, Math.abs(code)) : farthest;
    }
    this.reach = Math.max(3, 1.05 * farthest);
  }

  /** Both axes run from minus to plus this. */
  double reach() {
    return reach;
  }

  XYChart chart(int width, int height) {
    XYChart chart = ChartStyle.chart(width, height, "z1", "z2");
    XYStyler styler = chart.getStyler();
    styler.setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setLegendVisible(!names.isEmpty());
    styler.setLegendSeriesLineLength(18);
    styler.setLegendPadding(9);
    styler.setMarkerSize(12);
    styler.setXAxisMin(-reach);
    styler.setXAxisMax(reach);
    styler.setYAxisMin(-reach);
    styler.setYAxisMax(reach);
    styler.setXAxisTickMarkSpacingHint(70);
    styler.setYAxisTickMarkSpacingHint(70);
    addLegend(chart);
    int points = codes.length / 2;
    for (int layer = 0; layer < LAYERS; layer++) {
      int from = (int) ((long) points * layer / LAYERS);
      int to = (int) ((long) points * (layer + 1) / LAYERS);
      addLayer(chart, layer, from, to);
    }
    return chart;
  }

  private void addLayer(XYChart chart, int layer, int from, int to) {
    int points = codes.length / 2;
    // 300 points stand out in full; of 10000 one sees where they lie dense.
    double size = points <= 1000 ? 8 : points <= 20_000 ? 5.5 : 4;
    int alpha = points <= 1000 ? 210 : points <= 20_000 ? 150 : 90;
    for (int label = 0; label < Math.max(1, names.size()); label++) {
      double[][] xy = points(label, from, to);
      if (xy[0].length > 0) {
        XYSeries series = chart.addSeries("points " + layer + " " + label, xy[0], xy[1]);
        series.setShowInLegend(false);
        series.setMarker(Mark.of(label, size));
        series.setMarkerColor(Palette.transparent(Palette.colour(label), alpha));
      }
    }
  }

  /** The legend shows the marks larger than the map, and opaque: series of a point not drawn. */
  private void addLegend(XYChart chart) {
    int named = names.size() <= MOST_NAMED ? names.size() : MOST_NAMED - 1;
    for (int label = 0; label < named; label++) {
      addLegendEntry(chart, shortened(names.get(label)), label, Palette.colour(label));
    }
    if (named < names.size()) {
      String rest = "and %d more".formatted(names.size() - named);
      addLegendEntry(chart, rest, named, Color.WHITE);
    }
    if (named == 0) {
      // A chart of no series has no axes: codes that are all left out must leave one.
      addLegendEntry(chart, "", 0, Color.WHITE);
    }
  }

  private static void addLegendEntry(XYChart chart, String name, int label, Color colour) {
    double[] nowhere = {Double.NaN};
    XYSeries entry = chart.addSeries("legend " + label, new double[] {0}, nowhere);
    entry.setLabel(name.isBlank() ? "-" : name);
    entry.setMarker(Mark.of(label, LEGEND_MARK));
    entry.setMarkerColor(colour);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }

  /** Where to write the names of classes on the map; none where they are too many or too few. */
  List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (int label = 0; label < names.size() && names.size() <= MOST_NAMED; label++) {
      double[][] xy = points(label, 0, codes.length / 2);
      if (xy[0].length >= FEWEST_UNDER_A_NAME) {
        places.add(new Place(shortened(names.get(label)), median(xy[0]), median(xy[1])));
      }
    }
    return places;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The finite codes of one label among those in [from, to): all z1, all z2. */
  private double[][] points(int label, int from, int to) {
    double[] z1 = new double[to - from];
    double[] z2 = new double[to - from];
    int found = 0;
    for (int i = from; i < to; i++) {
      boolean chosen = labels.length == 0 || labels[i] == label;
      if (chosen && Float.isFinite(codes[2 * i]) && Float.isFinite(codes[2 * i + 1])) {
        z1[found] = codes[2 * i];
        z2[found++] = codes[2 * i + 1];
      }
    }
    return new double[][] {Arrays.copyOf(z1, found), Arrays.copyOf(z2, found)};
  }
}
