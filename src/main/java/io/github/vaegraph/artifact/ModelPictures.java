package io.github.vaegraph.artifact;

import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Labels;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.picture.LatentMap;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Signatures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Draws what a model has learnt. */
public final class ModelPictures {
  private static final int COLUMNS = 10;
  private static final int MAPPED_CODES = 10_000;

  private final Model model;

  /** Pictures of this model, which stays open as long as they are drawn. */
  public ModelPictures(Model model) {
    this.model = model;
  }

  /**
   * Pictures drawn from the prior, in a grid about as wide as it is high.
   *
   * @param firstSeed the first picture's; the others count on, and after the largest comes the
   *     smallest
   * @param title empty for none
   * @throws IllegalArgumentException when count is not positive
   * @throws IOException when the model is on a server that cannot be asked
   */
  public BufferedImage samples(int count, long firstSeed, String title) throws IOException {
    long[] seeds = LongStream.range(0, positive("count", count)).map(i -> firstSeed + i).toArray();
    Floats images = model.generate(seeds).images();
    int columns = (int) Math.ceil(Math.sqrt(count));
    return ImageGrid.of(model.shape(), images.values(), columns, title);
  }

  /**
   * Pictures drawn from the prior under each class: a row a class, a column a seed. Where the prior
   * is the same for all classes, a column is one code.
   *
   * @param classes the model's
   * @param labels indices of classes, one a row
   * @param firstSeed the first column's; the others count on, and after the largest comes the
   *     smallest
   * @throws IllegalArgumentException when columns is not positive
   * @throws IOException when the model is on a server that cannot be asked
   */
  public BufferedImage classes(
      Classes classes, long[] labels, int columns, long firstSeed, String title)
      throws IOException {
    return classes(drawn(labels, columns, firstSeed), classes, labels, title);
  }

  /** The pictures of {@link #classes}, row by row. */
  public Floats drawn(long[] labels, int columns, long firstSeed) throws IOException {
    long[] seeds = seeds(labels.length, columns, firstSeed);
    return model.given(labels(labels, columns)).generate(seeds).images();
  }

  /** A column a seed, [rows * columns]; the seeds count on, and come again in every row. */
  public static long[] seeds(int rows, int columns, long first) {
    int cells = Math.multiplyExact(rows, positive("columns", columns));
    return LongStream.range(0, cells).map(i -> first + i % columns).toArray();
  }

  /** A row a label, [labels * columns]. */
  public static long[] labels(long[] rows, int columns) {
    return IntStream.range(0, rows.length * columns).mapToLong(i -> rows[i / columns]).toArray();
  }

  /** Pictures that were {@link #drawn}. */
  public BufferedImage classes(Floats drawn, Classes classes, long[] labels, String title) {
    int columns = drawn.rows() / labels.length;
    return ImageGrid.of(
        model.shape(), drawn.values(), columns, title, classes.names(labels), List.of());
  }

  /**
   * A split's first images above what the model makes of them.
   *
   * @param count at most so many; a smaller split has fewer
   * @param title empty for none
   * @throws IllegalArgumentException when count is not positive, or the split empty or of another
   *     shape
   * @throws IOException when the model is on a server that cannot be asked
   */
  public BufferedImage reconstructions(Split split, int count, String title) throws IOException {
    Floats originals = first(split, positive("count", count));
    Floats reconstructions = model.given(split, 0, originals.rows()).reconstruct(originals);
    return ImageGrid.pairs(
        model.shape(), originals.values(), reconstructions.values(), COLUMNS, title);
  }

  /**
   * What the decoder makes of the prior's quantiles; for a model of two latent dimensions.
   *
   * @param side images in a row and in a column
   * @throws IllegalArgumentException when the model has not two latent dimensions
   * @throws IOException when the model is on a server that cannot be asked
   */
  public BufferedImage manifold(int side) throws IOException {
    return manifold(side, "");
  }

  /**
   * The same.
   *
   * @param about what the title tells of the model; empty for nothing
   * @throws IllegalArgumentException when the model has not two latent dimensions
   * @throws IOException when the model is on a server that cannot be asked
   */
  public BufferedImage manifold(int side, String about) throws IOException {
    checkPlane("a manifold");
    // Cell centres of the unit square through the quantiles of each dimension: under a prior whose
    // dimensions are independent, each cell has the same probability.
    float[] codes = new float[positive("side", side) * side * 2];
    PriorQuantiles prior = PriorQuantiles.of(model, 1);
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int cell = row * side + column;
        codes[2 * cell] = prior.at(0, (column + 0.5) / side);
        codes[2 * cell + 1] = prior.at(1, 1 - (row + 0.5) / side);
      }
    }
    Floats images = model.decode(new Floats(side * side, 2, codes));
    String over =
        hasScores()
            ? "the prior's quantiles"
            : "the quantiles of N(0, I), which a plain autoencoder never saw";
    return ImageGrid.manifold(
        model.shape(),
        images.values(),
        side,
        "the decoder over " + over + (about.isEmpty() ? "" : " · " + about));
  }

  /**
   * Where the posterior means of a split's first 10,000 images lie; for a model of two latent
   * dimensions.
   *
   * @param labelNames a name a label; empty for the labels' numbers
   * @throws IllegalArgumentException when the model has not two latent dimensions, or the split is
   *     empty or of another shape
   * @throws UnsupportedOperationException when this machine has no fonts
   * @throws IOException when the model is on a server that cannot be asked
   */
  public BufferedImage latentMap(Split split, List<String> labelNames) throws IOException {
    return latentMap(split, labelNames, "");
  }

  /**
   * The same.
   *
   * @param about what the title tells of the model; empty for nothing
   */
  public BufferedImage latentMap(Split split, List<String> labelNames, String about)
      throws IOException {
    checkPlane("a latent map");
    checkShape(model, split);
    int count = Math.min(MAPPED_CODES, split.count());
    float[] means = new float[2 * count];
    int rows = Floats.imagesAtOnce(model.shape());
    for (int from = 0; from < count; from += rows) {
      Floats images = Floats.ofImages(split.images(), from, Math.min(count, from + rows));
      float[] part = model.given(split, from, from + images.rows()).encode(images).mean().values();
      System.arraycopy(part, 0, means, 2 * from, part.length);
    }
    int[] labels = split.labelled() ? Arrays.copyOf(split.labels(), count) : new int[0];
    // Classes that do not occur have no place in the legend, and take no colour.
    List<Integer> shown = Labels.shown(List.of(labels), labelNames);
    return LatentMap.of(
        means,
        Arrays.stream(labels).map(shown::indexOf).toArray(),
        shown.stream().map(label -> Labels.name(label, labelNames)).toList(),
        (hasScores() ? "posterior means" : "codes")
            + " of "
            + split.name()
            + " images"
            + (about.isEmpty() ? "" : " · " + about));
  }

  private boolean hasScores() {
    return model.signatures().contains(Signatures.SCORE.name());
  }

  private Floats first(Split split, int count) {
    checkShape(model, split);
    return Floats.ofImages(split.images(), 0, Math.min(count, split.count()));
  }

  private void checkPlane(String what) {
    if (model.latentDim() != 2) {
      throw new IllegalArgumentException(
          "%s needs a model of 2 latent dimensions, this one has %d"
              .formatted(what, model.latentDim()));
    }
  }

  /**
   * @throws IllegalArgumentException when a split has no images of the model's shape
   */
  static void checkShape(Model model, Split split) {
    ImageShape shape = split.images().shape();
    if (!shape.equals(model.shape())) {
      throw new IllegalArgumentException(
          "expected images of %s, which the model was trained on, found %s images of %s"
              .formatted(model.shape(), split.name(), shape));
    }
    if (split.count() == 0) {
      throw new IllegalArgumentException(
          "expected images, found an empty %s split; try another".formatted(split.name()));
    }
  }

  static int positive(String field, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be positive, was %d".formatted(field, value));
    }
    return value;
  }
}
