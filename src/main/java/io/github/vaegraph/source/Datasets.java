package io.github.vaegraph.source;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.digits.DrawnDigits;
import io.github.vaegraph.source.file.Parts;
import io.github.vaegraph.source.file.PathReader;
import io.github.vaegraph.source.file.ReadLimits;
import io.github.vaegraph.source.file.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Opens data sets: the drawn {@code digits}, published sets by name, and folders and files by path.
 *
 * <p>Published sets are looked for in the options' data folder, else in {@code VAEGRAPH_DATA}, else
 * in the user's cache, and downloaded there when they are missing. A path may lead to
 *
 * <ul>
 *   <li>a folder of IDX files, or one of them;
 *   <li>a folder of PNG, JPEG, BMP and GIF pictures, whose folders are splits and classes;
 *   <li>a {@code .csv} file with one image a row;
 *   <li>a {@code .npy} array [N, H, W], [N, H, W, C] or [N, D], or a {@code .npz} of Keras's names;
 *   <li>a {@code .amat} file of binary images.
 * </ul>
 *
 * Text, IDX and NumPy files may be compressed by gzip. What comes without splits is split by the
 * options' seed: a tenth validates and a tenth tests, unless the options say otherwise.
 */
public final class Datasets {
  private static final String DIGITS = "digits";

  private final List<NamedSet> published;
  private final Map<String, String> environment;
  private final Download download;
  private final ReadLimits limits;

  /** With other sets, surroundings and limits than the usual ones, for tests. */
  Datasets(
      List<NamedSet> published,
      Map<String, String> environment,
      Download download,
      ReadLimits limits) {
    this.published = List.copyOf(published);
    this.environment = Map.copyOf(environment);
    this.download = download;
    this.limits = limits;
  }

  private static Datasets standard() {
    return new Datasets(
        NamedSet.PUBLISHED, System.getenv(), Download.STANDARD, ReadLimits.STANDARD);
  }

  /** The names of the sets that need no path. */
  public static List<String> names() {
    return standard().known();
  }

  /**
   * Opens a set by name or path with every option at its default.
   *
   * @throws IOException as {@link #open(DataOptions)} does
   */
  public static Dataset open(String data) throws IOException {
    return open(DataOptions.of(data));
  }

  /**
   * Opens a set.
   *
   * @throws IOException when files are missing, damaged or hold no images; the message is one line
   *     that says where, what was expected and what was found
   * @throws IllegalArgumentException when the options ask for what the data cannot give
   */
  public static Dataset open(DataOptions options) throws IOException {
    return standard().read(options);
  }

  /**
   * All images of a set in the order of its files (training, validation, test), as one split named
   * {@code all}.
   *
   * @throws IOException as {@link #open(DataOptions)} does
   * @throws IllegalArgumentException when the options ask for what the data cannot give
   */
  public static Split openAll(DataOptions options) throws IOException {
    return standard().readAll(options);
  }

  List<NamedSet> published() {
    return published;
  }

  Dataset read(DataOptions options) throws IOException {
    refuseReading(options);
    if (options.test().isPresent() && known().contains(options.data())) {
      throw new IllegalArgumentException(
          options.data() + " has a test split of its own; leave out --test");
    }
    if (options.data().equals(DIGITS)) {
      Dataset digits = DrawnDigits.open(options.seed());
      return new Splitter(DIGITS, options).splitInOrder(parts(digits), digits.source());
    }
    Optional<NamedSet> named = named(options.data());
    if (named.isPresent()) {
      Path folder = folder(named.get(), options);
      return new Splitter(options.data(), options)
          .splitInOrder(
              named.get().reader().read(folder, options.reading(), limits), folder.toString());
    }
    Path path = path(options.data());
    Path name = path.toAbsolutePath().normalize().getFileName();
    return new Splitter(name == null ? "data" : name.toString(), options)
        .split(parts(path, options), path.toString());
  }

  /** Options that say how files are read mean nothing to a set that is known by its name. */
  private void refuseReading(DataOptions options) {
    if (!known().contains(options.data())) {
      return;
    }
    Map<String, Boolean> given =
        Map.of(
            "--shape", options.shape().isPresent(),
            "--channels", options.channels() != 1,
            "--resize", options.resize().isPresent(),
            "--label-column", options.labelColumn() != ReadOptions.LabelColumn.NONE,
            "--max-value", options.maxValue().isPresent());
    given.forEach(
        (option, isGiven) -> {
          if (isGiven) {
            throw new IllegalArgumentException(
                "%s is for data at a path; %s is known by its name, leave it out"
                    .formatted(option, options.data()));
          }
        });
  }

  Split readAll(DataOptions options) throws IOException {
    refuseReading(options);
    if (options.data().equals(DIGITS)) {
      return parts(DrawnDigits.open(options.seed())).all();
    }
    Optional<NamedSet> named = named(options.data());
    return named.isPresent()
        ? named.get().reader().read(folder(named.get(), options), options.reading(), limits).all()
        : parts(path(options.data()), options).all();
  }

  private static Parts parts(Dataset set) {
    return new Parts(
        set.train(), Optional.of(set.validation()), Optional.of(set.test()), set.labelNames());
  }

  private Parts parts(Path path, DataOptions options) throws IOException {
    Parts parts = new PathReader(options.reading(), limits).read(path);
    if (options.test().isPresent() && parts.test().isPresent()) {
      throw new IllegalArgumentException(
          path + ": it has a test split of its own; leave out --test");
    }
    return parts;
  }

  private Path folder(NamedSet set, DataOptions options) throws IOException {
    Path home = Path.of(System.getProperty("user.home", "."));
    Path root = DataFolders.root(options.dataDir(), environment, home);
    return new DataFolders(root, download).folder(set, published);
  }

  private Optional<NamedSet> named(String name) {
    return published.stream().filter(set -> set.name().equals(name)).findFirst();
  }

  private List<String> known() {
    return Stream.concat(Stream.of(DIGITS), published.stream().map(NamedSet::name)).toList();
  }

  private Path path(String data) throws IOException {
    Path path = Path.of(data);
    if (data.isBlank() || !Files.exists(path)) {
      throw new IOException(
          "%s: no such file, folder or set%s; the sets are %s"
              .formatted(data, suggestion(data), String.join(", ", known())));
    }
    return path;
  }

  private String suggestion(String data) {
    int close = 1 + data.length() / 4;
    LevenshteinDistance distance = new LevenshteinDistance(close);
    return known().stream()
        .filter(name -> distance.apply(data, name) >= 0)
        .min(Comparator.comparingInt(name -> distance.apply(data, name)))
        .map(name -> ", did you mean " + name + "?")
        .orElse("");
  }
}
