package io.github.vaegraph.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;

class LatentMapTest {
  @Test
  void codesStandRightOfTheOriginForPositiveZ1AndAboveForPositiveZ2() {
    assumeTrue(Pictures.textAvailable());
    BufferedImage picture = LatentMap.of(new float[] {2, 1}, new int[0], List.of(), "");
    List<int[]> coloured = coloured(picture);
    assertThat(coloured).isNotEmpty();
    // The plot's 760 pixels span [-3, 3]; it ends at the right 10 pixels before the edge.
    double centreX = picture.getWidth() - 10 - 380;
    double centreY = 10 + 380;
    for (int[] at : coloured) {
      assertThat(at[0] - centreX).isBetween(2 / 6.0 * 760 - 8, 2 / 6.0 * 760 + 8);
      assertThat(centreY - at[1]).isBetween(1 / 6.0 * 760 - 8, 1 / 6.0 * 760 + 8);
    }
  }

  @Test
  void plotIsSquareWhateverTheLegend() {
    assumeTrue(Pictures.textAvailable());
    for (String name : List.of("0", "a name so long that it must be cut somewhere")) {
      var scatter = new Scatter(new float[] {0, 0, 9, 9}, new int[] {0, 0}, List.of(name));
      BufferedImage picture = LatentMap.of(new float[] {0, 0, 9, 9}, new int[2], List.of(name), "");
      XYChart chart = scatter.chart(picture.getWidth(), picture.getHeight());
      BitmapEncoder.getBufferedImage(chart);
      double reach = scatter.reach();
      double width = chart.getScreenXFromChart(reach) - chart.getScreenXFromChart(-reach);
      double height = chart.getScreenYFromChart(-reach) - chart.getScreenYFromChart(reach);
      assertThat(width).isBetween(758.0, 762.0);
      assertThat(height).isBetween(758.0, 762.0);
    }
  }

  @Test
  void noTwoOfTheFirst70ClassesShareColourAndShape() {
    Set<List<Integer>> looks = new HashSet<>();
    for (int label = 0; label < 70; label++) {
      looks.add(List.of(Palette.colour(label).getRGB(), label % 7));
    }
    assertThat(looks).hasSize(70);
    Set<Color> colours = new HashSet<>();
    for (int label = 0; label < 10; label++) {
      colours.add(Palette.colour(label));
    }
    assertThat(colours).hasSize(10);
  }

  @Test
  void codesThatAreNotFiniteAreLeftOut() {
    assumeTrue(Pictures.textAvailable());
    float[] nothing = {Float.NaN, 0, 0, Float.POSITIVE_INFINITY};
    assertThat(coloured(LatentMap.of(nothing, new int[0], List.of(), ""))).isEmpty();
  }

  @Test
  void pictureIsTheSameInEveryLocale() {
    assumeTrue(Pictures.textAvailable());
    float[] codes = new float[400];
    var random = new Random(1);
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (float) random.nextGaussian();
    }
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      BufferedImage root = LatentMap.of(codes, new int[200], List.of(), "Codes");
      Locale.setDefault(Locale.GERMANY);
      BufferedImage german = LatentMap.of(codes, new int[200], List.of(), "Codes");
      assertThat(pixels(german)).isEqualTo(pixels(root));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void wrongSizesAreRefusedNamingExpectedAndFound() {
    assertThatThrownBy(() -> LatentMap.of(new float[3], new int[0], List.of(), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("codes: expected pairs, [N, 2], found 3 values");
    assertThatThrownBy(() -> LatentMap.of(new float[4], new int[3], List.of(), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels: expected 2, one a code, or none, found 3");
    assertThatThrownBy(() -> LatentMap.of(new float[4], new int[] {0, 2}, List.of("a", "b"), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels: expected 0 to 1, label 1 was 2");
  }

  /** Pixels that are neither white nor a shade of grey. */
  private static List<int[]> coloured(BufferedImage picture) {
    List<int[]> found = new ArrayList<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        Color colour = new Color(picture.getRGB(x, y));
        if (colour.getRed() != colour.getBlue()) {
          found.add(new int[] {x, y});
        }
      }
    }
    return found;
  }

  private static int[] pixels(BufferedImage picture) {
    int width = picture.getWidth();
    return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
  }
}
