package io.github.vaegraph.serve;

import io.github.vaegraph.data.Unfinished;
import io.github.vaegraph.model.ModelConfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Writes a SavedModel that TensorFlow Serving loads: {@code <base>/<name>/<version>}. It is written
 * aside, loaded again, compared with the model it was made from, and only then renamed: a server
 * that polls the folder never sees half a version.
 */
public final class SavedModelExporter {
  private SavedModelExporter() {}

  /**
   * Exports a checkpoint as the next free version.
   *
   * @param config the model's configuration
   * @param checkpoint the checkpoint's files without their endings
   * @param heldBack images as bytes, one after the other, on which the export is compared with the
   *     model
   * @param base where exported models lie
   * @param name the model's name, one folder below base
   * @param extras files for {@code assets.extra}, by name
   * @return the new version's folder
   * @throws IOException when it cannot be written, or differs from the model it was made from
   */
  public static Path export(
      ModelConfig config,
      Path checkpoint,
      byte[] heldBack,
      Path base,
      String name,
      Map<String, byte[]> extras)
      throws IOException {
    checkTarget(base, name);
    Path folder = base.resolve(name);
    boolean created = Files.notExists(folder);
    Path aside;
    try {
      Files.createDirectories(folder);
      // TensorFlow Serving skips names that are no integers.
      aside = Files.createTempDirectory(folder, ".partial-");
    } catch (FileSystemException e) {
      throw new IOException(unwritable(folder), e);
    }
    try (Unfinished unfinished = new Unfinished(aside)) {
      return write(unfinished.path(), config, checkpoint, heldBack, folder, extras);
    } catch (IOException | RuntimeException e) {
      if (created) {
        Files.deleteIfExists(folder);
      }
      throw e;
    }
  }

  private static Path write(
      Path aside,
      ModelConfig config,
      Path checkpoint,
      byte[] heldBack,
      Path folder,
      Map<String, byte[]> extras)
      throws IOException {
    try (InferenceModel model = InferenceModel.restore(config, checkpoint)) {
      model.export(aside);
    }
    Path assets = Files.createDirectory(aside.resolve("assets.extra"));
    for (Map.Entry<String, byte[]> extra : extras.entrySet()) {
      Files.write(assets.resolve(extra.getKey()), extra.getValue());
    }
    ExportGate.check(config, checkpoint, heldBack, aside);
    // A temporary folder is its owner's alone, but servers run as others.
    readableByAll(aside);
    return publish(aside, folder);
  }

  /**
   * Refuses a target that nothing can be exported to. Worth calling before a model is trained.
   *
   * @throws IllegalArgumentException when TensorFlow Serving could not take the name
   * @throws IOException when the folder cannot be made or written
   */
  public static void checkTarget(Path base, String name) throws IOException {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException(
          "a model's name must be made of letters, digits, dots, hyphens and underscores, was "
              + name);
    }
    Path nearest = base.resolve(name).toAbsolutePath();
    while (Files.notExists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    if (!Files.isDirectory(nearest) || !Files.isWritable(nearest)) {
      throw new IOException(unwritable(base.resolve(name)));
    }
  }

  private static String unwritable(Path folder) {
    return folder + ": expected a folder to export to, found that it cannot be written; try --out";
  }

  private static Path publish(Path aside, Path folder) throws IOException {
    long version = ModelVersions.newestNumber(folder) + 1;
    while (true) {
      Path target = folder.resolve(Long.toString(version));
      try {
        if (!Files.exists(target)) {
          return Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        }
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
        // Another export took the number between the look and the move.
      }
      version++;
    }
  }

  private static void readableByAll(Path folder) {
    File file = folder.toFile();
    if (!file.setReadable(true, false) || !file.setExecutable(true, false)) {
      throw new IllegalStateException(folder + ": its permissions cannot be set");
    }
  }
}
