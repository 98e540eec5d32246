package io.github.vaegraph.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class HistogramTest {
  @Test
  void everyValueIsCountedInTheBarItLiesIn() {
    float[] values = {0, 0.5f, 1, 1.5f, 9.9f, 10};
    Histogram.Bars bars = Histogram.counts(values, 0, 10);
    assertThat(bars.counts()).containsExactly(4, 0, 0, 0, 2); // five bars two wide
    assertThat(bars.width()).isEqualTo(2);
  }

  @Test
  void barsAreAsManyAsTheRootOfTheValuesWithinReason() {
    assertThat(Histogram.counts(new float[900], 0, 1).counts()).hasSize(30);
    assertThat(Histogram.counts(new float[100_000], 0, 1).counts()).hasSize(60);
  }

  @Test
  void barsAreDrawnAndValuesThatAreAlikeTake() {
    float[] values = new float[200];
    for (int i = 0; i < 200; i++) {
      values[i] = -100 + i % 20;
    }
    assertThat(blue(Histogram.of(values, "nats", "images", "title"))).isGreaterThan(10_000);
    float[] same = new float[7];
    Arrays.fill(same, -3);
    assertThat(blue(Histogram.of(same, "nats", "images", ""))).isGreaterThan(10_000);
  }

  private static long blue(BufferedImage picture) {
    int[] pixels =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    return Arrays.stream(pixels).filter(p -> (p & 0xff) > 60 + (p >> 16 & 0xff)).count();
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> Histogram.of(new float[] {1, Float.NaN}, "", "", ""))
        .hasMessage("values: expected finite ones, found NaN");
    assertThatThrownBy(() -> Histogram.of(new float[0], "", "", ""))
        .hasMessageContaining("at least one");
  }
}
