package io.github.vaegraph.source.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Split;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {
  private static final int SIDE = 28;
  private static final int SIZE = SIDE * SIDE;
  private static final Dataset DIGITS = DrawnDigits.open(0);

  @Test
  void splitsHoldTheirCountsInEqualSharesOfEveryDigit() {
    assertThat(DIGITS.train().count()).isEqualTo(20_000);
    assertThat(DIGITS.validation().count()).isEqualTo(2_000);
    assertThat(DIGITS.test().count()).isEqualTo(2_000);
    for (Split split : splits(DIGITS)) {
      int[] perDigit = new int[10];
      for (int label : split.labels()) {
        perDigit[label]++;
      }
      assertThat(perDigit).containsOnly(split.count() / 10);
    }
  }

  @Test
  void nameSourceAndLabelsAreThoseThatReportsShow() {
    assertThat(DIGITS.name()).isEqualTo("digits");
    assertThat(DrawnDigits.open(-7).source()).isEqualTo("embedded, seed -7");
    assertThat(DIGITS.shape()).isEqualTo(new ImageShape(28, 28, 1));
    assertThat(DIGITS.labelNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(splits(DIGITS))
        .extracting(Split::name)
        .containsExactly("train", "validation", "test");
  }

  @Test
  void theSameSeedDrawsTheSamePixelsAndLabels() {
    Dataset again = DrawnDigits.open(0);
    for (Split split : splits(DIGITS)) {
      assertThat(pixels(again.split(split.name()))).isEqualTo(pixels(split));
      assertThat(again.split(split.name()).labels()).isEqualTo(split.labels());
    }
  }

  @Test
  void anotherSeedDrawsOtherPixelsInAnotherOrder() {
    Dataset other = DrawnDigits.open(1);
    assertThat(Collections.disjoint(distinct(other.train()), distinct(DIGITS.train()))).isTrue();
    assertThat(other.train().labels()).isNotEqualTo(DIGITS.train().labels());
  }

  @Test
  void anImageDrawnAloneIsTheOneOfTheSet() {
    for (int image : new int[] {1_999, 0, 731}) {
      byte[] alone = new byte[SIZE];
      DrawnDigits.draw(0, 22_000 + image, alone, 0);
      assertThat(alone).isEqualTo(image(DIGITS.test(), image));
      assertThat(DrawnDigits.label(0, 22_000 + image)).isEqualTo(DIGITS.test().labels()[image]);
    }
  }

  @Test
  void oneThreadAndAForeignLocaleDrawTheSame() throws Exception {
    Locale locale = Locale.getDefault();
    ForkJoinPool oneThread = new ForkJoinPool(1);
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      Dataset digits = oneThread.submit(() -> DrawnDigits.open(0)).get();
      assertThat(pixels(digits.test())).isEqualTo(pixels(DIGITS.test()));
      assertThat(digits.source()).isEqualTo(DIGITS.source());
      assertThat(digits.labelNames()).isEqualTo(DIGITS.labelNames());
    } finally {
      Locale.setDefault(locale);
      oneThread.shutdown();
    }
  }

  @Test
  void noImageOccursTwice() {
    Set<ByteBuffer> all = new HashSet<>();
    splits(DIGITS).forEach(split -> all.addAll(distinct(split)));
    assertThat(all).hasSize(24_000);
  }

  @Test
  void theFramesBorderIsBlack() {
    for (Split split : splits(DIGITS)) {
      for (int i = 0; i < split.count(); i++) {
        byte[] image = image(split, i);
        int ink = 0;
        for (int p = 0; p < SIDE; p++) {
          ink |= image[p] | image[SIZE - 1 - p] | image[p * SIDE] | image[p * SIDE + SIDE - 1];
        }
        assertThat(ink).as("%s image %d", split.name(), i).isZero();
      }
    }
  }

  // A line 16 pixels long and 1.5 wide covers 0.03 of the frame, one of 70 by 3.5 covers 0.31.
  @Test
  void everyDigitHasAsMuchInkAsAPenLeaves() {
    for (Split split : splits(DIGITS)) {
      for (int i = 0; i < split.count(); i++) {
        double ink = moment(image(split, i), p -> 1) / SIZE;
        assertThat(ink).as("%s image %d", split.name(), i).isBetween(0.03, 0.32);
      }
    }
  }

  // Centred by mass as MNIST's (LeCun et al., 1998), but moved a little at random, and more where
  // the frame ends: a 7 has its mass in the upper third of its 20 pixels.
  @Test
  void everyDigitsMassLiesNearTheMiddle() {
    for (Split split : splits(DIGITS)) {
      for (int i = 0; i < split.count(); i++) {
        byte[] image = image(split, i);
        double ink = moment(image, p -> 1);
        double row = moment(image, p -> Math.floorDiv(p, SIDE)) / ink;
        double column = moment(image, p -> Math.floorMod(p, SIDE)) / ink;
        assertThat(row).as("row of %s image %d", split.name(), i).isCloseTo(13.5, within(5.0));
        assertThat(column)
            .as("column of %s image %d", split.name(), i)
            .isCloseTo(13.5, within(5.0));
      }
    }
  }

  @Test
  void theMeanOfAllPixelsIsNearThatOfMnist() {
    // MNIST's training images have the mean 0.1307.
    byte[] pixels = pixels(DIGITS.train());
    assertThat(moment(pixels, p -> 1) / pixels.length).isBetween(0.10, 0.16);
  }

  // 1-nearest-neighbour by Euclidean distance has an error of 3.1 % on MNIST after 60,000 images
  // (LeCun et al., 1998); drawn digits must not be harder to tell apart after a tenth of them.
  @Test
  void theNearestNeighbourTellsTheDigit() {
    byte[][] known =
        IntStream.range(0, 6_000).mapToObj(i -> image(DIGITS.train(), i)).toArray(byte[][]::new);
    long right =
        IntStream.range(0, 1_000)
            .parallel()
            .filter(
                i ->
                    DIGITS.train().labels()[nearest(known, image(DIGITS.test(), i))]
                        == DIGITS.test().labels()[i])
            .count();
    assertThat(right).isGreaterThanOrEqualTo(970);
  }

  private static int nearest(byte[][] known, byte[] image) {
    int nearest = -1;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < known.length; i++) {
      long distance = squaredDistance(known[i], image);
      if (distance < least) {
        least = distance;
        nearest = i;
      }
    }
    return nearest;
  }

  private static long squaredDistance(byte[] a, byte[] b) {
    int sum = 0; // at most 784 * 255^2 = 50,979,600
    for (int p = 0; p < SIZE; p++) {
      int difference = Byte.toUnsignedInt(a[p]) - Byte.toUnsignedInt(b[p]);
      sum += difference * difference;
    }
    return sum;
  }

  /** The sum of ink, from 0 to 1 a pixel, weighted by place. */
  private static double moment(byte[] pixels, IntToDoubleFunction weight) {
    double sum = 0;
    for (int p = 0; p < pixels.length; p++) {
      sum += Byte.toUnsignedInt(pixels[p]) / 255.0 * weight.applyAsDouble(p);
    }
    return sum;
  }

  private static List<Split> splits(Dataset dataset) {
    return List.of(dataset.train(), dataset.validation(), dataset.test());
  }

  private static byte[] image(Split split, int image) {
    byte[] pixels = new byte[SIZE];
    split.images().read(image, pixels, 0);
    return pixels;
  }

  private static byte[] pixels(Split split) {
    byte[] pixels = new byte[split.count() * SIZE];
    IntStream.range(0, split.count()).forEach(i -> split.images().read(i, pixels, i * SIZE));
    return pixels;
  }

  private static Set<ByteBuffer> distinct(Split split) {
    Set<ByteBuffer> images = new HashSet<>();
    IntStream.range(0, split.count()).forEach(i -> images.add(ByteBuffer.wrap(image(split, i))));
    return images;
  }
}
