package io.github.vaegraph.source.file;

import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.io.Decompression;
import io.github.vaegraph.io.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An archive of NumPy arrays: Keras's {@code x_train}, {@code y_train}, ... or a single array. */
final class NpzFile {
  private final Path path;
  private final ZipFile zip;
  private final ReadOptions options;
  private final Map<String, ZipEntry> arrays = new TreeMap<>(); // by name without .npy

  private NpzFile(Path path, ZipFile zip, ReadOptions options) {
    this.path = path;
    this.zip = zip;
    this.options = options;
    zip.stream()
        .filter(entry -> entry.getName().endsWith(".npy"))
        .forEach(entry -> arrays.put(entry.getName().replaceFirst("\\.npy$", ""), entry));
  }

  /**
   * Reads the images and labels of an archive.
   *
   * @throws IOException when it is damaged or no array in it is known
   */
  static Parts parts(InputFile file, ReadOptions options) throws IOException {
    try (ZipFile zip = new ZipFile(file.path().toFile())) {
      return new NpzFile(file.path(), zip, options).parts();
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw Problem.reading(file.path(), e);
    }
  }

  private Parts parts() throws IOException {
    if (arrays.containsKey("x_train")) {
      Split train = split("train", "x_train", "y_train");
      Optional<Split> validation = optional("validation", "x_val", "y_val");
      Optional<Split> test = optional("test", "x_test", "y_test");
      int[] labels =
          Stream.of(Optional.of(train), validation, test)
              .flatMap(Optional::stream)
              .flatMapToInt(split -> Arrays.stream(split.labels()))
              .toArray();
      return new Parts(train, validation, test, Parts.numbered(labels));
    }
    if (arrays.size() == 1) {
      return Parts.whole(images(arrays.keySet().iterator().next()));
    }
    throw Problem.at(
        path,
        "expected the arrays x_train, y_train, x_test, y_test or one array, found %s",
        arrays.isEmpty() ? "none" : String.join(", ", arrays.keySet()));
  }

  private Optional<Split> optional(String split, String images, String labels) throws IOException {
    return arrays.containsKey(images)
        ? Optional.of(split(split, images, labels))
        : Optional.empty();
  }

  private Split split(String name, String imagesName, String labelsName) throws IOException {
    Images images = images(imagesName);
    int[] labels = arrays.containsKey(labelsName) ? labels(labelsName) : new int[0];
    if (labels.length != 0 && labels.length != images.count()) {
      throw Problem.at(
          path,
          "expected as many labels as images, found %d in %s and %d in %s",
          labels.length,
          labelsName,
          images.count(),
          imagesName);
    }
    return new Split(name, images, labels);
  }

  private Images images(String name) throws IOException {
    try (InputStream in = stream(name)) {
      return NpyArray.images(path.resolve(name + ".npy"), in, options);
    }
  }

  private int[] labels(String name) throws IOException {
    try (InputStream in = stream(name)) {
      return NpyArray.labels(path.resolve(name + ".npy"), in);
    }
  }

  private InputStream stream(String name) throws IOException {
    ZipEntry entry = arrays.get(name);
    if (entry == null) {
      throw Problem.at(path, "expected the array %s, found %s", name, List.copyOf(arrays.keySet()));
    }
    return Decompression.entry(zip, entry);
  }
}
