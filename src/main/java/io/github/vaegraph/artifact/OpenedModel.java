package io.github.vaegraph.artifact;

import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.savedmodel.ModelVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A model by its folder: a run's, an exported version's, or that of its versions. */
public final class OpenedModel {
  private OpenedModel() {}

  /**
   * Opens it.
   *
   * @param warnings told, in one line each, of a run's checkpoints that are damaged
   * @throws IOException when it is none of the three
   */
  public static InferenceModel open(Path folder, Consumer<String> warnings) throws IOException {
    if (RunDirectory.isRun(folder)) {
      RunDirectory run = RunDirectory.open(folder, warnings);
      return InferenceModel.restore(run.config().model(), run.latestCheckpoint());
    }
    return InferenceModel.load(exported(folder));
  }

  /**
   * How the data of a model were read, for others that are to be read alike; as usual where that is
   * not known, as of another program's model.
   *
   * @throws IOException when the folder is no model's, or its configuration is damaged
   */
  public static ReadOptions reading(Path folder) throws IOException {
    if (RunDirectory.isRun(folder)) {
      return RunDirectory.open(folder).config().data().reading();
    }
    Path config = exported(folder).resolve(ModelExport.CONFIG);
    return Files.isRegularFile(config)
        ? Json.read(config, RunConfig.class).data().reading()
        : ReadOptions.USUAL;
  }

  /**
   * The folder that holds {@code saved_model.pb}: this one, or its newest version.
   *
   * @throws IOException when there is none
   */
  public static Path exported(Path folder) throws IOException {
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
