package io.github.vaegraph.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.ImageShape;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pixels are expected where the Javadoc's formulas put them; no test needs a font. */
class ImageGridTest {
  private static final ImageShape DIGIT = new ImageShape(28, 28, 1);
  private static final int GAP = 2;
  private static final int WHITE = 0xFFFFFF;

  @Test
  void smallImagesAreEnlargedAndLargeOnesAreNot() {
    assertThat(Grid.scale(DIGIT, 10)).isEqualTo(3);
    // 30 columns of 28 pixels: three times would be 2520 pixels, more than 1200.
    assertThat(Grid.scale(DIGIT, 30)).isEqualTo(1);
    assertThat(Grid.scale(new ImageShape(64, 64, 3), 8)).isEqualTo(1);
    assertThat(Grid.scale(new ImageShape(300, 200, 3), 100)).isEqualTo(1);
    // The longer side decides.
    assertThat(Grid.scale(new ImageShape(8, 40, 1), 2)).isEqualTo(2);
  }

  @Test
  void everyPixelOfEveryImageLandsWhereTheFormulaSays() {
    var shape = new ImageShape(2, 3, 1);
    int images = 7;
    int columns = 3;
    float[] values = new float[images * shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 255f;
    }
    BufferedImage picture = ImageGrid.of(shape, values, columns);
    int s = Grid.scale(shape, columns);
    assertThat(s).isEqualTo(28);
    assertThat(picture.getWidth()).isEqualTo(GAP + 3 * (3 * s + GAP));
    assertThat(picture.getHeight()).isEqualTo(GAP + 3 * (2 * s + GAP));
    for (int i = 0; i < images; i++) {
      for (int y = 0; y < 2; y++) {
        for (int x = 0; x < 3; x++) {
          int left = GAP + (i % columns) * (3 * s + GAP) + x * s;
          int top = GAP + (i / columns) * (2 * s + GAP) + y * s;
          int grey = i * 6 + y * 3 + x;
          assertThat(rgb(picture, left, top)).isEqualTo(grey * 0x010101);
          assertThat(rgb(picture, left + s - 1, top + s - 1)).isEqualTo(grey * 0x010101);
        }
      }
    }
  }

  @Test
  void incompleteLastRowAndGapsStayWhite() {
    BufferedImage picture = ImageGrid.of(DIGIT, new float[3 * 784], 2);
    int tile = 84 + GAP;
    assertThat(rgb(picture, GAP, GAP + tile)).isEqualTo(0);
    for (int x = GAP + tile; x < picture.getWidth(); x++) {
      for (int y = GAP + tile; y < picture.getHeight(); y++) {
        assertThat(rgb(picture, x, y)).isEqualTo(WHITE);
      }
    }
    assertThat(rgb(picture, GAP + 84, GAP)).isEqualTo(WHITE);
    assertThat(rgb(picture, 0, 40)).isEqualTo(WHITE);
  }

  @Test
  void fewerImagesThanColumnsMakeANarrowerGrid() {
    BufferedImage picture = ImageGrid.of(DIGIT, new float[2 * 784], 10);
    assertThat(picture.getWidth()).isEqualTo(GAP + 2 * (84 + GAP));
  }

  @Test
  void valuesOutsideTheUnitIntervalAreClampedAndNanIsBlack() {
    var shape = new ImageShape(1, 4, 1);
    float[] values = {-3, 7, Float.NaN, 0.5f};
    BufferedImage picture = ImageGrid.of(shape, values, 1);
    int s = Grid.scale(shape, 1);
    assertThat(rgb(picture, GAP, GAP)).isEqualTo(0);
    assertThat(rgb(picture, GAP + s, GAP)).isEqualTo(WHITE);
    assertThat(rgb(picture, GAP + 2 * s, GAP)).isEqualTo(0);
    assertThat(rgb(picture, GAP + 3 * s, GAP)).isEqualTo(0x808080);
  }

  @Test
  void threeChannelsAreRedGreenBlue() {
    float[] values = {1, 0, 0.2f};
    BufferedImage picture = ImageGrid.of(new ImageShape(1, 1, 3), values, 1);
    assertThat(rgb(picture, GAP, GAP)).isEqualTo(0xFF0033);
  }

  @Test
  void otherChannelCountsShowTheFirstGrey() {
    BufferedImage two = ImageGrid.of(new ImageShape(1, 1, 2), new float[] {0.2f, 1}, 1);
    assertThat(rgb(two, GAP, GAP)).isEqualTo(0x333333);
    BufferedImage four = ImageGrid.of(new ImageShape(1, 1, 4), new float[] {0.4f, 1, 1, 1}, 1);
    assertThat(rgb(four, GAP, GAP)).isEqualTo(0x666666);
  }

  @Test
  void titleMovesTheGridDownByItsBand() {
    BufferedImage plain = ImageGrid.of(DIGIT, new float[8 * 784], 8);
    BufferedImage titled = ImageGrid.of(DIGIT, new float[8 * 784], 8, "Samples");
    assertThat(titled.getWidth()).isEqualTo(plain.getWidth());
    assertThat(titled.getHeight()).isEqualTo(plain.getHeight() + 34);
    assertThat(rgb(titled, GAP, GAP + 34)).isEqualTo(0);
    assertThat(rgb(titled, GAP, GAP + 33)).isEqualTo(WHITE);
  }

  @Test
  void titleWiderThanTheGridWidensThePageUpTo640Pixels() {
    BufferedImage picture = ImageGrid.of(DIGIT, new float[784], 1, "long ".repeat(100));
    assertThat(picture.getWidth()).isEqualTo(640);
  }

  @Test
  void pairsPutEveryReconstructionBelowItsOriginal() {
    var shape = new ImageShape(28, 28, 1);
    float[] originals = new float[5 * 784];
    float[] reconstructions = new float[5 * 784];
    for (int i = 0; i < 5; i++) {
      Arrays.fill(originals, i * 784, (i + 1) * 784, i / 255f);
      Arrays.fill(reconstructions, i * 784, (i + 1) * 784, (100 + i) / 255f);
    }
    BufferedImage picture = ImageGrid.pairs(shape, originals, reconstructions, 3, "");
    int tile = 84 + GAP;
    int left = picture.getWidth() - 3 * tile;
    for (int i = 0; i < 5; i++) {
      int x = left + (i % 3) * tile;
      int y = GAP + 2 * (i / 3) * tile + (i / 3) * 8;
      assertThat(rgb(picture, x, y)).isEqualTo(i * 0x010101);
      assertThat(rgb(picture, x + 83, y + 83)).isEqualTo(i * 0x010101);
      assertThat(rgb(picture, x, y + tile)).isEqualTo((100 + i) * 0x010101);
      assertThat(rgb(picture, x + 83, y + tile + 83)).isEqualTo((100 + i) * 0x010101);
    }
    assertThat(picture.getHeight()).isEqualTo(GAP + 4 * tile + 8);
  }

  @Test
  void manifoldHasNoGapsAndItsFirstRowOnTop() {
    var shape = new ImageShape(20, 20, 1);
    float[] values = new float[9 * 400];
    for (int i = 0; i < 9; i++) {
      Arrays.fill(values, i * 400, (i + 1) * 400, (10 + i) / 255f);
    }
    BufferedImage picture = ImageGrid.manifold(shape, values, 3, "Manifold");
    int tile = 20 * Grid.scale(shape, 3);
    for (int i = 0; i < 9; i++) {
      int x = 64 + (i % 3) * tile;
      int y = 34 + (i / 3) * tile;
      assertThat(rgb(picture, x, y)).isEqualTo((10 + i) * 0x010101);
      assertThat(rgb(picture, x + tile - 1, y + tile - 1)).isEqualTo((10 + i) * 0x010101);
    }
  }

  @Test
  void wrongSizesAreRefusedNamingExpectedAndFound() {
    assertThatThrownBy(() -> ImageGrid.of(DIGIT, new float[1000], 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "values: expected images of 28x28x1, a positive multiple of 784 values, found 1000");
    assertThatThrownBy(() -> ImageGrid.of(DIGIT, new float[0], 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0");
    assertThatThrownBy(() -> ImageGrid.of(DIGIT, new float[784], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("columns must be positive, was 0");
    assertThatThrownBy(() -> ImageGrid.pairs(DIGIT, new float[784], new float[1568], 0, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reconstructions: expected 1 images, one an original, found 2");
    assertThatThrownBy(() -> ImageGrid.manifold(DIGIT, new float[3 * 784], 2, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values: expected 4 images of 28x28x1, 2 a side, found 3");
    assertThatThrownBy(() -> ImageGrid.manifold(DIGIT, new float[784], 0, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("side must be positive, was 0");
    assertThatThrownBy(
            () -> ImageGrid.of(DIGIT, new float[5 * 784], 2, "", List.of("a", "b"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rowHeadings: expected 3 headings or none, found 2");
    assertThatThrownBy(
            () -> ImageGrid.of(DIGIT, new float[5 * 784], 2, "", List.of(), List.of("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("columnHeadings: expected 2 headings or none, found 1");
  }

  @Test
  void pictureThatNobodyCouldOpenIsRefused() {
    var shape = new ImageShape(100, 10_000, 1);
    assertThatThrownBy(() -> ImageGrid.of(shape, new float[110 * 1_000_000], 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("draw fewer images");
  }

  private static int rgb(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) & 0xFFFFFF;
  }

  @Test
  void aSignalIsALineAndAFlatImageIsHighEnoughForItsName() {
    ImageShape signal = new ImageShape(1, 20, 1);
    float[] values = new float[20];
    Arrays.fill(values, 10, 20, 1); // a step in the middle
    BufferedImage drawn = ImageGrid.of(signal, values, 1);
    // 84 / 20 = 4 pixels a value, and 2 around.
    assertThat(drawn.getWidth()).isEqualTo(2 + 80 + 2);
    assertThat(drawn.getHeight()).isEqualTo(2 + 56 + 2);
    int ink = 0xFF202020;
    assertThat(drawn.getRGB(2 + 10, 2 + 55)).isEqualTo(ink);
    assertThat(drawn.getRGB(2 + 10, 2)).isNotEqualTo(ink);
    assertThat(drawn.getRGB(2 + 70, 2)).isEqualTo(ink);
    assertThat(drawn.getRGB(2 + 70, 2 + 55)).isNotEqualTo(ink);
    assertThat(drawn.getRGB(2 + 40, 2 + 30)).as("the stroke upright").isEqualTo(ink);
    ImageShape flat = new ImageShape(2, 100, 1);
    BufferedImage rows = ImageGrid.pairs(flat, new float[400], new float[400], 1, "");
    // Each of two images and two reconstructions is 2 rows of 9 pixels.
    assertThat(rows.getHeight()).isEqualTo(2 + 4 * (18 + 2) + Grid.PAIR_GAP);
  }
}
