package io.github.vaegraph.cli;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.job.RunData;
import io.github.vaegraph.job.RunEvaluation;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.VaeSession;
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
        options, "seed", "N", "what the binarization and the codes are drawn from (default: 0)");
    Arguments.flag(options, "json", "print the figures as JSON");
    DataArguments.add(
        options, "the run's own; figures on others are printed and not kept in the run");
    DataArguments.addSplits(options);
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    RunDirectory run =
        RunDirectory.open(Arguments.path("RUN", arguments.operand(0)), console::warn);
    int samples = arguments.integer("samples").orElse(0);
    long seed = arguments.longInteger("seed").orElse(0L);
    RunConfig config = run.config();
    boolean others = arguments.has("data");
    Split split = others ? others(arguments, config, console) : own(arguments, config);
    Path checkpoint = run.latestCheckpoint();
    Binarization binarization = config.training().binarization();
    GraphOptions graph =
        new GraphOptions(config.training().towers(), binarization.maxValue(), Optional.empty());
    try (VaeSession session = VaeSession.restored(config.model(), graph, checkpoint)) {
      Evaluation evaluation = evaluate(session, config.training(), split, samples, seed, console);
      if (arguments.has("json")) {
        console.print(Json.pretty(evaluation).stripTrailing());
      } else {
        print(evaluation, console);
      }
      if (others) {
        console.note(
            "these are figures of %s, which the run does not keep"
                .formatted(arguments.text("data").orElseThrow()));
      } else {
        run.write(evaluation);
      }
    }
  }

  /** A split of the run's data. */
  private static Split own(Arguments arguments, RunConfig config) throws IOException {
    Options reading = new Options();
    DataArguments.add(reading, "");
    DataArguments.addSplits(reading);
    arguments.refuse(
        "about the run's own data, which are read as in training",
        name -> !name.equals("data-dir") && reading.hasLongOption(name));
    RunData data = RunData.reopened(config, arguments.path("data-dir"));
    return data.data().split(arguments.text("split").orElse("test"));
  }

  /** A split of other data, read as the run's were. */
  private static Split others(Arguments arguments, RunConfig config, Console console)
      throws IOException {
    Split split = InputImages.open(arguments, "test", config.data().reading(), console).split();
    PictureArguments.checkShape(arguments, config.model().image(), split.images().shape());
    return split;
  }

  private static Evaluation evaluate(
      VaeSession session,
      TrainingConfig training,
      Split split,
      int samples,
      long seed,
      Console console) {
    try (Console.Progress bar = console.progress("evaluate", split.count())) {
      return RunEvaluation.of(
          session,
          training,
          split,
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
