package io.github.vaegraph.savedmodel;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The versions of an exported model: folders whose names are whole numbers, any that TensorFlow
 * Serving takes for one: of 64 bits, with leading zeros or not.
 */
public final class ModelVersions {
  private static final String FORM = "0*[0-9]{1,19}";

  private ModelVersions() {}

  /**
   * The newest version that holds a SavedModel.
   *
   * @param folder the model's folder
   * @throws IOException when the folder cannot be read
   */
  public static Optional<Path> newestModel(Path folder) throws IOException {
    List<Path> models = models(folder);
    return models.isEmpty() ? Optional.empty() : Optional.of(models.get(models.size() - 1));
  }

  /** The versions that hold a SavedModel, the newest last. */
  static List<Path> models(Path folder) throws IOException {
    return all(folder).stream()
        .filter(version -> Files.isRegularFile(version.resolve("saved_model.pb")))
        .sorted(Comparator.comparingLong(ModelVersions::number))
        .toList();
  }

  /** The highest number that is taken, by a whole model or not; 0 for none. */
  static long newestNumber(Path folder) throws IOException {
    return all(folder).stream().mapToLong(ModelVersions::number).max().orElse(0);
  }

  private static List<Path> all(Path folder) throws IOException {
    List<Path> versions = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (isVersion(entry.getFileName().toString())) {
          versions.add(entry);
        }
      }
    }
    return versions;
  }

  private static boolean isVersion(String name) {
    return name.matches(FORM)
        && new BigInteger(name).compareTo(BigInteger.valueOf(Long.MAX_VALUE)) <= 0;
  }

  private static long number(Path version) {
    return Long.parseLong(version.getFileName().toString());
  }
}
