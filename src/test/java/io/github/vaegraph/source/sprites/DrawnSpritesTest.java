package io.github.vaegraph.source.sprites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Factors;
import io.github.vaegraph.data.Factors.Factor;
import io.github.vaegraph.data.Split;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawnSpritesTest {
  private static final int SIDE = 32;
  private static final int SIZE = SIDE * SIDE;
  private static final int ALL = 3 * 4 * 6 * 15 * 15;
  private static final double[] SIZES = {6, 8, 10, 12};
  private static final Dataset SPRITES = DrawnSprites.open(0);

  private static List<Split> splits(Dataset set) {
    return List.of(set.train(), set.validation(), set.test());
  }

  private static byte[] draw(int... factors) {
    byte[] image = new byte[SIZE];
    DrawnSprites.draw(factors, image, 0);
    return image;
  }

  private static int[] values(Split split, int image) {
    Factors factors = split.factors().orElseThrow();
    return Arrays.copyOfRange(factors.values(), 5 * image, 5 * image + 5);
  }

  /** The number of white pixels, weighted by place. */
  private static double moment(byte[] image, IntToDoubleFunction weight) {
    return IntStream.range(0, SIZE).filter(p -> image[p] != 0).mapToDouble(weight).sum();
  }

  private static double across(byte[] image) {
    return moment(image, p -> p % SIDE + 0.5) / moment(image, p -> 1);
  }

  private static double down(byte[] image) {
    return moment(image, p -> Math.floorDiv(p, SIDE) + 0.5) / moment(image, p -> 1);
  }

  @Test
  void nameSourceAndClassesAreThoseThatReportsShow() {
    assertThat(SPRITES.name()).isEqualTo("sprites");
    assertThat(DrawnSprites.open(-7).source()).isEqualTo("embedded, seed -7");
    assertThat(SPRITES.shape()).hasToString("32x32x1");
    assertThat(SPRITES.labelNames()).containsExactly("square", "ellipse", "heart");
    assertThat(splits(SPRITES))
        .extracting(Split::name)
        .containsExactly("train", "validation", "test");
    assertThat(splits(SPRITES)).extracting(Split::count).containsExactly(12_960, 1_620, 1_620);
  }

  @Test
  void theGridIsCompleteEachOnce() {
    Set<List<Integer>> combinations = new HashSet<>();
    for (Split split : splits(SPRITES)) {
      assertThat(split.factors().orElseThrow().factors())
          .extracting(Factor::name)
          .containsExactly("shape", "scale", "orientation", "x", "y");
      assertThat(split.factors().orElseThrow())
          .hasToString("shape 3, scale 4, orientation 6, x 15, y 15");
      assertThat(split.labels()).isEqualTo(split.factors().orElseThrow().of(0));
      for (int i = 0; i < split.count(); i++) {
        combinations.add(Arrays.stream(values(split, i)).boxed().toList());
      }
    }
    assertThat(combinations).hasSize(ALL);
    for (int factor = 0; factor < 5; factor++) {
      int column = factor;
      int[] most = {2, 3, 5, 14, 14};
      assertThat(combinations).allMatch(values -> values.get(column) <= most[column]);
    }
  }

  @Test
  void noPictureOccursTwice() {
    Set<ByteBuffer> pictures = new HashSet<>();
    for (Split split : splits(SPRITES)) {
      for (int i = 0; i < split.count(); i++) {
        pictures.add(ByteBuffer.wrap(split.images().bytes(i, i + 1)));
      }
      assertThat(split.binary()).isTrue();
    }
    assertThat(pictures).hasSize(ALL);
  }

  @Test
  void aPictureDrawnAloneIsTheOneOfTheSet() {
    for (Split split : splits(SPRITES)) {
      for (int i = 0; i < split.count(); i += 97) {
        assertThat(draw(values(split, i))).isEqualTo(split.images().bytes(i, i + 1));
      }
    }
  }

  @Test
  void theSeedDecidesTheOrderAlone() {
    Dataset again = DrawnSprites.open(0);
    Dataset other = DrawnSprites.open(1);
    for (Split split : splits(SPRITES)) {
      assertThat(again.split(split.name()).images().bytes(0, split.count()))
          .isEqualTo(split.images().bytes(0, split.count()));
      assertThat(other.split(split.name()).labels()).isNotEqualTo(split.labels());
    }
  }

  @Test
  void uprightSquaresHaveTheirAreaExactly() {
    for (int scale = 0; scale < 4; scale++) {
      assertThat(moment(draw(0, scale, 0, 3, 11), p -> 1)).isEqualTo(SIZES[scale] * SIZES[scale]);
    }
  }

  /**
   * A pixel's centre is counted for its area. Edges at 45 degrees are the worst: centres lie in
   * rows 0.71 apart along them, half of which they err by at most along an edge of about four
   * sizes.
   */
  @Test
  void whateverTheShapeItsAreaIsItsSizeSquared() {
    for (int shape = 0; shape < 3; shape++) {
      for (int scale = 0; scale < 4; scale++) {
        double size = SIZES[scale];
        double mean = 0;
        for (int turn = 0; turn < 6; turn++) {
          double area = moment(draw(shape, scale, turn, 7, 7), p -> 1);
          assertThat(area).isCloseTo(size * size, within(4 * size * 0.71 / 2));
          mean += area / 6;
        }
        assertThat(mean).isCloseTo(size * size, within(size / 2));
      }
    }
  }

  @Test
  void symmetricShapesAreSymmetric() {
    for (int scale = 0; scale < 4; scale++) {
      for (int turn = 0; turn < 6; turn++) {
        // Its centre at 16, the frame's: a half turn takes pixel p to the p-th from the end.
        for (int shape = 0; shape < 2; shape++) {
          byte[] image = draw(shape, scale, turn, 7, 7);
          assertThat(IntStream.range(0, SIZE)).allMatch(p -> image[p] == image[SIZE - 1 - p]);
        }
        byte[] heart = draw(2, scale, turn, 7, 7);
        assertThat(IntStream.range(0, SIZE)).anyMatch(p -> heart[p] != heart[SIZE - 1 - p]);
      }
      byte[] heart = draw(2, scale, 0, 7, 7);
      assertThat(IntStream.range(0, SIZE))
          .allMatch(p -> heart[p] == heart[p - p % SIDE + SIDE - 1 - p % SIDE]);
      byte[] square = draw(0, scale, 0, 7, 7);
      assertThat(IntStream.range(0, SIZE))
          .allMatch(p -> square[p] == square[p % SIDE * SIDE + Math.floorDiv(p, SIDE)]);
    }
  }

  @Test
  void aHeartStandsOnItsTip() {
    byte[] heart = draw(2, 3, 0, 7, 7);
    // Its width in the row of two thirds of the way down, and a third.
    double lower = moment(heart, p -> Math.floorDiv(p, SIDE) == 21 ? 1 : 0);
    double upper = moment(heart, p -> Math.floorDiv(p, SIDE) == 12 ? 1 : 0);
    assertThat(lower).isPositive().isLessThan(upper / 2);
  }

  @Test
  void aStepInXOrYMovesThePictureByAPixel() {
    for (int shape = 0; shape < 3; shape++) {
      for (int turn = 0; turn < 6; turn++) {
        byte[] image = draw(shape, 3, turn, 4, 9);
        byte[] right = draw(shape, 3, turn, 5, 9);
        byte[] below = draw(shape, 3, turn, 4, 10);
        for (int p = 0; p < SIZE; p++) {
          assertThat(right[p]).isEqualTo(p % SIDE == 0 ? 0 : image[p - 1]);
          assertThat(below[p]).isEqualTo(p < SIDE ? 0 : image[p - SIDE]);
        }
      }
    }
  }

  /** By area, centre of mass, symmetry under a half turn, and the axes of the second moments. */
  @Test
  void everyFactorCanBeReadOffThePicture() {
    Split split = SPRITES.test();
    for (int i = 0; i < split.count(); i++) {
      byte[] image = split.images().bytes(i, i + 1);
      int[] values = values(split, i);
      int x = (int) Math.rint(across(image));
      int y = (int) Math.rint(down(image));
      assertThat(List.of(x - 9, y - 9)).containsExactly(values[3], values[4]);
      double size = Math.sqrt(moment(image, p -> 1));
      assertThat((int) Math.rint((size - 6) / 2)).isEqualTo(values[1]);
      assertThat(halfTurned(image, x, y)).isEqualTo(values[0] != 2);
      double xx = moment(image, p -> Math.pow(p % SIDE + 0.5 - x, 2));
      double yy = moment(image, p -> Math.pow(Math.floorDiv(p, SIDE) + 0.5 - y, 2));
      double xy = moment(image, p -> (p % SIDE + 0.5 - x) * (Math.floorDiv(p, SIDE) + 0.5 - y));
      // Of axes 3 to 2 it is (9 - 4) / (9 + 4) = 0.38, and of a square 0.
      double eccentricity = Math.hypot(xx - yy, 2 * xy) / (xx + yy);
      if (values[0] < 2) {
        assertThat(eccentricity > 0.19).isEqualTo(values[0] == 1);
      }
      if (values[0] == 1) {
        double degrees = Math.toDegrees(Math.atan2(2 * xy, xx - yy) / 2);
        assertThat(degrees).isCloseTo(15 * values[2], within(7.5));
      }
    }
  }

  /** Whether a half turn around the corner of pixels at (x, y) takes white pixels to white ones. */
  private static boolean halfTurned(byte[] image, int x, int y) {
    return IntStream.range(0, SIZE)
        .filter(p -> image[p] != 0)
        .allMatch(
            p -> image[(2 * y - 1 - Math.floorDiv(p, SIDE)) * SIDE + 2 * x - 1 - p % SIDE] != 0);
  }
}
