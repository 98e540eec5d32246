package io.github.vaegraph.job;

import io.github.vaegraph.artifact.ModelExport;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.run.HeldModel;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.Wanted;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.savedmodel.SavedModelExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A run as a SavedModel. */
public final class RunExport {
  private RunExport() {}

  /**
   * Exports the run's model as the next free version.
   *
   * @param model the run's; its evaluation goes with it
   * @param data the run's
   * @param scoreSamples K, the codes that the signature {@code score} draws for each image
   * @return the new version's folder
   * @throws IOException when it cannot be written, or differs from the model it was made from
   */
  public static Path export(
      HeldModel model, Dataset data, int scoreSamples, SavedModelExporter.Target target)
      throws IOException {
    return ModelExport.export(
        model.config(), model.evaluation(), model.variables(), data, scoreSamples, target);
  }

  /** Exports where the run's records say. */
  static Path export(RunDirectory run, HeldModel model, Dataset data, Wanted.Export wanted)
      throws IOException {
    return export(
        model, data, InferenceModel.DEFAULT_SCORE_SAMPLES, target(wanted, run.warnings()));
  }

  /**
   * Refuses what nothing could be exported to, before a model is trained for it.
   *
   * @throws IllegalArgumentException when TensorFlow Serving could not take the name
   * @throws IOException when the folder cannot be made or written
   */
  public static void check(Wanted.Export wanted) throws IOException {
    target(wanted, warning -> {}).check();
  }

  private static SavedModelExporter.Target target(Wanted.Export wanted, Consumer<String> warnings) {
    return new SavedModelExporter.Target(
        wanted.base(), wanted.name(), OptionalInt.empty(), warnings);
  }
}
