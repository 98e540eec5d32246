package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.source.file.SplitName.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of IDX files: images of the training, validation and test splits and their labels, named
 * as MNIST's are, {@code train-images-idx3-ubyte} and so on, compressed or not; EMNIST's and
 * others' have a word before that, {@code emnist-letters-train-images-idx3-ubyte}.
 */
public final class IdxFolder {
  private static final Pattern NAME =
      Pattern.compile("(.*[-_.])??([^-_.]+)[-_.](images|labels)(.*)");

  private final Path folder;
  private final List<IdxName> files;
  private final ReadOptions options;
  private final ReadLimits limits;
  private ReadOptions scale; // the options, and what was found on the training images

  /** A file whose name is one of a set's. */
  private record IdxName(Path file, String set, Kind split, String what) {
    static Optional<IdxName> of(Path file) {
      String name = name(file);
      Matcher matcher = NAME.matcher(name);
      Optional<Kind> split = matcher.matches() ? Kind.of(matcher.group(2)) : Optional.empty();
      if (split.isEmpty() || InputFile.namedPicture(file)) {
        return Optional.empty();
      }
      String set = Optional.ofNullable(matcher.group(1)).orElse("");
      String rest = matcher.group(4);
      boolean idx = rest.contains("idx") || rest.contains("ubyte");
      // What has a word before it, or another format's name, must look like IDX by its own.
      if (!idx && (!set.isEmpty() || rest.matches(".*\\.(csv|tsv|txt|npy|npz|json)(\\.gz)?"))) {
        return Optional.empty();
      }
      return Optional.of(new IdxName(file, set, split.get(), matcher.group(3)));
    }
  }

  private IdxFolder(Path folder, List<IdxName> files, ReadOptions options, ReadLimits limits) {
    this.folder = folder;
    this.files = files;
    this.options = options;
    this.scale = options;
    this.limits = limits;
  }

  /**
   * The IDX files of a folder, or empty when it holds none.
   *
   * @throws IOException when it holds those of several sets, or damaged ones
   */
  public static Optional<Parts> parts(Path folder, ReadOptions options, ReadLimits limits)
      throws IOException {
    List<IdxName> files = files(folder);
    List<String> sets = files.stream().map(IdxName::set).distinct().sorted().toList();
    if (sets.size() > 1) {
      throw Problem.at(
          folder,
          "expected the files of one set, found those of %d: %s; put each set into a folder of its "
              + "own%s",
          sets.size(),
          sets.stream()
              .map(set -> set.isEmpty() ? "files without a prefix" : set + "...")
              .collect(Collectors.joining(", ")),
          sets.stream().anyMatch(set -> set.startsWith("emnist-"))
              ? ", or say data(emnist-letters) dataDir(%s)".formatted(folder)
              : "");
    }
    Optional<Parts> parts = new IdxFolder(folder, files, options, limits).parts();
    if (sets.stream().anyMatch(set -> set.startsWith("emnist-")) && options.transpose().isEmpty()) {
      return parts.map(
          found ->
              found.noting(
                  folder.getFileName()
                      + ": EMNIST's files hold images with rows and columns exchanged; "
                      + "say transpose(true) to have them upright"));
    }
    return parts;
  }

  /**
   * The IDX files of one set among those of others.
   *
   * @param set what their names begin with: {@code emnist-letters-}, or nothing
   * @throws IOException when there are none, or damaged ones
   */
  public static Parts parts(Path folder, String set, ReadOptions options, ReadLimits limits)
      throws IOException {
    List<IdxName> files = files(folder).stream().filter(file -> file.set.equals(set)).toList();
    return new IdxFolder(folder, files, options, limits)
        .parts()
        .orElseThrow(() -> Problem.at(folder, "expected IDX files, found none"));
  }

  /** Whether a folder holds IDX files with the names of a set. */
  public static boolean is(Path folder) throws IOException {
    return !files(folder).isEmpty();
  }

  private static List<IdxName> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      // Sorted by length first: the raw file comes before its compressed copy.
      return entries
          .filter(Files::isRegularFile)
          .sorted(
              Comparator.comparingInt((Path file) -> name(file).length())
                  .thenComparing(IdxFolder::name))
          .flatMap(file -> IdxName.of(file).stream())
          .toList();
    } catch (IOException e) {
      throw Problem.reading(folder, e);
    }
  }

  private Optional<Parts> parts() throws IOException {
    Optional<Parts> images = images(Kind.TRAIN);
    if (images.isEmpty()) {
      if (!files.isEmpty()) {
        throw Problem.at(
            folder,
            "expected training images (train-images-idx3-ubyte), found only others; "
                + "to take those, name their file");
      }
      return Optional.empty();
    }
    scale = options.over(images.get().found());
    Optional<Labelled> train = labelled(Kind.TRAIN, images);
    Optional<Labelled> validation = labelled(Kind.VALIDATION, images(Kind.VALIDATION));
    Optional<Labelled> test = labelled(Kind.TEST, images(Kind.TEST));
    return train.map(
        split ->
            Labelled.parts(split, validation, test)
                .finding(images.get().found())
                .noting(images.get().notes()));
  }

  private Optional<Parts> images(Kind split) throws IOException {
    Optional<Path> file = find(split, "images");
    if (file.isEmpty()) {
      Optional<Path> labels = find(split, "labels");
      if (labels.isPresent()) {
        throw Problem.at(
            labels.get(),
            "expected a file %s beside these labels, found none",
            name(labels.get()).replaceFirst("labels.*", "images-idx3-ubyte"));
      }
      return Optional.empty();
    }
    return Optional.of(IdxFile.images(InputFile.open(file.get()), scale, limits));
  }

  private Optional<Labelled> labelled(Kind split, Optional<Parts> parts) throws IOException {
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> file = find(split, "labels");
    List<String> labels = file.isEmpty() ? List.of() : IdxFile.labels(InputFile.open(file.get()));
    int images = parts.get().train().count();
    if (file.isPresent() && labels.size() != images) {
      throw Problem.at(
          file.get(),
          "expected %d labels as %s holds images, found %d",
          images,
          find(split, "images").orElseThrow().getFileName(),
          labels.size());
    }
    return Optional.of(new Labelled(parts.get().train().images(), labels));
  }

  private Optional<Path> find(Kind split, String what) {
    return files.stream()
        .filter(file -> file.split == split && file.what.equals(what))
        .map(IdxName::file)
        .findFirst();
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
