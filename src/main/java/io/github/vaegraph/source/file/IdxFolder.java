package io.github.vaegraph.source.file;

import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of IDX files: images of the training, validation and test splits and their labels, named
 * as MNIST's are, {@code train-images-idx3-ubyte} and so on, compressed or not.
 */
public final class IdxFolder {
  private final Path folder;
  private final List<Path> files;
  private final ReadOptions options;
  private final ReadLimits limits;

  private IdxFolder(Path folder, ReadOptions options, ReadLimits limits) throws IOException {
    this.folder = folder;
    this.options = options;
    this.limits = limits;
    try (Stream<Path> entries = Files.list(folder)) {
      // Sorted by length first: the raw file comes before its compressed copy.
      files =
          entries
              .filter(Files::isRegularFile)
              .sorted(
                  Comparator.comparingInt((Path file) -> name(file).length())
                      .thenComparing(IdxFolder::name))
              .toList();
    } catch (IOException e) {
      throw Problem.reading(folder, e);
    }
  }

  /** The IDX files of a folder, or empty when it holds none. */
  public static Optional<Parts> parts(Path folder, ReadOptions options, ReadLimits limits)
      throws IOException {
    return new IdxFolder(folder, options, limits).parts();
  }

  private Optional<Parts> parts() throws IOException {
    Optional<Split> train = split("train", "train-");
    Optional<Split> validation = split("validation", "val-", "valid-", "validation-");
    Optional<Split> test = split("test", "t10k-", "test-");
    if (train.isEmpty()) {
      if (validation.isPresent() || test.isPresent()) {
        throw Problem.at(
            folder,
            "expected training images (train-images-idx3-ubyte), found only others; "
                + "to take those, name their file");
      }
      return Optional.empty();
    }
    int[] labels =
        Stream.of(train, validation, test)
            .flatMap(Optional::stream)
            .flatMapToInt(split -> Arrays.stream(split.labels()))
            .toArray();
    return Optional.of(new Parts(train.get(), validation, test, Parts.numbered(labels)));
  }

  private Optional<Split> split(String name, String... prefixes) throws IOException {
    Optional<Path> imageFile = find("images", prefixes);
    Optional<Path> labelFile = find("labels", prefixes);
    if (imageFile.isEmpty()) {
      if (labelFile.isPresent()) {
        throw Problem.at(
            labelFile.get(),
            "expected a file %simages-idx3-ubyte beside these labels, found none",
            prefixes[0]);
      }
      return Optional.empty();
    }
    Images images = IdxFile.images(InputFile.open(imageFile.get()), options, limits);
    int[] labels =
        labelFile.isEmpty() ? new int[0] : IdxFile.labels(InputFile.open(labelFile.get()));
    if (labels.length != 0 && labels.length != images.count()) {
      throw Problem.at(
          labelFile.orElseThrow(),
          "expected %d labels as %s holds images, found %d",
          images.count(),
          imageFile.get().getFileName(),
          labels.length);
    }
    return Optional.of(new Split(name, images, labels));
  }

  private Optional<Path> find(String what, String... prefixes) {
    return files.stream()
        .filter(file -> name(file).contains(what) && !PictureFile.named(file))
        .filter(file -> Arrays.stream(prefixes).anyMatch(name(file)::startsWith))
        .findFirst();
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
