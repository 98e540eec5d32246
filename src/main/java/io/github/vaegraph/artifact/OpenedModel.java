package io.github.vaegraph.artifact;

import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.run.HeldModel;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.savedmodel.ModelVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
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
    return open(folder, OptionalInt.empty(), warnings);
  }

  /**
   * Opens it for scores.
   *
   * @param scoreSamples K, the codes that are drawn for each image, which an export has settled
   * @param warnings told, in one line each, of a run's checkpoints that are damaged
   * @throws IllegalArgumentException when an export draws another number of codes
   * @throws IOException when it is none of the three
   */
  public static InferenceModel open(
      Path folder, OptionalInt scoreSamples, Consumer<String> warnings) throws IOException {
    if (RunDirectory.isRun(folder)) {
      try (HeldModel held = RunDirectory.open(folder, warnings).hold()) {
        return InferenceModel.restore(
            held.config().model(),
            scoreSamples.orElse(InferenceModel.DEFAULT_SCORE_SAMPLES),
            held.variables());
      }
    }
    InferenceModel model = InferenceModel.load(exported(folder));
    OptionalInt settled = model.scoreSamples();
    if (scoreSamples.isPresent() && settled.isPresent() && !settled.equals(scoreSamples)) {
      model.close();
      throw new IllegalArgumentException(
          "%s: expected %d codes an image, which it was exported to score with, found %d; a run takes"
                  .formatted(folder, settled.getAsInt(), scoreSamples.getAsInt())
              + " any number, and so does an export with --score-samples");
    }
    return model;
  }

  /**
   * What a model was made from; empty where its folder does not tell, as of another program's.
   *
   * @throws IOException when the folder is no model's, or its configuration is damaged
   */
  public static Optional<RunConfig> config(Path folder) throws IOException {
    if (RunDirectory.isRun(folder)) {
      return Optional.of(RunDirectory.open(folder).config());
    }
    Path config = exported(folder).resolve(ModelExport.CONFIG);
    return Files.isRegularFile(config)
        ? Optional.of(Json.read(config, RunConfig.class))
        : Optional.empty();
  }

  /**
   * How the data of a model were read, for others that are to be read alike; as usual where that is
   * not known, as of another program's model.
   *
   * @throws IOException when the folder is no model's, or its configuration is damaged
   */
  public static ReadOptions reading(Path folder) throws IOException {
    return config(folder).map(config -> config.data().reading()).orElse(ReadOptions.USUAL);
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
    if (RunDirectory.isRun(folder)) {
      throw new IOException(
          "%s: expected an exported model, found a run; vae export makes one of it"
              .formatted(folder));
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
