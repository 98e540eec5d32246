package io.github.vaegraph.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.ImageShape;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CaptionedPairsTest {
  private static final ImageShape SHAPE = new ImageShape(42, 42, 1);

  private static float[] grey(float... levels) {
    float[] values = new float[levels.length * SHAPE.size()];
    for (int i = 0; i < levels.length; i++) {
      Arrays.fill(values, i * SHAPE.size(), (i + 1) * SHAPE.size(), levels[i]);
    }
    return values;
  }

  @Test
  void eachOriginalStandsLeftOfItsReconstructionAboveItsCaption() {
    BufferedImage page =
        CaptionedPairs.of(
            SHAPE,
            grey(0.2f, 0.4f),
            grey(0.6f, 0.8f),
            List.of(List.of("a.png", "-1 nats"), List.of("b.png", "-2 nats")),
            "");
    // Enlarged twice: tiles of 84 pixels from 14 on, 2 between, the next pair 170 + 14 further.
    assertThat(page.getRGB(14, 14) & 0xff).isEqualTo(51);
    assertThat(page.getRGB(14 + 86, 14) & 0xff).isEqualTo(153);
    assertThat(page.getRGB(14 + 184, 14) & 0xff).isEqualTo(102);
    assertThat(page.getRGB(14 + 184 + 86, 14 + 83) & 0xff).isEqualTo(204);
    assertThat(ink(page, 14 + 84, 18)).isPositive();
    assertThat(ink(page, 14 + 84 + 18, 18)).isPositive();
  }

  /** Dark pixels in a band of the page. */
  private static long ink(BufferedImage page, int top, int height) {
    int[] pixels = page.getRGB(0, top, page.getWidth(), height, null, 0, page.getWidth());
    return Arrays.stream(pixels).filter(p -> (p & 0xff) < 128).count();
  }

  @Test
  void captionsHaveToBeAsManyAsImages() {
    assertThatThrownBy(
            () -> CaptionedPairs.of(SHAPE, grey(0), grey(0), List.of(List.of(), List.of()), ""))
        .hasMessageContaining("for each of 2 captions, found 1 and 1");
  }
}
