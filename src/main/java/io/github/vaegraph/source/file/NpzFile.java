package io.github.vaegraph.source.file;

import io.github.vaegraph.data.Factors;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.io.Decompression;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.source.file.NpzNames.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An archive of NumPy arrays: Keras's {@code x_train}, {@code y_train}, ..., MedMNIST's {@code
 * train_images}, {@code train_labels}, ..., a pair as {@code images} and {@code labels}, the arrays
 * that the options name, or a single one. Beside images there may be {@code factors}, or dSprites'
 * {@code latents_classes}: what the images were made from.
 */
public final class NpzFile {
  private static final Optional<SplitName.Kind> TRAIN = Optional.of(SplitName.Kind.TRAIN);
  private static final int SHOWN = 12; // names of arrays in a message

  private final Path path;
  private final ZipFile zip;
  private final ReadOptions given;
  private ReadOptions options; // and, once it is known, the scale of the training images
  private final Map<String, ZipEntry> arrays = new TreeMap<>(); // by name without .npy
  private final TreeSet<String> left = new TreeSet<>(); // names that were not read
  private final List<String> notes = new ArrayList<>();
  private ReadOptions found = ReadOptions.USUAL;
  private Optional<Factors> kinds = Optional.empty(); // those of another split

  private NpzFile(Path path, ZipFile zip, ReadOptions options, ReadOptions given) {
    this.path = path;
    this.zip = zip;
    this.options = options;
    this.given = given;
    zip.stream()
        .filter(entry -> entry.getName().endsWith(".npy"))
        .forEach(entry -> arrays.put(entry.getName().replaceFirst("\\.npy$", ""), entry));
    left.addAll(arrays.keySet());
  }

  /**
   * Reads the images and labels of an archive.
   *
   * @param given what of the options was asked for these files, and not recorded with others
   * @throws IOException when it is damaged or no array in it is known
   */
  public static Parts parts(InputFile file, ReadOptions options, ReadOptions given)
      throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.path().toFile());
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw Problem.reading(file.path(), e);
    }
    try (zip) {
      return new NpzFile(file.path(), zip, options, given).parts();
    } catch (ZipException | EOFException | InvalidPathException e) {
      throw Problem.reading(file.path(), e);
    }
  }

  private Parts parts() throws IOException {
    Labelled train;
    Optional<Labelled> validation = Optional.empty();
    Optional<Labelled> test = Optional.empty();
    if (named().isPresent()) {
      String images = named().get().images();
      train = labelled(images, named().get().labels(), find(split(images), Kind.FACTORS));
    } else if (arrays.size() == 1) {
      train = labelled(arrays.keySet().iterator().next(), Optional.empty(), Optional.empty());
    } else if (find(TRAIN, Kind.IMAGES).isPresent()) {
      train = split(TRAIN).orElseThrow();
      validation = split(Optional.of(SplitName.Kind.VALIDATION));
      test = split(Optional.of(SplitName.Kind.TEST));
    } else if (find(Optional.empty(), Kind.IMAGES).isPresent()) {
      train = split(Optional.empty()).orElseThrow();
    } else {
      throw Problem.at(
          path,
          "expected arrays of usual names (x_train and y_train, train_images and train_labels, "
              + "images and labels) or one array, found %s; %s",
          arrays.isEmpty() ? "none" : list(arrays.keySet()),
          arrays.isEmpty() ? "is it the right file?" : "say arrays(IMAGES[,LABELS])");
    }
    if (!left.isEmpty()) {
      notes.add("%s: left out the arrays %s".formatted(path.getFileName(), list(left)));
    }
    return Labelled.parts(train, validation, test).finding(found).noting(notes);
  }

  /** The split that an array's name tells, if any. */
  private static Optional<SplitName.Kind> split(String array) {
    return NpzNames.of(array).flatMap(NpzNames::split);
  }

  /** The arrays that the options name; a model's are not asked of an archive without them. */
  private Optional<ReadOptions.Arrays> named() {
    Optional<ReadOptions.Arrays> named = options.arrays();
    if (named.isEmpty()) {
      return named;
    }
    boolean asked = given.arrays().isPresent();
    if (!asked && !arrays.containsKey(named.get().images())) {
      return Optional.empty();
    }
    if (!asked && named.get().labels().filter(arrays::containsKey).isEmpty()) {
      return Optional.of(new ReadOptions.Arrays(named.get().images(), Optional.empty()));
    }
    return named;
  }

  private Optional<Labelled> split(Optional<SplitName.Kind> name) throws IOException {
    Optional<String> images = find(name, Kind.IMAGES);
    return images.isEmpty()
        ? Optional.empty()
        : Optional.of(labelled(images.get(), find(name, Kind.LABELS), find(name, Kind.FACTORS)));
  }

  /**
   * The array of a usual name.
   *
   * @param split empty: the whole set
   * @throws IOException when there are two
   */
  private Optional<String> find(Optional<SplitName.Kind> split, Kind kind) throws IOException {
    List<String> names =
        arrays.keySet().stream()
            .filter(name -> NpzNames.of(name).equals(Optional.of(new NpzNames(split, kind))))
            .toList();
    if (names.size() > 1) {
      throw Problem.at(
          path,
          "which of the arrays %s is meant? %s",
          list(names),
          kind == Kind.FACTORS ? "keep one of them" : "say arrays(IMAGES[,LABELS])");
    }
    return names.stream().findFirst();
  }

  private Labelled labelled(
      String imagesName, Optional<String> labelsName, Optional<String> factorsName)
      throws IOException {
    Parts parts = NpyArray.parts(file(imagesName), () -> stream(imagesName), scaled(imagesName));
    // One scale for all splits: what was found on the first holds for the others.
    options = options.over(parts.found());
    found = found.over(parts.found());
    parts.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
    int images = parts.train().count();
    left.remove(imagesName);
    Optional<Factors> factors =
        factorsName.isEmpty() ? Optional.empty() : Optional.of(factors(factorsName.get(), images));
    List<String> words =
        labelsName.isEmpty() ? List.of() : words(labelsName.get(), imagesName, images);
    return new Labelled(parts.train().images(), words, factors);
  }

  private Factors factors(String name, int images) throws IOException {
    left.remove(name);
    Factors factors = NpyFactors.read(file(name), () -> stream(name), name, images);
    int first = kinds.orElse(factors).factors().size();
    if (factors.factors().size() != first) {
      throw Problem.at(
          file(name),
          "expected %d factors as beside the images before, found %d",
          first,
          factors.factors().size());
    }
    kinds = Optional.of(factors);
    String note = path.getFileName() + ": its factors were taken to be ordered, as sizes are";
    if (!factors.factors().equals(NpyFactors.SPRITES) && !notes.contains(note)) {
      notes.add(note);
    }
    return factors;
  }

  /** A label an image, or none where an image has several. */
  private List<String> words(String name, String imagesName, int images) throws IOException {
    left.remove(name);
    Optional<List<String>> words = NpyLabels.words(file(name), () -> stream(name), images);
    if (words.isEmpty()) {
      notes.add(
          "%s: left out the labels %s, of which an image has several or none"
              .formatted(path.getFileName(), name));
    } else if (words.get().size() != images) {
      throw Problem.at(
          path,
          "expected as many labels as images, found %d in %s and %d in %s",
          words.get().size(),
          name,
          images,
          imagesName);
    }
    return words.orElse(List.of());
  }

  /** The options; the bits of dSprites, which lie in bytes, are 0 and 1. */
  private ReadOptions scaled(String imagesName) {
    boolean sprites = imagesName.equals("imgs") && arrays.containsKey(NpzNames.SPRITES_FACTORS);
    if (!sprites || options.maxValue().isPresent()) {
      return options;
    }
    found = ReadOptions.with().maxValue(1).build().over(found);
    notes.add(
        path.getFileName()
            + ": 1 was taken for white, as in dSprites; maxValue(...) says otherwise");
    return options.changed().maxValue(1).build();
  }

  /** The name of an array for errors. */
  private Path file(String name) {
    return path.resolve(name + ".npy");
  }

  private InputStream stream(String name) throws IOException {
    ZipEntry entry = arrays.get(name);
    if (entry == null) {
      throw Problem.at(path, "expected the array %s, found %s", name, list(arrays.keySet()));
    }
    return Decompression.entry(zip, entry);
  }

  private static String list(Collection<String> names) {
    String text = String.join(", ", names.stream().limit(SHOWN).toList());
    return names.size() > SHOWN ? text + ", ..." : text;
  }
}
