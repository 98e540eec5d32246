package io.github.vaegraph.cli;

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
import io.github.vaegraph.run.Weights;
import io.github.vaegraph.train.Advice;
import io.github.vaegraph.train.TrainingConfig;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
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
    ModelArguments.add(options);
    TrainingArguments.add(options);
    Arguments.add(
        options,
        "resume",
        "RUN",
        "go on with an interrupted run, with its own options; --epochs, --patience, --max-time and"
            + " --export may be others, --data-dir another folder, --data the place where its data"
            + " lie now, and --tensorboard be added");
    Arguments.add(
        options,
        "preset",
        "NAME",
        "a training by its name, as vae presets lists them; options given beside it come first");
    Arguments.add(
        options,
        "config",
        "FILE",
        "as a run's config.json says, or an export's; options given beside it come first");
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
    Arguments.add(
        options,
        "export",
        "best|last",
        "the epoch that is evaluated, drawn and exported: the one with the best bound on the"
            + " validation images, or the last (default: best, last where there are no such"
            + " images)");
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

  private void start(Arguments given, Console console) throws IOException {
    if (given.has("no-export")) {
      given.refuse(
          "about --no-export", name -> Set.of("out", "name", "next-version").contains(name));
    }
    Base base = Base.of(this, given);
    Arguments arguments = base.arguments();
    check(arguments);
    RunData read = base.open(console);
    Dataset data = read.data();
    ModelConfig model = ModelArguments.read(arguments, data);
    if (data.shape().channels() > 1
        && !arguments.wants("likelihood")
        && !arguments.wants("sigma")) {
      console.note(
          "colour images: likelihood %s; --likelihood names another"
              .formatted(model.likelihood().text()));
    }
    TrainingConfig training = TrainingArguments.read(arguments, model);
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
    RunConfig config = changed(recorded, given);
    try (RunLock lock = run.lock()) {
      Optional<String> end = run.finished(config);
      if (end.isPresent()) {
        console.print(
            "%s is finished after %d epochs: %s; %s trains on"
                .formatted(
                    run.folder(),
                    run.metrics().size(),
                    end.get(),
                    onward(run.model().last().limit(config.training()).orElseThrow())));
        return;
      }
      RunData data = RunData.reopened(recorded, given.path("data-dir"), given.path("data"));
      finish(lock, config.withData(data.options()), data, console);
    }
  }

  /** The option that takes back what has ended training. */
  private static String onward(TrainingState.Limit limit) {
    return switch (limit) {
      case EPOCHS -> "--epochs N with a higher number";
      case PATIENCE -> "--patience N with a higher number";
      case TIME -> "a longer --max-time";
    };
  }

  /** Refuses words that make no sense, before anything is read. */
  void check(List<String> words) throws IOException {
    check(Base.of(this, CommandParser.parse(this, words)).arguments());
  }

  private static void check(Arguments arguments) {
    DataArguments.read(arguments, DEFAULT_DATA);
    // A sigma may be meant for the likelihood of colour images.
    ImageShape any = new ImageShape(1, 1, arguments.has("sigma") ? 3 : 1);
    TrainingArguments.read(arguments, ModelArguments.read(arguments, any, Optional.empty()));
  }

  /** A run's configuration with what may be changed of it. */
  private static RunConfig changed(RunConfig recorded, Arguments given) {
    TrainingConfig training = recorded.training();
    Optional<Weights> weights = given.value("export", Weights.CHOICE::read);
    weights.ifPresent(asked -> check(asked, recorded.dataset().validation()));
    Wanted wanted = weights.map(recorded.wanted()::of).orElse(recorded.wanted());
    return recorded
        .withTraining(
            training
                .withEpochs(given.integer("epochs").orElse(training.epochs()))
                .endingBy(
                    given.has("patience") ? TrainingArguments.patience(given) : training.patience(),
                    given.has("max-time")
                        ? TrainingArguments.maxSeconds(given)
                        : training.maxSeconds()))
        .withWanted(given.has("tensorboard") ? wanted.watched() : wanted);
  }

  private static void check(Weights asked, int validationImages) {
    if (asked == Weights.BEST && validationImages == 0) {
      throw new IllegalArgumentException(
          "--export best goes by validation images, of which there are none; keep some back, or"
              + " leave it out");
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
      } catch (UncheckedIOException e) { // an image that can be read no more
        throw new IOException(progress.message(Objects.requireNonNull(e.getCause())), e);
      }
    }
  }

  private static Wanted wanted(Arguments arguments, ModelConfig model, Dataset data) {
    return new Wanted(
        samples(arguments, model),
        arguments.wants("no-export")
            ? Optional.empty()
            : Optional.of(ExportCommand.wanted(arguments, data)),
        arguments.wants("tensorboard"),
        weights(arguments, data.validation().count()));
  }

  private static Weights weights(Arguments arguments, int validationImages) {
    Optional<Weights> asked = arguments.value("export", Weights.CHOICE::read);
    if (arguments.has("export")) {
      check(asked.orElseThrow(), validationImages);
    }
    return validationImages == 0 ? Weights.LAST : asked.orElse(Weights.BEST);
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
    return Path.of("runs", data.name() + "-" + time());
  }

  /** Now, as it stands in the names of folders. */
  static String time() {
    return DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
        .format(LocalDateTime.now(ZoneId.systemDefault()));
  }
}
