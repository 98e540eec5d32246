package io.github.vaegraph.cli;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.DatasetSummary;
import io.github.vaegraph.data.Datasets;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunConfig.DatasetInfo;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.Software;
import io.github.vaegraph.train.Trainer;
import io.github.vaegraph.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code vae train}: the main job, from the data to an exported model. */
final class TrainCommand implements Command {
  private static final String DEFAULT_DATA = "digits";
  private static final int EVALUATION_SAMPLES = 100;

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String summary() {
    return "train a model, evaluate it, draw pictures, export it";
  }

  @Override
  public Options options() {
    Options options = new Options();
    DataArguments.add(options, DEFAULT_DATA);
    DataArguments.addSplits(options);
    ModelArguments.addModel(options);
    ModelArguments.addTraining(options);
    Arguments.add(options, "run", "DIR", "the run's folder (default: runs/<data>-<time>)");
    Arguments.add(
        options,
        "samples",
        "K",
        "codes drawn for each test image to estimate -log p(x) at the end (default: "
            + EVALUATION_SAMPLES
            + ", 0 for none)");
    ExportCommand.addTarget(options);
    Arguments.flag(options, "no-export", "leave out the export");
    return options;
  }

  @Override
  public String example() {
    return "vae train --data mnist --latent-dim 16 --epochs 20";
  }

  @Override
  public void run(Arguments arguments, Console console) throws IOException {
    DataOptions dataOptions = DataArguments.read(arguments, DEFAULT_DATA);
    // What is wrong with the options is said before anything is read.
    ModelArguments.training(arguments, ModelArguments.model(arguments, new ImageShape(1, 1, 1)));
    Dataset data = Datasets.open(dataOptions);
    DatasetSummary summary = DatasetSummary.of(data);
    ModelConfig model = ModelArguments.model(arguments, data.shape());
    TrainingConfig training = ModelArguments.training(arguments, model);
    int samples = samples(arguments, model);
    Binarization binarization = Binarization.named(training.binarization());
    GraphOptions graph =
        new GraphOptions(
            training.towers(),
            binarization.maxValue(),
            Optional.of(
                new GraphOptions.Training(
                    training.seed(),
                    Math.min(training.batchSize(), data.train().count()),
                    training.samples(),
                    training.clipNorm().map(Double::floatValue),
                    summary.mean())));
    if (!arguments.has("no-export")) {
      ExportCommand.checkTarget(arguments, data);
    }
    warnOfGrey(model, training, summary, console);
    RunDirectory run = RunDirectory.create(folder(arguments, data));
    run.write(config(arguments, dataOptions, data, summary, model, training));
    describe(data, model, training, console);
    try (VaeSession session = VaeSession.initialized(model, graph)) {
      double stepsPerSecond;
      try (TrainingProgress progress =
          new TrainingProgress(run, training, data.train().count(), console)) {
        new Trainer(session, training, run.checkpoints(), progress).train(data);
        stepsPerSecond = progress.stepsPerSecond();
      }
      Evaluation evaluation =
          EvaluateCommand.evaluate(
              session, binarization, data.reported(), samples, training.seed(), console);
      run.write(evaluation);
      RunPictures.draw(run, data, console);
      Optional<Path> exported =
          arguments.has("no-export")
              ? Optional.empty()
              : Optional.of(ExportCommand.export(run, data, arguments));
      conclude(run, evaluation, stepsPerSecond, exported, console);
    }
  }

  private static int samples(Arguments arguments, ModelConfig model) {
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

  private static void warnOfGrey(
      ModelConfig model, TrainingConfig training, DatasetSummary summary, Console console) {
    boolean binarizes = Binarization.named(training.binarization()) != Binarization.NONE;
    if (model.binaryLikelihood() && !binarizes && !summary.binary()) {
      console.warn(
          "grey pixels under a Bernoulli likelihood: the figures are cross entropies, no"
              + " log-likelihoods; --binarization dynamic makes them such");
    }
    if (!model.binaryLikelihood() && binarizes) {
      console.warn(
          "binary pixels under a %s likelihood: its densities say little about them"
              .formatted(model.likelihood()));
    }
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
        new DatasetInfo(
            data.name(),
            data.source(),
            data.train().count(),
            data.validation().count(),
            data.test().count(),
            summary.checksum()),
        model,
        training);
  }

  private static void describe(
      Dataset data, ModelConfig model, TrainingConfig training, Console console) {
    console.note(
        "data   %s: %d train, %d validation, %d test images of %s"
            .formatted(
                data.name(),
                data.train().count(),
                data.validation().count(),
                data.test().count(),
                data.shape()));
    console.note(
        "model  hidden %s, z of %d, %s%s, objective %s, binarization %s, seed %d"
            .formatted(
                model.hidden(),
                model.latentDim(),
                model.likelihood(),
                model.sigma().map(sigma -> " (sigma " + sigma + ")").orElse(""),
                model.objective(),
                training.binarization(),
                training.seed()));
  }

  private static void conclude(
      RunDirectory run,
      Evaluation evaluation,
      double stepsPerSecond,
      Optional<Path> exported,
      Console console) {
    console.print("");
    EvaluateCommand.print(evaluation, console);
    console.print("%.0f training steps a second".formatted(stepsPerSecond));
    console.print("");
    console.print("run       " + run.folder());
    console.print(
        "pictures  %s, curves.png, reconstructions.png, ...".formatted(run.file("samples.png")));
    exported.ifPresent(path -> console.print("exported  " + path));
    console.print("");
    String samples = evaluation.rate().isPresent() ? " --samples 500" : "";
    console.print("next: vae evaluate %s%s".formatted(run.folder(), samples));
    exported.ifPresent(
        path -> {
          console.print("      vae generate %s --count 64 --out grid.png".formatted(path));
          console.print("      vae inspect %s".formatted(path));
        });
  }
}
