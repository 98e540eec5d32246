package io.github.vaegraph.cli;

import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.serve.InferenceModel;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * MODEL on the command line: a run's folder, an exported version, or the folder of its versions.
 */
final class OpenedModel {
  static final String OPERAND = "MODEL";

  private OpenedModel() {}

  /**
   * Opens it.
   *
   * @throws IOException when it is none of the three
   */
  static InferenceModel open(Path folder) throws IOException {
    if (RunDirectory.isRun(folder)) {
      RunDirectory run = RunDirectory.open(folder);
      return InferenceModel.restore(run.config().model(), run.latestCheckpoint());
    }
    return InferenceModel.load(exported(folder));
  }

  /** The folder that holds {@code saved_model.pb}: this one, or its newest version. */
  static Path exported(Path folder) throws IOException {
    if (Files.isRegularFile(folder.resolve("saved_model.pb"))) {
      return folder;
    }
    if (Files.isDirectory(folder)) {
      Optional<Path> newest;
      try (DirectoryStream<Path> versions =
          Files.newDirectoryStream(folder, entry -> isVersion(entry))) {
        newest =
            StreamSupport.stream(versions.spliterator(), false)
                .max(Comparator.comparingLong(OpenedModel::version));
      }
      if (newest.isPresent()) {
        return newest.get();
      }
    }
    throw new IOException(
        "%s: expected a run's folder or an exported model, found %s"
            .formatted(
                folder,
                !Files.exists(folder)
                    ? "nothing there"
                    : Files.isDirectory(folder)
                        ? "neither config.json nor saved_model.pb in it"
                        : "a file"));
  }

  private static boolean isVersion(Path entry) {
    return entry.getFileName().toString().matches("[0-9]{1,18}")
        && Files.isRegularFile(entry.resolve("saved_model.pb"));
  }

  private static long version(Path entry) {
    return Long.parseLong(entry.getFileName().toString());
  }
}
