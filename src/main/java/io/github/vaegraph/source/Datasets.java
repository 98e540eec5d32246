package io.github.vaegraph.source;

import io.github.vaegraph.choice.Suggestion;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.digits.DrawnDigits;
import io.github.vaegraph.source.file.Parts;
import io.github.vaegraph.source.file.ReadLimits;
import io.github.vaegraph.source.sprites.DrawnSprites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * Opens data sets: the drawn {@code digits} and {@code sprites}, published sets by name, and
 * folders and files by path.
 *
 * <p>Published sets are looked for in the options' data folder, else in {@code VAEGRAPH_DATA}, else
 * in the user's cache, and downloaded there when they are missing. A path may lead to
 *
 * <ul>
 *   <li>a folder of IDX files, or one of them;
 *   <li>a folder of pictures (PNG, JPEG, BMP, GIF, TIFF, WebP, PBM, PGM, PPM), whose folders are
 *       splits and classes; or, where nothing is split, one picture;
 *   <li>a {@code .csv}, {@code .tsv} or {@code .txt} file with one image a row, or a folder of such
 *       files named after splits;
 *   <li>a {@code .npy} array [N, H, W], [N, H, W, C] or [N, D], or a {@code .npz} of usual names;
 *   <li>a {@code .amat} file of binary images.
 * </ul>
 *
 * Text, IDX and NumPy files may be compressed by gzip. What comes without splits is split by the
 * options' seed: a tenth validates and a tenth tests, unless the options say otherwise.
 */
public final class Datasets {
  /** Sets that are drawn here. */
  private static final List<Drawn> DRAWN =
      List.of(new Drawn("digits", DrawnDigits::open), new Drawn("sprites", DrawnSprites::open));

  /**
   * A set that needs no files.
   *
   * @param open draws it by a seed
   */
  private record Drawn(String name, LongFunction<Dataset> open) {}

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
        Stream.concat(NamedSet.DOWNLOADED.stream(), Emnist.SETS.stream()).toList(),
        System.getenv(),
        Download.STANDARD,
        ReadLimits.STANDARD);
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
    return open(DataOptions.of(Objects.requireNonNull(data, "data")));
  }

  /**
   * Opens a set.
   *
   * @throws IOException when files are missing, damaged or hold no images; the message is one line
   *     that says where, what was expected and what was found
   * @throws IllegalArgumentException when the options ask for what the data cannot give
   */
  public static Dataset open(DataOptions options) throws IOException {
    return standard().read(Objects.requireNonNull(options, "options"));
  }

  /**
   * All images of a set in the order of its files (training, validation, test), as one split named
   * {@code all}.
   *
   * @throws IOException as {@link #open(DataOptions)} does
   * @throws IllegalArgumentException when the options ask for what the data cannot give
   */
  public static Split openAll(DataOptions options) throws IOException {
    return openAll(options, ReadOptions.USUAL).train();
  }

  /**
   * Opens a set like those that a model knows.
   *
   * @param recorded how a model's data were read, which holds for files where the options say
   *     nothing else
   * @throws IOException as {@link #open(DataOptions)} does
   * @throws IllegalArgumentException when the options ask for what the data cannot give
   */
  public static Dataset open(DataOptions options, ReadOptions recorded) throws IOException {
    Objects.requireNonNull(recorded, "recorded");
    return notedLike(
        standard().read(Objects.requireNonNull(options, "options"), recorded), options, recorded);
  }

  /**
   * The images of {@link #openAll(DataOptions)} as the training split of a set.
   *
   * @param recorded as for {@link #open(DataOptions, ReadOptions)}
   * @throws IOException as {@link #open(DataOptions)} does
   * @throws IllegalArgumentException when the options ask for what the data cannot give
   */
  public static Dataset openAll(DataOptions options, ReadOptions recorded) throws IOException {
    Objects.requireNonNull(recorded, "recorded");
    return notedLike(
        standard().readAll(Objects.requireNonNull(options, "options"), recorded),
        options,
        recorded);
  }

  /** A model of plain bytes has nothing recorded of them, and yet knows which value is white. */
  private static Dataset notedLike(Dataset data, DataOptions options, ReadOptions recorded) {
    DataOptions opened = data.options().orElseThrow();
    boolean noted = options.reading().maxValue().isPresent() || !recorded.equals(ReadOptions.USUAL);
    if (noted || names().contains(opened.data())) {
      return data;
    }
    List<String> notes = new ArrayList<>(data.notes());
    Darkness.note(Path.of(opened.data()), data.train().images(), options.reading())
        .ifPresent(notes::add);
    return data.openedBy(opened, notes);
  }

  /**
   * Opens a set once more, by its own {@link Dataset#options}.
   *
   * @throws IOException as {@link #open(DataOptions)} does
   */
  public static Dataset reopen(DataOptions options) throws IOException {
    Objects.requireNonNull(options, "options");
    return standard().read(options.withReading(ReadOptions.USUAL), options.reading());
  }

  List<NamedSet> published() {
    return published;
  }

  Dataset read(DataOptions options) throws IOException {
    return read(options, ReadOptions.USUAL);
  }

  Split readAll(DataOptions options) throws IOException {
    return readAll(options, ReadOptions.USUAL).train();
  }

  private Dataset read(DataOptions asked, ReadOptions recorded) throws IOException {
    DataOptions options = settled(asked);
    if (options.test().isPresent() && known().contains(options.data())) {
      throw new IllegalArgumentException(
          options.data() + " has a test split of its own; leave out test(...)");
    }
    Source source = source(options, recorded, false);
    Splitter splitter = new Splitter(source.name, options);
    return source.opened(
        source.named
            ? splitter.splitInOrder(source.parts, source.place)
            : splitter.split(source.parts, source.place),
        options,
        recorded);
  }

  private Dataset readAll(DataOptions asked, ReadOptions recorded) throws IOException {
    DataOptions options = settled(asked);
    Source source = source(options, recorded, true);
    Split all = source.parts.all();
    Split none = Split.empty("none", all);
    return source.opened(
        new Dataset(source.name, source.place, all, none, none, source.parts.labelNames()),
        options,
        recorded);
  }

  /**
   * The options with what the surroundings say: another shell, without {@code VAEGRAPH_DATA}, opens
   * the same.
   */
  private DataOptions settled(DataOptions asked) {
    DataOptions options = asked.withData(spelled(asked.data()));
    Optional<Path> folder = DataFolders.named(environment);
    return named(options.data()).isPresent() && options.dataDir().isEmpty() && folder.isPresent()
        ? options.withDataDir(folder.get().toAbsolutePath().normalize())
        : options;
  }

  /**
   * What options lead to, before it is split.
   *
   * @param name the set's, or the path's last part
   * @param named whether the set is known by its name
   * @param place where it lies, for people
   */
  private record Source(String name, boolean named, String place, Parts parts) {
    Dataset opened(Dataset data, DataOptions options, ReadOptions recorded) {
      // A set that is known by its name is read in one way.
      ReadOptions reading =
          named
              ? ReadOptions.with().labels(parts.labelNames()).build()
              : reading(options.reading(), recorded);
      return data.openedBy(options.withReading(reading), parts.notes());
    }

    private ReadOptions reading(ReadOptions given, ReadOptions recorded) {
      return parts.found().over(given).over(recorded).changed().labels(parts.labelNames()).build();
    }
  }

  private Source source(DataOptions options, ReadOptions recorded, boolean all) throws IOException {
    refuseReading(options);
    Optional<Drawn> drawn =
        DRAWN.stream().filter(set -> set.name.equals(options.data())).findFirst();
    if (drawn.isPresent()) {
      Dataset set = drawn.get().open.apply(options.seed());
      return new Source(set.name(), true, set.source(), parts(set));
    }
    Optional<NamedSet> named = named(options.data());
    if (named.isPresent()) {
      Path folder = folder(named.get(), options);
      Parts parts = named.get().reader().read(folder, ReadOptions.USUAL, limits);
      return new Source(options.data(), true, folder.toString(), parts);
    }
    Path path = path(options.data());
    Path name = path.toAbsolutePath().normalize().getFileName();
    return new Source(
        name == null ? "data" : name.toString(),
        false,
        path.toString(),
        parts(path, options, recorded, all));
  }

  /** Options that say how files are read mean nothing to a set that is known by its name. */
  private void refuseReading(DataOptions options) {
    Set<String> given = options.reading().said().keySet();
    if (known().contains(options.data()) && !given.isEmpty()) {
      throw new IllegalArgumentException(
          "%s(...) is for data at a path; %s is known by its name, leave it out"
              .formatted(given.iterator().next(), options.data()));
    }
  }

  private static Parts parts(Dataset set) {
    return new Parts(
        set.train(), Optional.of(set.validation()), Optional.of(set.test()), set.labelNames());
  }

  private Parts parts(Path path, DataOptions options, ReadOptions recorded, boolean all)
      throws IOException {
    PathReader reader = new PathReader(options.reading(), recorded, limits);
    Parts parts = all ? reader.readAll(path) : reader.read(path);
    if (options.test().isPresent() && parts.test().isPresent()) {
      throw new IllegalArgumentException(
          path + ": it has a test split of its own; leave out test(...)");
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

  /** The set that MNIST or fashion_mnist means, where no file or folder is called so. */
  private String spelled(String data) {
    String name = data.toLowerCase(Locale.ROOT).replace('_', '-');
    return known().contains(name) && !known().contains(data) && !Files.exists(Path.of(data))
        ? name
        : data;
  }

  private List<String> known() {
    return Stream.concat(DRAWN.stream().map(Drawn::name), published.stream().map(NamedSet::name))
        .toList();
  }

  private Path path(String data) throws IOException {
    Path path = Path.of(data);
    if (data.isBlank() || !Files.exists(path)) {
      throw new IOException(
          "%s: no such file, folder or set%s; the sets are %s"
              .formatted(data, Suggestion.of(data, known().stream()), String.join(", ", known())));
    }
    return path;
  }
}
