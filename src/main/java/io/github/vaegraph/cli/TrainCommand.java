package io.github.vaegraph.cli;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.job.NewRun;
import io.github.vaegraph.job.RunData;
import io.github.vaegraph.job.RunExport;
import io.github.vaegraph.job.RunJob;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.RunLock;
import io.github.vaegraph.run.Wanted;
import io.github.vaegraph.source.Datasets;
import io.github.vaegraph.train.Advice;
import io.github.vaegraph.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.Options;

/** {@code vae train}: the main job, from the data to an exported model. */
final class TrainCommand extends Command {
  static final String DEFAULT_DATA = "digits";

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
    Arguments.add(
        options,
        "resume",
        "RUN",
        "go on with an interrupted run, with its own options; --epochs may be another number,"
            + " --data-dir another folder, --data the place where its data lie now, and"
            + " --tensorboard be added");
    Arguments.add(options, "run", "DIR", "the run's folder (default: runs/<data>-<time>)");
    Arguments.add(
        options,
        "samples",
        "K",
        "codes drawn for each test image to estimate -log p(x) at the end (default: "
            + Wanted.SAMPLES
            + ", 0 for none)");
    ExportCommand.addTarget(options);
    Arguments.flag(
        options, "tensorboard", "write event files for TensorBoard, in the run's tensorboard/");
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
      arguments.refuse(
          "about --no-export", name -> Set.of("out", "name", "next-version").contains(name));
    }
    DataOptions dataOptions = DataArguments.read(arguments, DEFAULT_DATA);
    // What is wrong with the options is said before anything is read. A sigma may be meant for the
    // likelihood of colour images.
    ImageShape any = new ImageShape(1, 1, arguments.has("sigma") ? 3 : 1);
    ModelArguments.training(arguments, ModelArguments.model(arguments, any));
    Dataset data = Datasets.open(dataOptions);
    data.notes().forEach(note -> console.note("read   " + note));
    RunData read = RunData.of(data);
    ModelConfig model = ModelArguments.model(arguments, data.shape());
    if (data.shape().channels() > 1 && !arguments.has("likelihood") && !arguments.has("sigma")) {
      console.note(
          "colour images: likelihood %s; --likelihood names another"
              .formatted(model.likelihood().text()));
    }
    TrainingConfig training = ModelArguments.training(arguments, model);
    NewRun planned =
        NewRun.of(arguments.raw(), read, model, training, wanted(arguments, model, data));
    Optional<Wanted.Export> export = planned.config().wanted().export();
    if (export.isPresent()) {
      RunExport.check(export.get());
      ExportCommand.checkSuccession(arguments, export.get(), planned.config());
    }
    planned.advice().forEach(console::warn);
    Advice.ofSettings(model, training, data.train().count(), data.test().count())
        .forEach(console::warn);
    Optional<Path> folder = arguments.path("run");
    RunDirectory run =
        folder.isPresent()
            ? RunDirectory.create(folder.get(), console::warn)
            : RunDirectory.createAnother(usualFolder(data), console::warn);
    try (RunLock lock = run.lock()) {
      run.write(planned.config());
      finish(lock, planned.config(), read, console);
    }
  }

  private void resume(RunDirectory run, Arguments given, Console console) throws IOException {
    RunConfig recorded = run.config();
    new Resumption(this, recorded).check(given);
    RunConfig config =
        recorded
            .withEpochs(given.integer("epochs").orElse(recorded.training().epochs()))
            .withWanted(given.has("tensorboard") ? recorded.wanted().watched() : recorded.wanted());
    try (RunLock lock = run.lock()) {
      if (run.completion().filter(done -> done.finished(config.training().epochs())).isPresent()) {
        console.print(
            "%s is finished after %d epochs; --epochs N with a higher number trains on"
                .formatted(run.folder(), config.training().epochs()));
        return;
      }
      RunData data = RunData.reopened(recorded, given.path("data-dir"), given.path("data"));
      finish(lock, config.withData(data.options()), data, console);
    }
  }

  /** Does what is left of a run. */
  private static void finish(RunLock lock, RunConfig config, RunData data, Console console)
      throws IOException {
    try (TrainingProgress progress =
        new TrainingProgress(lock.run(), config, data.data(), console)) {
      try {
        new RunJob(lock, config, data, progress).run();
      } catch (IOException e) {
        throw new IOException(progress.message(e), e);
      }
    }
  }

  private static Wanted wanted(Arguments arguments, ModelConfig model, Dataset data) {
    return new Wanted(
        samples(arguments, model),
        arguments.has("no-export")
            ? Optional.empty()
            : Optional.of(ExportCommand.wanted(arguments, data)),
        arguments.has("tensorboard"));
  }

  /** Codes drawn for each image in the evaluation at the end. */
  private static int samples(Arguments arguments, ModelConfig model) {
    if (!model.hasRate() && arguments.has("samples")) {
      throw new IllegalArgumentException(
          "--samples: a plain autoencoder (objective ae) has no posterior to draw from");
    }
    int samples = arguments.integer("samples").orElse(Wanted.usualSamples(model));
    if (samples < 0) {
      throw new IllegalArgumentException("--samples: expected 0 or more, found " + samples);
    }
    return samples;
  }

  private static Path usualFolder(Dataset data) {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .format(LocalDateTime.now(ZoneId.systemDefault()));
    return Path.of("runs", data.name() + "-" + time);
  }
}
