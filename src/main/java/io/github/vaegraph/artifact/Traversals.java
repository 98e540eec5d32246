package io.github.vaegraph.artifact;

import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What the decoder makes of one dimension of the code after the other, all else unchanged. */
public final class Traversals {
  private Traversals() {}

  /**
   * One row a dimension, from {@code -range} to {@code range} standard deviations around the axis's
   * mean. Where it belongs to an upper layer, those below follow: each has the mean of its prior.
   *
   * @param start [L] the code whose other dimensions stay as they are
   * @param dimensions one a row
   * @param range in standard deviations, positive
   * @param count columns, at least 2
   * @throws IllegalArgumentException when a dimension is none of the model's, or range or count
   *     make no sense
   */
  public static BufferedImage of(
      InferenceModel model,
      LatentAxes axes,
      float[] start,
      int[] dimensions,
      double range,
      int count,
      String title) {
    check(model, dimensions, range, count);
    int dim = model.latentDim();
    float[] codes = new float[dimensions.length * count * dim];
    for (int row = 0; row < dimensions.length; row++) {
      int moved = dimensions[row];
      for (int column = 0; column < count; column++) {
        int at = (row * count + column) * dim;
        System.arraycopy(start, 0, codes, at, dim);
        codes[at + moved] =
            (float) (axes.mean()[moved] + step(column, range, count) * axes.deviation()[moved]);
      }
    }
    Floats moved = new Floats(dimensions.length * count, dim, codes);
    for (int row = 0; row < dimensions.length; row++) {
      int layer = axes.layers().layerOf(dimensions[row]);
      if (layer > 0) {
        Floats following = model.following(moved.slice(row * count, (row + 1) * count), layer);
        System.arraycopy(following.values(), 0, codes, row * count * dim, count * dim);
      }
    }
    Floats images = model.decode(moved);
    List<String> rows = Arrays.stream(dimensions).mapToObj(i -> heading(axes, i)).toList();
    List<String> columns =
        IntStream.range(0, count)
            .mapToObj(i -> step(i, range, count))
            .map(step -> step == 0 ? "mean" : String.format(Locale.ROOT, "%+.1f sd", step))
            .toList();
    return ImageGrid.of(model.shape(), images.values(), count, title, rows, columns);
  }

  private static void check(InferenceModel model, int[] dimensions, double range, int count) {
    for (int dimension : dimensions) {
      if (dimension < 0 || dimension >= model.latentDim()) {
        throw new IllegalArgumentException(
            "dimensions must lie between 0 and %d, was %d"
                .formatted(model.latentDim() - 1, dimension));
      }
    }
    if (dimensions.length == 0) {
      throw new IllegalArgumentException("dimensions must be at least one, was none");
    }
    if (!(range > 0 && range <= 100)) {
      throw new IllegalArgumentException("range must be above 0 and at most 100, was " + range);
    }
    if (count < 2 || count > 100) {
      throw new IllegalArgumentException("count must lie between 2 and 100, was " + count);
    }
  }

  /** In standard deviations; the middle of an odd number is 0 itself. */
  private static double step(int column, double range, int count) {
    return range * (2.0 * column - (count - 1)) / (count - 1);
  }

  private static String heading(LatentAxes axes, int dimension) {
    String name =
        axes.layers().several()
            ? "z%d, layer %d".formatted(dimension, axes.layers().layerOf(dimension) + 1)
            : "z" + dimension;
    return axes.kl()
        .map(kl -> String.format(Locale.ROOT, "%s, KL %.2f", name, kl[dimension]))
        .orElse(name);
  }
}
