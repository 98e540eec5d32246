package io.github.vaegraph;

import io.github.vaegraph.artifact.CodePath;
import io.github.vaegraph.artifact.Interpolations;
import io.github.vaegraph.artifact.ModelPictures;
import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.artifact.RowSeeds;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Labels;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.io.Visible;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Signatures;
import io.github.vaegraph.source.Datasets;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A model to compute and draw with: a {@link Vae} as it stands, or one that was loaded, or one on a
 * server. Images are rows of H * W * C values in [0, 1], codes rows of L. All arguments are checked
 * before native code sees them. Threads may share a model: their calls run side by side, and
 * closing waits for those under way.
 */
public abstract sealed class VaeModel implements AutoCloseable permits Vae, LoadedVae, GivenVae {
  /** Takes lines where nobody else wants them, as in a notebook. */
  static final Consumer<String> PRINTED = line -> System.out.println(Visible.line(line));

  private static final int STEPS = 8;

  VaeModel() {}

  /**
   * Loads a model. What there is to say of it, and of data that it reads, is printed.
   *
   * @param folder an exported version, the folder of an exported model's versions, of which the
   *     newest is taken, or a run of {@code vae train}
   * @throws IOException when it is none of them, or damaged
   */
  public static VaeModel load(Path folder) throws IOException {
    return load(folder, PRINTED);
  }

  /**
   * Loads a model.
   *
   * @param folder as for {@link #load(Path)}
   * @param lines who is told of a run's checkpoints that are damaged, and how data were understood
   *     that {@link #read} reads, a line each
   * @throws IOException as {@link #load(Path)}
   */
  public static VaeModel load(Path folder, Consumer<String> lines) throws IOException {
    Objects.requireNonNull(lines, "lines");
    ReadOptions reading = OpenedModel.reading(Given.folder("folder", folder));
    Optional<Classes> classes =
        OpenedModel.config(folder).flatMap(config -> config.model().classes());
    Model model = OpenedModel.open(folder, warning -> lines.accept("warning: " + warning));
    return new LoadedVae("loaded from " + folder, model, classes, reading, lines);
  }

  /**
   * The same for any model, as one on a server: a program that loads a model is moved to a server
   * by this line,
   *
   * <pre>{@code
   * VaeModel.of(ServingClient.rest(server, ServedModel.named("digits"), CallLimits.STANDARD))
   * }</pre>
   *
   * <p>Where the model cannot be asked, because its server is away or busy for long, the methods
   * throw an {@link UncheckedIOException} of one line.
   *
   * @param model closed with this one; called from as many threads as this one is
   */
  public static VaeModel of(Model model) {
    Objects.requireNonNull(model, "model");
    return new LoadedVae("from " + model, model, Optional.empty(), ReadOptions.USUAL, PRINTED);
  }

  /** What is computed with a model. */
  interface Asking<T> {
    T ask(Model model) throws IOException;
  }

  /**
   * Computes with the model as it stands now.
   *
   * @throws IllegalStateException when the model has been closed
   */
  abstract <T> T compute(Asking<T> asking) throws IOException;

  /** The classes of a conditional model; none of another, and where that is not known. */
  abstract Optional<Classes> knownClasses();

  /**
   * The names of the classes that a conditional model is told of: in q(z|x, c) and p(x|z, c), c is
   * one of them. None of another, nor where they are not known, as on a server.
   */
  public final List<String> classes() {
    return knownClasses().map(Classes::names).orElse(List.of());
  }

  /**
   * The same model, told of classes. A conditional model computes nothing before it is told, but
   * with the images of a split, which carry labels.
   *
   * <pre>{@code
   * model.picture(model.given("7").generate(1, 2, 3), 3)
   * }</pre>
   *
   * @param names of a class for all rows, or of one for each row; on a server, which tells no
   *     names, the class's number
   * @return closing it closes this one too
   * @throws IllegalArgumentException when the model is not conditional, or knows no such class
   */
  public final VaeModel given(String... names) {
    Objects.requireNonNull(names, "names");
    if (names.length == 0) {
      throw new IllegalArgumentException("names: expected at least one class, found none");
    }
    checkWantsClass();
    return new GivenVae(this, Arrays.stream(names).mapToLong(this::index).toArray());
  }

  private void checkWantsClass() {
    if (!this.<Boolean>ask(Model::wantsClass)) {
      throw new IllegalArgumentException(
          "the model is not conditional, or was told of a class already");
    }
  }

  /**
   * The same model, told of the classes of these images, one for each row.
   *
   * <pre>{@code
   * model.given(test.first(8)).encode(test.values(0, 8))
   * }</pre>
   *
   * @param images whose labels are the indices of this model's classes, as {@link #read} gives them
   * @return closing it closes this one too
   * @throws IllegalArgumentException when the model is not conditional, or the images carry no
   *     labels, or those of other classes
   */
  public final VaeModel given(Split images) {
    Objects.requireNonNull(images, "images");
    if (!images.labelled()) {
      throw new IllegalArgumentException(
          "images: expected labels of the %s images, found none".formatted(images.name()));
    }
    checkWantsClass();
    knownClasses().ifPresent(known -> known.check(images));
    return new GivenVae(this, Labels.of(images, 0, images.count()));
  }

  private long index(String name) {
    Objects.requireNonNull(name, "name");
    Optional<Classes> known = knownClasses();
    if (known.isPresent()) {
      return known.get().index(name);
    }
    try {
      return Long.parseLong(name);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the names of this model's classes are not known; expected a number, found " + name, e);
    }
  }

  /** How the model's data were read; as usual where that is not known. */
  abstract ReadOptions reading();

  /** Who is told what there is to say. */
  abstract Consumer<String> lines();

  /**
   * Reads a set or path like the data of this model: with the same scale, size, channels and
   * classes, where its files do not say them themselves.
   *
   * <p>What there is to say of how it was understood is told, a line each, to whom {@link
   * VaeBuilder#progress} or {@link #load(Path, Consumer)} named, and printed by default.
   *
   * @return all its images, in the order of its files; for a conditional model with the indices of
   *     its classes as labels, where they carry some
   * @throws IOException as {@link Datasets#open(DataOptions)} does, and when the images are not of
   *     the model's shape
   */
  public final Split read(String data) throws IOException {
    Objects.requireNonNull(data, "data");
    Dataset read = Datasets.openAll(DataOptions.of(data), reading());
    read.notes().forEach(note -> lines().accept("read   " + note));
    if (!read.shape().equals(shape())) {
      throw new IOException(
          "%s: expected images of %s, which the model was trained on, found %s"
              .formatted(data, shape(), read.shape()));
    }
    Split all = read.train();
    return knownClasses()
        .filter(known -> all.labelled())
        .map(known -> known.relabelled(all, read.labelNames()))
        .orElse(all);
  }

  private <T> T ask(Asking<T> asking) {
    try {
      return compute(asking);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The shape of an image. */
  public abstract ImageShape shape();

  /** L, the number of latent dimensions. */
  public abstract int latentDim();

  /**
   * The posterior of each image.
   *
   * @param images [N][H * W * C], in [0, 1]
   * @throws IllegalArgumentException when there is no image, one of another size, or a value
   *     outside [0, 1]
   */
  public final Posterior encode(float[][] images) {
    Floats rows = NestedArrays.fractions("images", images, shape().size());
    Codes codes = ask(model -> model.encode(rows));
    return new Posterior(NestedArrays.of(codes.mean()), NestedArrays.of(codes.logVariance()));
  }

  /**
   * The likelihood's mean for each code.
   *
   * @param codes [N][L]
   * @return [N][H * W * C]
   * @throws IllegalArgumentException when there is no code or one of another size
   */
  public final float[][] decode(float[][] codes) {
    Floats rows = NestedArrays.flat("codes", codes, latentDim());
    return NestedArrays.of(ask(model -> model.decode(rows)));
  }

  /**
   * Images drawn from the prior, one a seed; the same seed draws the same image.
   *
   * @return [N][H * W * C]
   * @throws IllegalArgumentException when there is no seed
   */
  public final float[][] generate(long... seeds) {
    Objects.requireNonNull(seeds, "seeds");
    if (seeds.length == 0) {
      throw new IllegalArgumentException("seeds: expected one an image, found none");
    }
    return NestedArrays.of(ask(model -> model.generate(seeds)).images());
  }

  /**
   * Each image decoded from its posterior's mean.
   *
   * @param images [N][H * W * C], in [0, 1]
   * @return [N][H * W * C]
   * @throws IllegalArgumentException when there is no image, one of another size, or a value
   *     outside [0, 1]
   */
  public final float[][] reconstruct(float[][] images) {
    Floats rows = NestedArrays.fractions("images", images, shape().size());
    return NestedArrays.of(ask(model -> model.reconstruct(rows)));
  }

  /**
   * log p(x) of each image in nats, an importance-weighted estimate (Burda et al. 2016) from 64
   * codes, or as many as the model was exported with. Images are taken as they are given: under a
   * Bernoulli likelihood grey pixels give a cross entropy. What is drawn for an image is a function
   * of its own values: the same image has the same estimate, within what single precision rounds,
   * wherever it stands, and {@code vae score} writes the same. The lower, the more unusual.
   *
   * @param images [N][H * W * C], in [0, 1]
   * @return [N]
   * @throws IllegalArgumentException when there is no image, one of another size, a value outside
   *     [0, 1], or when the model is a plain autoencoder
   */
  public final float[] logLikelihood(float[][] images) {
    Floats rows = NestedArrays.fractions("images", images, shape().size());
    return ask(
        model -> {
          if (!model.signatures().contains(Signatures.SCORE.name())) {
            throw new IllegalArgumentException("a plain autoencoder has no likelihood of an image");
          }
          return model.score(rows, RowSeeds.of(0, rows)).logLikelihood().values();
        });
  }

  /**
   * A picture of images, side by side.
   *
   * @param images [N][H * W * C], in [0, 1]
   * @param columns how many in a row
   * @throws IllegalArgumentException when there is no image or one of another size
   */
  public final BufferedImage picture(float[][] images, int columns) {
    return ImageGrid.of(
        shape(), NestedArrays.flat("images", images, shape().size()).values(), columns);
  }

  /**
   * A picture of images drawn from the prior, by the seeds 0, 1, ... A conditional model that was
   * told of no class draws all in turn.
   *
   * @throws IllegalArgumentException when count is not positive
   */
  public final BufferedImage samples(int count) {
    return ask(
        model ->
            new ModelPictures(model.wantsClass() ? model.given(inTurn(count)) : model)
                .samples(count, 0, ""));
  }

  private long[] inTurn(int count) {
    long[] shown = conditional().shown();
    long[] labels = new long[Math.max(1, count)];
    Arrays.setAll(labels, i -> shown[i % shown.length]);
    return labels;
  }

  private Classes conditional() {
    return knownClasses()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the classes of this model are not known: it is not conditional, or on a"
                        + " server; name them with given"));
  }

  /**
   * A picture of what a conditional model draws from the prior under each of its classes: a row a
   * class, a column a seed: 0, 1, ...
   *
   * @throws IllegalArgumentException when columns is not positive, or the model is not conditional
   */
  public final BufferedImage samplesByClass(int columns) {
    Classes classes = conditional();
    long[] rows = classes.shown();
    return ask(model -> new ModelPictures(model).classes(classes, rows, columns, 0, ""));
  }

  /**
   * A picture of a split's first images above their reconstructions.
   *
   * @throws IllegalArgumentException when count is not positive, or the split empty or of another
   *     shape
   */
  public final BufferedImage reconstructions(Split split, int count) {
    Objects.requireNonNull(split, "split");
    return ask(model -> new ModelPictures(model).reconstructions(split, count, ""));
  }

  /**
   * A picture of straight lines through the latent space, each from the code of one image of the
   * split to that of the next.
   *
   * @param rows how many lines
   * @throws IllegalArgumentException when the split is of another shape or has not 2 * rows images
   */
  public final BufferedImage interpolations(Split split, int rows) {
    Objects.requireNonNull(split, "split");
    return ask(model -> Interpolations.of(model, split, rows, STEPS, CodePath.LINEAR));
  }

  /**
   * The same along arcs around the middle of N(0, I), which straight lines between codes of many
   * dimensions come too near to (White 2016).
   *
   * @param rows how many arcs
   * @throws IllegalArgumentException when the split is of another shape or has not 2 * rows images
   */
  public final BufferedImage sphericalInterpolations(Split split, int rows) {
    Objects.requireNonNull(split, "split");
    return ask(model -> Interpolations.of(model, split, rows, STEPS, CodePath.SPHERICAL));
  }

  /**
   * A picture of what the decoder makes of the prior's quantiles.
   *
   * @param side images in a row and in a column
   * @throws IllegalArgumentException when the model has not two latent dimensions
   */
  public final BufferedImage manifold(int side) {
    return ask(model -> new ModelPictures(model).manifold(side));
  }

  /**
   * A picture of where the posterior means of the data's test images lie, by their labels.
   *
   * @throws IllegalArgumentException when the model has not two latent dimensions, or the data are
   *     of another shape
   * @throws UnsupportedOperationException when this machine has no fonts
   */
  public final BufferedImage latentMap(Dataset data) {
    Objects.requireNonNull(data, "data");
    return ask(model -> new ModelPictures(model).latentMap(data.reported(), data.labelNames()));
  }

  /** Frees the native memory; closing twice does nothing. */
  @Override
  public abstract void close();
}
