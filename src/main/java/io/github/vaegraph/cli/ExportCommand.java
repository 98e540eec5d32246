package io.github.vaegraph.cli;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.result.ModelExport;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.serve.InferenceModel;
import io.github.vaegraph.serve.SavedModelExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.commons.cli.Options;

/** {@code vae export}: a run as a SavedModel that TensorFlow Serving loads. */
final class ExportCommand extends Command {
  private static final Path DEFAULT_BASE = Path.of("savedmodel");

  ExportCommand() {
    super(
        "export",
        "RUN",
        "write a run as a SavedModel for TensorFlow Serving",
        "vae export runs/digits-20261123-120000 --name digits");
  }

  @Override
  void addOptions(Options options) {
    addTarget(options);
    Arguments.add(options, 
        "score-samples",
        "K",
        "codes that the signature score draws for each image (default: "
            + InferenceModel.DEFAULT_SCORE_SAMPLES
            + ")");
    Arguments.add(options, "keep", "N", "remove all but the newest N versions (default: all stay)");
    Arguments.flag(options, "unevaluated", "export a run that has no evaluation.json");
    Arguments.add(options, "data-dir", "DIR", "where the named sets lie now (default: as in training)");
  }

  /** The options that say where a model is exported to. */
  static void addTarget(Options options) {
    Arguments.add(
        options, "out", "DIR", "the folder of exported models (default: " + DEFAULT_BASE + ")");
    Arguments.add(options, "name", "NAME", "the model's name (default: the data's name)");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    RunDirectory run =
        RunDirectory.open(Arguments.path("RUN", arguments.operand(0)), console::warn);
    if (!run.config().model().variational() && arguments.has("score-samples")) {
      throw new IllegalArgumentException(
          "--score-samples: a plain autoencoder (objective ae) has no score to draw codes for");
    }
    if (run.evaluation().isEmpty() && !arguments.has("unevaluated")) {
      throw new IOException(
          "%s: expected an evaluation.json, found none; try vae evaluate %s, or --unevaluated"
              .formatted(run.folder(), run.folder()));
    }
    Dataset data = RunData.open(run.config(), arguments.path("data-dir")).data();
    console.print("exported " + export(run, data, arguments));
  }

  static Path export(RunDirectory run, Dataset data, Arguments arguments) throws IOException {
    return ModelExport.export(
        run.config(),
        run.evaluation(),
        run.latestCheckpoint(),
        data,
        arguments.integer("score-samples").orElse(InferenceModel.DEFAULT_SCORE_SAMPLES),
        target(arguments, data, run.warnings()));
  }

  /** Refuses a target before a model is trained for it. */
  static void checkTarget(Arguments arguments, Dataset data) throws IOException {
    target(arguments, data, warning -> {}).check();
  }

  private static SavedModelExporter.Target target(
      Arguments arguments, Dataset data, Consumer<String> warnings) {
    OptionalInt keep = arguments.integer("keep").map(OptionalInt::of).orElse(OptionalInt.empty());
    return new SavedModelExporter.Target(base(arguments), name(arguments, data), keep, warnings);
  }

  static Path base(Arguments arguments) {
    return arguments.path("out").orElse(DEFAULT_BASE);
  }

  /** The name asked for, else the data's with hyphens for what no model's name may hold. */
  private static String name(Arguments arguments, Dataset data) {
    String fitting = data.name().replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", "");
    return arguments.text("name").orElse(fitting.isEmpty() ? "model" : fitting);
  }
}
