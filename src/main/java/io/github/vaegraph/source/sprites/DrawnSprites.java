package io.github.vaegraph.source.sprites;

import io.github.vaegraph.data.CountedNoise;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Factors;
import io.github.vaegraph.data.Factors.Factor;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.Split;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * White shapes on black as in dSprites (Matthey, Higgins, Hassabis, Lerchner 2017), drawn here by
 * formulas: every combination of five factors once, so that each is independent of the others. The
 * pictures are the same on every machine; the seed decides which of them train, validate and test.
 *
 * <p>Unlike dSprites' there are no two alike: shapes turn by less than a quarter, after which a
 * square would look the same.
 */
public final class DrawnSprites {
  static final ImageShape SHAPE = new ImageShape(32, 32, 1);

  private static final List<Shape> SHAPES = List.of(Shape.SQUARE, Shape.ELLIPSE, Shape.HEART);

  /** Pixels of a square's side; whatever the shape, its area is that squared. */
  private static final int[] SIZES = {6, 8, 10, 12};

  private static final int TURNS = 6;
  private static final int PLACES = 15;

  /** Pixels from the frame's edge to the first place of a shape's centre of mass. */
  private static final int MARGIN = 9;

  private static final List<Factor> FACTORS =
      List.of(
          new Factor("shape", false),
          new Factor("scale", true),
          new Factor("orientation", true),
          new Factor("x", true),
          new Factor("y", true));

  private static final int[] COUNTS = {SHAPES.size(), SIZES.length, TURNS, PLACES, PLACES};
  private static final int ALL = Arrays.stream(COUNTS).reduce(1, Math::multiplyExact);
  private static final int TENTH = ALL / 10;

  private DrawnSprites() {}

  /** All 16,200 pictures in an order of the seed: eight tenths train, one validates, one tests. */
  public static Dataset open(long seed) {
    int[] order = order(seed);
    int train = ALL - 2 * TENTH;
    return new Dataset(
        "sprites",
        "embedded, seed " + seed,
        split("train", order, 0, train),
        split("validation", order, train, train + TENTH),
        split("test", order, train + TENTH, ALL),
        SHAPES.stream().map(Shape::text).toList());
  }

  /** Where in the grid the pictures of the whole set come from (Fisher and Yates). */
  private static int[] order(long seed) {
    CountedNoise noise = new CountedNoise(seed, 0);
    int[] order = IntStream.range(0, ALL).toArray();
    for (int last = ALL - 1; last > 0; last--) {
      int other = noise.below(last + 1);
      int place = order[other];
      order[other] = order[last];
      order[last] = place;
    }
    return order;
  }

  private static Split split(String name, int[] order, int from, int to) {
    byte[] pixels = new byte[(to - from) * SHAPE.size()];
    int[] values = new int[(to - from) * COUNTS.length];
    IntStream.range(0, to - from)
        .parallel()
        .forEach(
            i -> {
              int[] factors = factors(order[from + i]);
              System.arraycopy(factors, 0, values, i * COUNTS.length, COUNTS.length);
              draw(factors, pixels, i * SHAPE.size());
            });
    Factors factors = new Factors(FACTORS, values);
    return new Split(name, Images.of(SHAPE, pixels), factors.of(0)).withFactors(factors);
  }

  /** The factors' values at a place of the grid, whose last factor changes fastest. */
  private static int[] factors(int place) {
    int[] values = new int[COUNTS.length];
    int rest = place;
    for (int factor = COUNTS.length - 1; factor >= 0; factor--) {
      values[factor] = rest % COUNTS[factor];
      rest /= COUNTS[factor];
    }
    return values;
  }

  /** Draws the picture of these factors' values: white is every pixel whose centre is covered. */
  static void draw(int[] factors, byte[] target, int offset) {
    Shape shape = SHAPES.get(factors[0]);
    double size = SIZES[factors[1]];
    double turn = Math.PI / 2 * factors[2] / TURNS; // clockwise
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    for (int row = 0; row < SHAPE.height(); row++) {
      for (int column = 0; column < SHAPE.width(); column++) {
        double across = column + 0.5 - MARGIN - factors[3];
        double down = row + 0.5 - MARGIN - factors[4];
        boolean white =
            shape.contains((cos * across + sin * down) / size, (cos * down - sin * across) / size);
        target[offset + row * SHAPE.width() + column] = (byte) (white ? 255 : 0);
      }
    }
  }
}
