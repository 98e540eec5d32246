package io.github.vaegraph.picture;

import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.XYStyler;

/** The look that all charts share. */
final class ChartStyle {
  private ChartStyle() {}

  /**
   * An empty chart: white, thin grey grid, numbers as in Locale.ROOT whatever the user's locale.
   */
  static XYChart chart(int width, int height, String xTitle, String yTitle) {
    var chart = new XYChart(width, height);
    chart.setXAxisTitle(xTitle);
    chart.setYAxisTitle(yTitle);
    XYStyler styler = chart.getStyler();
    styler.setLocale(Locale.ROOT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderColor(Palette.AXIS);
    styler.setPlotGridLinesColor(Palette.GRID);
    styler.setChartFontColor(Text.INK);
    styler.setAxisTickLabelsColor(Text.INK);
    styler.setAxisTickMarksColor(Palette.AXIS);
    styler.setAxisTitleFont(Text.font(14, Font.PLAIN));
    styler.setAxisTickLabelsFont(Text.font(12, Font.PLAIN));
    styler.setLegendFont(Text.font(13, Font.PLAIN));
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendBackgroundColor(Color.WHITE);
    styler.setChartTitleVisible(false);
    styler.setChartPadding(10);
    styler.setPlotMargin(0);
    styler.setPlotContentSize(1);
    styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
    return chart;
  }
}
