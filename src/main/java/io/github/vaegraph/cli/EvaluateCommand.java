package io.github.vaegraph.cli;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.evaluate.Evaluator;
import io.github.vaegraph.job.RunData;
import io.github.vaegraph.job.RunEvaluation;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.CheckpointFolder;
import io.github.vaegraph.run.HeldModel;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code vae evaluate}: a run's figures on a split of its data. */
final class EvaluateCommand extends Command {
  EvaluateCommand() {
    super(
        "evaluate",
        "RUN",
        "negative ELBO, rate, distortion and log-likelihood of a run",
        "vae evaluate runs/digits-20261123-120000 --samples 500");
  }

  @Override
  void addOptions(Options options) {
    Arguments.add(
        options,
        "split",
        "NAME",
        "train, validation or test; with --data also all of it (default: test)");
    Arguments.add(
        options,
        "samples",
        "K",
        "codes drawn for each image to estimate -log p(x) by importance weighting (default: 0, no"
            + " estimate)");
    Arguments.add(
        options,
        "seed",
        "N",
        "what the binarization and the codes are drawn from (default: 0, whatever the run's)");
    LabelArguments.add(options);
    Arguments.flag(options, "json", "print the figures as JSON");
    DataArguments.add(
        options,
        "the run's own, which may have moved; figures on others are printed and not kept in the"
            + " run");
    DataArguments.addSplits(options);
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    RunDirectory run =
        RunDirectory.open(Arguments.path("RUN", arguments.operand(0)), console::warn);
    int samples = arguments.integer("samples").orElse(0);
    RunConfig config = run.config();
    long seed = arguments.longInteger("seed").orElse(Evaluator.SEED);
    Optional<Dataset> own =
        arguments.has("data") ? moved(arguments, config) : Optional.of(own(arguments, config));
    Split split =
        own.isPresent()
            ? own.get().split(arguments.text("split").orElse("test"))
            : others(arguments, run, console);
    Binarization binarization = config.training().binarization();
    GraphOptions graph =
        new GraphOptions(config.training().towers(), binarization.maxValue(), Optional.empty());
    try (HeldModel model = run.hold();
        VaeSession session = VaeSession.restored(config.model(), graph, model.variables())) {
      Evaluation evaluation =
          evaluate(
              session,
              model.state().step(),
              config.training(),
              split,
              own.map(Dataset::train),
              samples,
              seed,
              console);
      if (arguments.has("json")) {
        console.printAll(Json.pretty(evaluation).stripTrailing());
      } else {
        print(evaluation, console);
      }
      if (own.isPresent()) {
        write(evaluation, run, split.name().equals(own.get().reported().name()), console);
      } else {
        console.note(
            "these are figures of %s, which the run does not keep"
                .formatted(arguments.text("data").orElseThrow()));
      }
    }
  }

  /**
   * What the report and exports tell stays where it is of the run's model, but for figures that
   * were come by in the same way. Training may have gone on meanwhile: figures of weights that are
   * the run's model no longer are kept beside.
   *
   * @param reported whether the split is the one on which results are reported
   */
  private static void write(
      Evaluation evaluation, RunDirectory run, boolean reported, Console console)
      throws IOException {
    CheckpointFolder.Kept model = run.model();
    Optional<Evaluation> told = run.evaluations().told(model);
    if (!model.has(evaluation)) {
      Path file = run.evaluations().keep(evaluation);
      console.note(
          "kept in %s; training has gone on meanwhile, and the run's model is another (%s)"
              .formatted(file, model.id()));
    } else if (told.map(evaluation::likeThatOf).orElse(reported)) {
      run.evaluations().tell(evaluation);
    } else {
      Path file = run.evaluations().keep(evaluation);
      console.note(
          told.isPresent()
              ? "kept in %s; the report and exports go on telling %d %s images, %d samples, seed %d"
                  .formatted(
                      file,
                      told.get().images(),
                      told.get().split(),
                      told.get().samples(),
                      told.get().seed())
              : "kept in " + file);
    }
  }

  /** The run's data. */
  private static Dataset own(Arguments arguments, RunConfig config) throws IOException {
    Options reading = new Options();
    DataArguments.add(reading, "");
    DataArguments.addSplits(reading);
    arguments.refuse(
        "about the run's own data, which are read as in training",
        name ->
            name.equals(LabelArguments.LABEL)
                || (!name.equals("data-dir") && reading.hasLongOption(name)));
    return RunData.reopened(config, arguments.path("data-dir")).data();
  }

  /** The run's own data where they lie now; empty where {@code --data} names others. */
  private static Optional<Dataset> moved(Arguments arguments, RunConfig config) {
    if (arguments.text("split").orElse("test").equals("all")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          RunData.reopened(config, arguments.path("data-dir"), arguments.path("data")).data());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // what is wrong with others is said when they are opened
    }
  }

  /** A split of other data, read as the run's were. */
  private static Split others(Arguments arguments, RunDirectory run, Console console)
      throws IOException {
    Split split = InputImages.open(arguments, "test", Optional.of(run.folder()), console).split();
    PictureArguments.checkShape(arguments, run.config().model().image(), split.images().shape());
    return split;
  }

  private static Evaluation evaluate(
      VaeSession session,
      long step,
      TrainingConfig training,
      Split split,
      Optional<Split> trained,
      int samples,
      long seed,
      Console console) {
    try (Console.Progress bar = console.progress("evaluate", split.count())) {
      return RunEvaluation.of(
          session,
          step,
          training,
          split,
          trained,
          samples,
          seed,
          (done, total) -> bar.to(Math.round((double) split.count() * done / total)));
    }
  }

  static void print(Evaluation evaluation, Console console) {
    evaluation.warning().ifPresent(console::warn);
    evaluation
        .toString()
        .lines()
        .filter(line -> !line.startsWith("warning: "))
        .forEach(console::print);
  }
}
