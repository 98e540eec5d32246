package io.github.vaegraph.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vaegraph.picture.Curves.Curve;
import io.github.vaegraph.picture.Curves.Panel;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurvesTest {
  private static final int TRAIN = Palette.colour(0).getRGB();
  private static final int VALIDATION = Palette.colour(1).getRGB();

  @Test
  void threePanelsAre1200PixelsWideAndShowBothColours() {
    assumeTrue(Pictures.textAvailable());
    BufferedImage picture = Curves.panels("Training", List.of(panel(20), panel(20), panel(20)));
    assertThat(picture.getWidth()).isEqualTo(1200);
    assertThat(picture.getHeight()).isEqualTo(440);
    for (int i = 0; i < 3; i++) {
      BufferedImage part = picture.getSubimage(i * 400, 40, 400, 330);
      assertThat(count(part, TRAIN)).isGreaterThan(100);
      assertThat(count(part, VALIDATION)).isGreaterThan(100);
    }
  }

  @Test
  void loneEpochShowsItsPoints() {
    assumeTrue(Pictures.textAvailable());
    BufferedImage plot = plot(panel(1));
    // A mark covers about 36 pixels; those of its rim are blended with the white.
    assertThat(count(plot, TRAIN)).isGreaterThan(16);
    assertThat(count(plot, VALIDATION)).isGreaterThan(10);
  }

  @Test
  void lonePointBetweenGapsOfALongRunIsVisible() {
    assumeTrue(Pictures.textAvailable());
    double[] y = new double[1000];
    Arrays.fill(y, Double.NaN);
    y[500] = 3;
    assertThat(count(plot(new Panel("rate", List.of(curve("train", y)))), TRAIN)).isGreaterThan(16);
  }

  @Test
  void missingValuesLeaveAGap() {
    assumeTrue(Pictures.textAvailable());
    double[] whole = IntStream.range(0, 100).mapToDouble(i -> i).toArray();
    double[] broken = whole.clone();
    Arrays.fill(broken, 30, 60, Double.NaN);
    broken[45] = Double.POSITIVE_INFINITY;
    int line = count(plot(new Panel("rate", List.of(curve("train", whole)))), TRAIN);
    int parts = count(plot(new Panel("rate", List.of(curve("train", broken)))), TRAIN);
    // 31 of 99 segments are missing.
    assertThat((double) parts / line).isBetween(0.6, 0.78);
  }

  @Test
  void dashesSurviveLongRuns() {
    assumeTrue(Pictures.textAvailable());
    double[] y = IntStream.range(0, 1000).mapToDouble(i -> i).toArray();
    double[] far = IntStream.range(0, 1000).mapToDouble(i -> 2000).toArray();
    BufferedImage plot = plot(new Panel("rate", List.of(curve("train", y), curve("v", far))));
    // The level line's row: drawn for 7 pixels of 11, so between a half and three quarters of it.
    int most = 0;
    for (int row = 0; row < plot.getHeight(); row++) {
      most = Math.max(most, count(plot.getSubimage(0, row, plot.getWidth(), 1), VALIDATION));
    }
    int length = plot.getWidth() - 90;
    assertThat(most).isBetween(length / 2, length * 3 / 4);
  }

  @Test
  void valuesThatAreAllMissingOrAllEqualAreDrawnAllTheSame() {
    assumeTrue(Pictures.textAvailable());
    double[] missing = {Double.NaN, Double.NaN};
    assertThat(plot(new Panel("rate", List.of(curve("train", missing))))).isNotNull();
    double[] equal = {-1e30, -1e30};
    assertThat(count(plot(new Panel("rate", List.of(curve("train", equal)))), TRAIN))
        .isGreaterThan(100);
    double[] almost = {100, Math.nextUp(100.0)};
    assertThat(count(plot(new Panel("rate", List.of(curve("train", almost)))), TRAIN))
        .isGreaterThan(100);
  }

  @Test
  void pictureIsTheSameInEveryLocale() {
    assumeTrue(Pictures.textAvailable());
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      int[] root = pixels(Curves.panels("1.5", List.of(panel(3))));
      Locale.setDefault(Locale.GERMANY);
      assertThat(pixels(Curves.panels("1.5", List.of(panel(3))))).isEqualTo(root);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void curvesThatCannotBeDrawnAreRefused() {
    assertThatThrownBy(() -> new Curve("train", new double[] {1, 2}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("curve train: expected as many y as x and at least one, found 2 x and 1 y");
    assertThatThrownBy(() -> new Curve("train", new double[] {1, 1}, new double[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("curve train: x must be finite and rise, x[1] was 1.0");
    assertThatThrownBy(() -> new Panel("rate", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("panel rate: expected a curve");
    Curve curve = curve("train", new double[] {1});
    assertThatThrownBy(() -> new Panel("rate", List.of(curve, curve)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("panel rate: two curves are named train");
    assertThatThrownBy(() -> Curves.panels("", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Panel panel(int epochs) {
    double[] train = IntStream.range(0, epochs).mapToDouble(i -> 100.25 + 80.0 / (i + 1)).toArray();
    double[] validation = Arrays.stream(train).map(v -> v + 20).toArray();
    return new Panel(
        "negative ELBO (nats)", List.of(curve("train", train), curve("validation", validation)));
  }

  private static Curve curve(String name, double[] y) {
    double[] epochs = IntStream.rangeClosed(1, y.length).mapToDouble(i -> i).toArray();
    return new Curve(name, epochs, y);
  }

  /** The upper part of a picture of one panel, without the legend. */
  private static BufferedImage plot(Panel panel) {
    return Curves.panels("", List.of(panel)).getSubimage(0, 0, 720, 320);
  }

  private static int count(BufferedImage picture, int colour) {
    return (int) Arrays.stream(pixels(picture)).filter(p -> p == colour).count();
  }

  private static int[] pixels(BufferedImage picture) {
    int width = picture.getWidth();
    return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
  }
}
