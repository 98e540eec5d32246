package io.github.vaegraph.cli;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.DatasetSummary;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.model.MemoryNeed;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunConfig.DatasetInfo;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.RunLock;
import io.github.vaegraph.run.Software;
import io.github.vaegraph.source.DataOptions;
import io.github.vaegraph.source.Datasets;
import io.github.vaegraph.train.Advice;
import io.github.vaegraph.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.Options;

/** {@code vae train}: the main job, from the data to an exported model. */
final class TrainCommand extends Command {
  static final String DEFAULT_DATA = "digits";
  private static final int EVALUATION_SAMPLES = 100;

  TrainCommand() {
    super(
        "train",
        NO_OPERANDS,
        "train a model, evaluate it, draw pictures, export it",
        "vae train --data mnist --latent-dim 16 --epochs 20");
  }

  @Override
  void addOptions(Options options) {
    DataArguments.add(options, DEFAULT_DATA);
    DataArguments.addSplits(options);
    ModelArguments.addModel(options);
    ModelArguments.addTraining(options);
    Arguments.add(options, 
        "resume",
        "RUN",
        "go on with an interrupted run, with its own options; --epochs may be another number,"
            + " --data-dir another folder, and --tensorboard be added");
    Arguments.add(options, "run", "DIR", "the run's folder (default: runs/<data>-<time>)");
    Arguments.add(options, 
        "samples",
        "K",
        "codes drawn for each test image to estimate -log p(x) at the end (default: "
            + EVALUATION_SAMPLES
            + ", 0 for none)");
    ExportCommand.addTarget(options);
    Arguments.flag(options, "tensorboard", "write event files for TensorBoard, in the run's tensorboard/");
    Arguments.flag(options, "no-export", "leave out the export");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    Optional<Path> resumed = arguments.path("resume");
    if (resumed.isPresent()) {
      resume(RunDirectory.open(resumed.get(), console::warn), arguments, console);
    } else {
      start(arguments, console);
    }
  }

  private static void start(Arguments arguments, Console console) throws IOException {
    if (arguments.has("no-export")) {
      arguments.refuse("about --no-export", name -> Set.of("out", "name").contains(name));
    }
    DataOptions dataOptions = DataArguments.read(arguments, DEFAULT_DATA);
    // What is wrong with the options is said before anything is read.
    ModelArguments.training(arguments, ModelArguments.model(arguments, new ImageShape(1, 1, 1)));
    Dataset data = Datasets.open(dataOptions);
    DatasetSummary summary = DatasetSummary.of(data);
    ModelConfig model = ModelArguments.model(arguments, data.shape());
    TrainingConfig training = ModelArguments.training(arguments, model);
    samples(arguments, model);
    MemoryNeed.check(model, training.graph(data, summary.mean()));
    if (!arguments.has("no-export")) {
      ExportCommand.checkTarget(arguments, data);
    }
    Advice.ofData(summary, model, Binarization.named(training.binarization()))
        .forEach(console::warn);
    RunDirectory run = RunDirectory.create(folder(arguments, data), console::warn);
    try (RunLock lock = run.lock()) {
      RunConfig config = config(arguments, dataOptions, data, summary, model, training);
      run.write(config);
      new TrainingJob(lock, config, data, summary, arguments, console).run();
    }
  }

  private void resume(RunDirectory run, Arguments given, Console console) throws IOException {
    RunConfig recorded = run.config();
    Arguments arguments = new Resumption(this, recorded).check(given);
    RunConfig config =
        recorded.withEpochs(given.integer("epochs").orElse(recorded.training().epochs()));
    try (RunLock lock = run.lock()) {
      if (run.completion().filter(done -> done.finished(config.training().epochs())).isPresent()) {
        console.print(
            "%s is finished after %d epochs; --epochs N with a higher number trains on"
                .formatted(run.folder(), config.training().epochs()));
        return;
      }
      RunData.Opened opened = RunData.open(recorded, given.path("data-dir"));
      new TrainingJob(lock, config, opened.data(), opened.summary(), arguments, console).run();
    }
  }

  /** Codes drawn for each image in the evaluation at the end. */
  static int samples(Arguments arguments, ModelConfig model) {
    if (!model.variational() && arguments.has("samples")) {
      throw new IllegalArgumentException(
          "--samples: a plain autoencoder (objective ae) has no posterior to draw from");
    }
    int samples = arguments.integer("samples").orElse(model.variational() ? EVALUATION_SAMPLES : 0);
    if (samples < 0) {
      throw new IllegalArgumentException("--samples: expected 0 or more, found " + samples);
    }
    return samples;
  }

  private static Path folder(Arguments arguments, Dataset data) {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .format(LocalDateTime.now(ZoneId.systemDefault()));
    return arguments.path("run").orElse(Path.of("runs", data.name() + "-" + time));
  }

  private static RunConfig config(
      Arguments arguments,
      DataOptions dataOptions,
      Dataset data,
      DatasetSummary summary,
      ModelConfig model,
      TrainingConfig training) {
    return new RunConfig(
        arguments.raw(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Software.current(),
        dataOptions,
        DatasetInfo.of(data, summary),
        model,
        training);
  }
}
