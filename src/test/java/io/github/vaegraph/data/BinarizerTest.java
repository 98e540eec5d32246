package io.github.vaegraph.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All numbers are fixed by their seeds: a test passes always or never. */
class BinarizerTest {
  /** All 256 grey levels, four times. */
  private static final ImageShape SHAPE = new ImageShape(32, 32, 1);

  @Test
  void aPixelIsOneWithItsGreyValueAsTheProbability() {
    int epochs = 4000;
    int draws = 4 * epochs;
    int[] ones = new int[256];
    Binarizer binarizer = new Binarizer(SHAPE.size(), Binarization.DYNAMIC, 5);
    for (int epoch = 0; epoch < epochs; epoch++) {
      byte[] pixels = levels();
      binarizer.binarize(0, epoch, pixels, 0);
      for (int i = 0; i < pixels.length; i++) {
        assertThat(pixels[i] >> 1).isZero();
        ones[i & 0xff] += pixels[i];
      }
    }
    assertThat(ones[0]).isZero();
    assertThat(ones[255]).isEqualTo(draws);
    double squares = 0;
    for (int grey = 1; grey < 255; grey++) {
      double p = grey / 255.0;
      double score = (ones[grey] - draws * p) / Math.sqrt(draws * p * (1 - p));
      assertThat(score).as("grey %d in standard errors", grey).isBetween(-4.5, 4.5);
      squares += score * score;
    }
    // The variance of a level's count is the binomial's: 254 squared scores have mean 1, and
    // their mean a deviation of sqrt(2 / 254).
    assertThat(squares / 254).isCloseTo(1, within(4.5 * Math.sqrt(2 / 254.0)));
  }

  @Test
  void pixelsAreIndependentOfTheirNeighbours() {
    byte[] pixels = draws(1, 0, 0);
    for (int distance : new int[] {1, 2, 31, 32, 33, 1024}) {
      assertUncorrelated(
          Arrays.copyOfRange(pixels, 0, pixels.length - distance),
          Arrays.copyOfRange(pixels, distance, pixels.length));
    }
  }

  @Test
  void imagesAreIndependentOfTheNextOneInTheNextEpochOrUnderTheNextSeed() {
    byte[] pixels = draws(1, 0, 0);
    assertUncorrelated(pixels, draws(1, 0, 1));
    assertUncorrelated(pixels, draws(1, 1, 0));
    assertUncorrelated(pixels, draws(2, 0, 0));
    // Seed, epoch and image do not make up for each other.
    assertUncorrelated(draws(1, 1, 0), draws(1, 0, 1));
    assertUncorrelated(draws(2, 0, 0), draws(1, 1, 0));
    assertUncorrelated(draws(2, 0, 1), draws(1, 1, 1));
  }

  @Test
  void staticDrawsAreTheSameInEveryEpochAndDynamicOnesAreNot() {
    byte[] images = levels();
    assertThat(read(images, Binarization.STATIC, 1, 7))
        .isEqualTo(read(images, Binarization.STATIC, 1, 0));
    assertThat(read(images, Binarization.STATIC, 2, 0))
        .isNotEqualTo(read(images, Binarization.STATIC, 1, 0));
    assertThat(read(images, Binarization.DYNAMIC, 1, 7))
        .isNotEqualTo(read(images, Binarization.DYNAMIC, 1, 0))
        .isEqualTo(read(images, Binarization.DYNAMIC, 1, 7));
  }

  @Test
  void theThresholdLiesAtHalfTheRange() {
    byte[] pixels = read(levels(), Binarization.THRESHOLD, 1, 0);
    for (int i = 0; i < pixels.length; i++) {
      assertThat((int) pixels[i]).isEqualTo((i & 0xff) / 255.0 >= 0.5 ? 1 : 0);
    }
  }

  @Test
  void withoutBinarizationPixelsStayGrey() {
    byte[] pixels = read(levels(), Binarization.NONE, 1, 0);
    for (int i = 0; i < pixels.length; i++) {
      assertThat(pixels[i]).isEqualTo((byte) i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anImageIsWrittenAtItsOffsetAndNowhereElse(Binarization binarization) {
    byte[] target = new byte[SHAPE.size() + 7];
    Arrays.fill(target, (byte) 42);
    System.arraycopy(levels(), 0, target, 5, SHAPE.size());
    new Binarizer(SHAPE.size(), binarization, 1).binarize(0, 3, target, 5);
    assertThat(Arrays.copyOfRange(target, 5, target.length - 2))
        .isEqualTo(read(levels(), binarization, 1, 3));
    assertThat(new byte[] {target[0], target[4], target[target.length - 2]}).containsOnly(42);
  }

  @ParameterizedTest
  @EnumSource
  void theLargestValueIsThatOfAWhitePixel(Binarization binarization) {
    byte[] pixels = read(levels(), binarization, 1, 0);
    // The upper end of white's level is not in it.
    int upper = binarization == Binarization.DEQUANTIZED ? 256 : pixels[255] & 0xff;
    assertThat(upper).isEqualTo(binarization.maxValue());
    assertThat(pixels[0]).isZero();
  }

  @Test
  void fractionsOfLevelsAreUniformAndAFunctionOfSeedEpochAndImage() {
    int size = 4000;
    byte[] drawn = new byte[size];
    fractions(size, 1, 2, 3, drawn);
    byte[] again = new byte[size];
    fractions(size, 1, 2, 3, again);
    assertThat(again).isEqualTo(drawn);
    int[] counts = new int[16];
    for (byte fraction : drawn) {
      counts[(fraction & 0xff) / 16]++;
    }
    // Each sixteenth has 250 of 4000, with a deviation of 15.3.
    assertThat(Arrays.stream(counts)).allMatch(count -> Math.abs(count - 250) < 4 * 15.3);
    for (long[] other : new long[][] {{2, 2, 3}, {1, 3, 3}, {1, 2, 4}}) {
      fractions(size, other[0], other[1], (int) other[2], again);
      int same = 0;
      for (int i = 0; i < size; i++) {
        same += drawn[i] == again[i] ? 1 : 0;
      }
      assertThat(same).isBetween(1, 40); // of 4000 one in 256
    }
  }

  private static void fractions(int size, long seed, long epoch, int image, byte[] target) {
    new Binarizer(size, Binarization.DEQUANTIZED, seed).fractions(image, epoch, target, 0);
  }

  @ParameterizedTest
  @EnumSource
  void everyLabelNamesItsBinarization(Binarization binarization) {
    assertThat(Binarization.CHOICE.read(binarization.text())).isEqualTo(binarization);
    assertThat(Binarization.CHOICE.names()).contains(binarization.text());
  }

  @Test
  void anUnknownNameIsAnsweredWithAllNames() {
    assertThatThrownBy(() -> Binarization.CHOICE.read("dynamics"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "binarization must be one of %s, was dynamics, did you mean dynamic?",
            Binarization.CHOICE.names());
  }

  private static byte[] levels() {
    byte[] pixels = new byte[SHAPE.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    return pixels;
  }

  private static byte[] read(byte[] grey, Binarization binarization, long seed, long epoch) {
    byte[] pixels = grey.clone();
    new Binarizer(SHAPE.size(), binarization, seed).binarize(0, epoch, pixels, 0);
    return pixels;
  }

  /** 400 images of grey 100, one after the other, from an epoch and a first image on. */
  private static byte[] draws(long seed, long epoch, int first) {
    byte[] pixels = new byte[SHAPE.size() * 400];
    Arrays.fill(pixels, (byte) 100);
    Binarizer binarizer = new Binarizer(SHAPE.size(), Binarization.DYNAMIC, seed);
    for (int image = 0; image < 400; image++) {
      binarizer.binarize(first + image, epoch, pixels, image * SHAPE.size());
    }
    return pixels;
  }

  private static void assertUncorrelated(byte[] a, byte[] b) {
    double p = 100 / 255.0;
    double products = 0;
    for (int i = 0; i < a.length; i++) {
      products += (a[i] - p) * (b[i] - p);
    }
    double correlation = products / a.length / (p * (1 - p));
    assertThat(correlation).isBetween(-4 / Math.sqrt(a.length), 4 / Math.sqrt(a.length));
  }
}
