package io.github.vaegraph.source.file;

import io.github.vaegraph.data.Factors;
import io.github.vaegraph.data.Factors.Factor;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Factors out of a NumPy array [N, F] of whole numbers from 0, a row an image. */
final class NpyFactors {
  /** What dSprites' metadata, a pickle, calls its six factors, in their order. */
  static final List<Factor> SPRITES =
      List.of(
          new Factor("color", false),
          new Factor("shape", false),
          new Factor("scale", true),
          new Factor("orientation", true),
          new Factor("posX", true),
          new Factor("posY", true));

  private static final int MOST = 256;

  private NpyFactors() {}

  /**
   * Reads one value of each factor an image. Those of dSprites have its names; others are numbered,
   * and taken to be ordered.
   *
   * @param array its name in the archive
   * @param images how many there are, N
   * @throws IOException when it is not such an array, or has not a row an image
   */
  static Factors read(Path name, NpyValues.Source source, String array, int images)
      throws IOException {
    try (NpyValues values = NpyValues.open(name, source)) {
      NpyHeader header = values.header();
      boolean whole = header.kind() == 'u' || header.kind() == 'i';
      if (!whole || header.shape().size() != 2 || header.each() > MOST) {
        throw Problem.at(
            name,
            "expected factors [images, factors], whole numbers from 0 of at most %d factors, found "
                + "%s %s; is it something else? give it another name",
            MOST,
            header.type(),
            header.shape());
      }
      if (header.count() != images) {
        throw Problem.at(
            name,
            "expected a row of factors for each of %d images, found %d",
            images,
            header.count());
      }
      int each = (int) header.each();
      int[] found = new int[Math.multiplyExact(images, each)];
      values.numbers(
          (i, value) -> {
            if (value < 0 || value > Integer.MAX_VALUE) {
              throw Problem.at(
                  name,
                  "row %d: expected whole numbers from 0 to %d, found %s",
                  i / each,
                  Integer.MAX_VALUE,
                  Range.text(value));
            }
            found[(int) i] = (int) value;
          });
      return new Factors(factors(array, each), found);
    }
  }

  private static List<Factor> factors(String array, int each) {
    return array.equals(NpzNames.SPRITES_FACTORS) && each == SPRITES.size()
        ? SPRITES
        : IntStream.range(0, each).mapToObj(i -> new Factor("factor " + i, true)).toList();
  }
}
