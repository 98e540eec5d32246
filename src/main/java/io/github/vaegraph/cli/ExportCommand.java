package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.Succession;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.job.RunData;
import io.github.vaegraph.job.RunExport;
import io.github.vaegraph.run.CommandWords;
import io.github.vaegraph.run.HeldModel;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.Wanted;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.savedmodel.SavedModelExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.apache.commons.cli.Options;

/** {@code vae export}: a run as a SavedModel that TensorFlow Serving loads. */
final class ExportCommand extends Command {
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
    Arguments.add(
        options,
        "score-samples",
        "K",
        "codes that the signature score draws for each image (default: "
            + InferenceModel.DEFAULT_SCORE_SAMPLES
            + ")");
    Arguments.add(options, "keep", "N", "remove all but the newest N versions (default: all stay)");
    Arguments.flag(options, "unevaluated", "export a run that has no evaluation.json");
    Arguments.add(
        options, "data-dir", "DIR", "where the named sets lie now (default: as in training)");
    Arguments.add(
        options, "data", "PATH", "where the run's data lie now (default: where they were)");
  }

  /** The options that say where a model is exported to. */
  static void addTarget(Options options) {
    Arguments.add(
        options,
        "out",
        "DIR",
        "the folder of exported models (default: " + Wanted.Export.BASE + ")");
    Arguments.add(options, "name", "NAME", "the model's name (default: the data's name)");
    Arguments.flag(
        options,
        "next-version",
        "export under the data's name although the version there has other data or signatures");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    RunDirectory run =
        RunDirectory.open(Arguments.path("RUN", arguments.operand(0)), console::warn);
    if (!run.config().model().hasRate() && arguments.has("score-samples")) {
      throw new IllegalArgumentException(
          "--score-samples: a plain autoencoder (objective ae) has no score to draw codes for");
    }
    Dataset data =
        RunData.reopened(run.config(), arguments.path("data-dir"), arguments.path("data")).data();
    Wanted.Export target = wanted(arguments, data);
    checkSuccession(arguments, target, run.config());
    try (HeldModel model = run.hold()) {
      checkEvaluated(arguments, run, model, console);
      Path exported =
          RunExport.export(
              model,
              data,
              arguments.integer("score-samples").orElse(InferenceModel.DEFAULT_SCORE_SAMPLES),
              new SavedModelExporter.Target(
                  target.base(),
                  target.name(),
                  arguments.integer("keep").map(OptionalInt::of).orElse(OptionalInt.empty()),
                  run.warnings()));
      console.print("exported " + exported);
    }
  }

  /** Refuses to export weights that have not been evaluated, unless that was asked for. */
  private static void checkEvaluated(
      Arguments arguments, RunDirectory run, HeldModel model, Console console) throws IOException {
    if (model.evaluation().isPresent() || arguments.has("unevaluated")) {
      model.caution().ifPresent(console::warn);
      return;
    }
    throw new IOException(
        "%s: expected an evaluation.json, found %s; try vae evaluate %s, or --unevaluated"
            .formatted(
                run.folder(),
                model.caution().map(why -> "that " + why).orElse("none"),
                CommandWords.quoted(run.folder())));
  }

  /**
   * Refuses to follow upon a model of other data or signatures, unless that was asked for.
   *
   * @throws IOException when it would, and nothing was said
   */
  static void checkSuccession(Arguments arguments, Wanted.Export target, RunConfig config)
      throws IOException {
    if (!arguments.has("name") && !arguments.has("next-version")) {
      Succession.check(target.base().resolve(target.name()), config);
    }
  }

  /** Where the options say that a model of these data is exported to. */
  static Wanted.Export wanted(Arguments arguments, Dataset data) {
    return new Wanted.Export(
        arguments.path("out").orElse(Wanted.Export.BASE),
        arguments.text("name").orElse(Wanted.Export.named(data.name())));
  }
}
