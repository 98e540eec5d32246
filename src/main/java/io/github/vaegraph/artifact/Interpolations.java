package io.github.vaegraph.artifact;

import io.github.vaegraph.data.Split;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Ways through the latent space, from the code of one image to that of another. */
public final class Interpolations {
  private Interpolations() {}

  /**
   * One row a pair of images, which stand at its ends. A conditional model decodes a row under the
   * class of its first image.
   *
   * @param rows how many; image 2i and image 2i + 1 of the split are the ends of row i
   * @param steps decoded codes a row, the ends' included, at least 2
   * @throws IllegalArgumentException when the split is of another shape or has not 2 * rows images
   * @throws IOException when the model is on a server that cannot be asked
   */
  public static BufferedImage of(Model model, Split split, int rows, int steps, CodePath path)
      throws IOException {
    if (steps < 2) {
      throw new IllegalArgumentException("steps must be at least 2, was " + steps);
    }
    if (ModelPictures.positive("rows", rows) > split.count() / 2) {
      throw new IllegalArgumentException(
          "%d rows need %d images, the %s split has %d"
              .formatted(rows, 2L * rows, split.name(), split.count()));
    }
    ModelPictures.checkShape(model, split);
    Floats ends = Floats.ofImages(split.images(), 0, 2 * rows);
    Floats means = model.given(split, 0, 2 * rows).encode(ends).mean();
    Floats codes = codes(means, rows, steps, path);
    int[] starts = IntStream.range(0, rows * steps).map(i -> i / steps * 2).toArray();
    float[] decoded = model.given(split.select(starts), 0, starts.length).decode(codes).values();
    return ImageGrid.of(
        model.shape(),
        betweenEnds(ends.values(), decoded, rows, steps),
        steps + 2,
        "from image to image " + path.says(),
        List.of(),
        headings(steps));
  }

  /** [rows * steps, L] from [2 * rows, L]. */
  private static Floats codes(Floats ends, int rows, int steps, CodePath path) {
    int dim = ends.width();
    float[] codes = new float[rows * steps * dim];
    for (int i = 0; i < rows * steps; i++) {
      int start = i / steps * 2 * dim;
      path.fill(
          Arrays.copyOfRange(ends.values(), start, start + dim),
          Arrays.copyOfRange(ends.values(), start + dim, start + 2 * dim),
          position(i % steps, steps),
          codes,
          i * dim);
    }
    return new Floats(rows * steps, dim, codes);
  }

  private static double position(int step, int steps) {
    return (double) step / (steps - 1);
  }

  /** [rows * (1 + steps + 1) images]: each row's decoded images between its two ends. */
  private static float[] betweenEnds(float[] ends, float[] decoded, int rows, int steps) {
    int size = ends.length / (2 * rows);
    float[] page = new float[rows * (steps + 2) * size];
    for (int row = 0; row < rows; row++) {
      int start = row * (steps + 2) * size;
      System.arraycopy(ends, 2 * row * size, page, start, size);
      System.arraycopy(decoded, row * steps * size, page, start + size, steps * size);
      System.arraycopy(ends, (2 * row + 1) * size, page, start + (steps + 1) * size, size);
    }
    return page;
  }

  private static List<String> headings(int steps) {
    List<String> headings = new ArrayList<>(List.of("image"));
    for (int i = 0; i < steps; i++) {
      headings.add(String.format(Locale.ROOT, "t = %.2f", position(i, steps)));
    }
    headings.add("image");
    return headings;
  }
}
