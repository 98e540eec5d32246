package io.github.vaegraph.source.digits;

import io.github.vaegraph.data.CountedNoise;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.Split;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Digits as hands write them, white on black, drawn here from strokes: a data set that needs no
 * download. The pictures are a function of the seed alone, on every machine: no font, no file, and
 * no arithmetic that Java leaves to the platform.
 */
public final class DrawnDigits {
  static final ImageShape SHAPE = new ImageShape(28, 28, 1);

  private static final int TRAIN = 20_000;
  private static final int VALIDATION = 2_000;
  private static final int TEST = 2_000;
  private static final int DIGITS = 10;

  private DrawnDigits() {}

  /** 20,000 digits to train on, 2,000 each to validate and to test, as many of every class. */
  public static Dataset open(long seed) {
    return new Dataset(
        "digits",
        "embedded, seed " + seed,
        split("train", seed, 0, TRAIN),
        split("validation", seed, TRAIN, VALIDATION),
        split("test", seed, TRAIN + VALIDATION, TEST),
        IntStream.range(0, DIGITS).mapToObj(Integer::toString).toList());
  }

  private static Split split(String name, long seed, int first, int count) {
    byte[] pixels = new byte[count * SHAPE.size()];
    IntStream.range(0, count)
        .parallel()
        .forEach(i -> draw(seed, first + i, pixels, i * SHAPE.size()));
    int[] labels = IntStream.range(0, count).map(i -> label(seed, first + i)).toArray();
    return new Split(name, Images.of(SHAPE, pixels), labels);
  }

  /** Draws the picture at this place of the whole set, training first, then validation and test. */
  static void draw(long seed, int index, byte[] target, int offset) {
    CountedNoise noise = new CountedNoise(seed, index);
    List<Stroke> form = DigitForms.draw(label(seed, index), noise);
    List<Stroke> curves = Handwriting.write(form, SHAPE.width(), noise);
    double halfWidth = noise.between(0.85, 1.6);
    double pressure = noise.bell(0.25);
    Ink.draw(curves, halfWidth + pressure, halfWidth - pressure, SHAPE.width(), target, offset);
  }

  /** The digit at this place: every ten in a row hold each digit once, in an order of their own. */
  static int label(long seed, int index) {
    // Counters from 0 belong to the pictures, those below to the orders.
    CountedNoise noise = new CountedNoise(seed, -1 - index / DIGITS);
    int[] order = IntStream.range(0, DIGITS).toArray();
    for (int last = DIGITS - 1; last > 0; last--) {
      int other = noise.below(last + 1);
      int digit = order[other];
      order[other] = order[last];
      order[last] = digit;
    }
    return order[index % DIGITS];
  }
}
