package io.github.vaegraph.cli;

import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.serve.InferenceModel;
import io.github.vaegraph.serve.ModelVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
  static InferenceModel open(Path folder, Console console) throws IOException {
    if (RunDirectory.isRun(folder)) {
      RunDirectory run = RunDirectory.open(folder, console::warn);
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
      Optional<Path> newest = ModelVersions.newestModel(folder);
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
}
