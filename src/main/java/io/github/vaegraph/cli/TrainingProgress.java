package io.github.vaegraph.cli;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Labels;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.job.RunJob;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.StepResult;
import io.github.vaegraph.run.CommandWords;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.savedmodel.RefusedExportException;
import io.github.vaegraph.train.EpochMetrics;
import io.github.vaegraph.train.TrainingConfig;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code vae train} says, from the first step to what may be typed next. */
final class TrainingProgress implements RunJob.Listener, AutoCloseable {
  private static final int SHOWN_CLASSES = 10;

  private final RunDirectory run;
  private final RunConfig config;
  private final Dataset data;
  private final Console console;
  private Console.@Nullable Progress bar; // of what is under way
  private double trainingSeconds;
  private long steps;
  private int shownEpoch;
  private int shownFrom;
  private long shownSince;
  private boolean drawn;
  private String more = ""; // that an evaluation can tell

  TrainingProgress(RunDirectory run, RunConfig config, Dataset data, Console console) {
    this.run = run;
    this.config = config;
    this.data = data;
    this.console = console;
  }

  /** Tells what is trained on what. */
  @Override
  public void begun() {
    ModelConfig model = config.model();
    TrainingConfig training = config.training();
    console.note(
        "data   %s: %d train, %d validation, %d test images of %s%s"
            .formatted(
                data.name(),
                data.train().count(),
                data.validation().count(),
                data.test().count(),
                data.shape(),
                classes()));
    data.train().factors().ifPresent(known -> console.note("       made of factors: " + known));
    console.note("model  " + model.describe());
    console.note("train  " + training.describe(model.hasRate()));
    if (model.binaryPixels() && data.train().binary()) {
      console.note(
          "       pixels are black and white in the data: binarization leaves them as they are, and"
              + " evaluations call it fixed");
    }
  }

  /** How many classes there are, and what the first are called. */
  private String classes() {
    List<Integer> classes =
        Labels.shown(
            Stream.of(data.train(), data.validation(), data.test()).map(Split::labels).toList(),
            data.labelNames());
    if (classes.isEmpty()) {
      return "";
    }
    String names =
        classes.stream()
            .limit(SHOWN_CLASSES)
            .map(label -> Labels.name(label, data.labelNames()))
            .collect(Collectors.joining(", "));
    return "; %d class%s: %s%s"
        .formatted(
            classes.size(),
            classes.size() == 1 ? "" : "es",
            names,
            classes.size() > SHOWN_CLASSES ? ", ..." : "");
  }

  @Override
  public void resumed(TrainingState from) {
    console.note("resume after step %d, in epoch %d".formatted(from.step(), from.epoch()));
  }

  @Override
  public void stepDone(int epoch, int done, int total, StepResult latest) {
    int epochs = config.training().epochs();
    Console.Progress training = bar("train", (long) epochs * total);
    training.to((long) (epoch - 1) * total + done);
    if (training.visible()) {
      long now = System.nanoTime();
      if (epoch != shownEpoch) {
        shownEpoch = epoch;
        shownFrom = done;
        shownSince = now;
      }
      double imagesPerSecond = (done - shownFrom) / Math.max(1e-9, (now - shownSince) / 1e9);
      training.message(
          "epoch %d/%d rate %.1f distortion %.1f %.0f images/s"
              .formatted(epoch, epochs, latest.rate(), latest.distortion(), imagesPerSecond));
    }
  }

  @Override
  public void epochDone(EpochMetrics metrics) {
    trainingSeconds += data.train().count() / metrics.imagesPerSecond();
    steps += metrics.steps() / metrics.epoch();
    if (console.terminal()) {
      return; // which shows a bar
    }
    console.note(
        "epoch %d/%d  %s%s%s%s  %.0f images/s"
            .formatted(
                metrics.epoch(),
                config.training().epochs(),
                bound(metrics, metrics.bound()).map(bound -> bound + "  ").orElse(""),
                describe(metrics.train()),
                metrics
                    .validation()
                    .map(
                        f -> "  validation %.2f".formatted(f.negativeElbo().orElse(f.distortion())))
                    .orElse(""),
                bound(metrics, metrics.validationBound()).map(bound -> ", " + bound).orElse(""),
                metrics.imagesPerSecond()));
  }

  /** What is maximized, where the ELBO does not say it. */
  private static Optional<String> bound(EpochMetrics metrics, Optional<Double> bound) {
    return bound.filter(value -> metrics.boundIsAnother()).map("bound %.2f"::formatted);
  }

  private static String describe(EpochMetrics.Figures figures) {
    String bound =
        figures.negativeElbo().map(value -> "negative ELBO %.2f  ".formatted(value)).orElse("");
    String rate = figures.rate().map(value -> "rate %.2f  ".formatted(value)).orElse("");
    return bound + rate + "distortion %.2f".formatted(figures.distortion());
  }

  @Override
  public void rolledBack(String why, TrainingState to) {
    console.warn(why);
  }

  @Override
  public void warned(String warning) {
    console.warn(warning);
  }

  @Override
  public void stopped(TrainingState at) {
    close();
    console.note(
        "stopped after step %d, in epoch %d; all is saved, go on with: %s"
            .formatted(at.step(), at.epoch(), goOn()));
  }

  @Override
  public void trained(String end, TrainingState model, TrainingState last) {
    close();
    int epochs = last.begun();
    if (epochs < config.training().epochs() || last.batches() > 0) {
      console.note("training ends in epoch %d: %s".formatted(epochs, end));
    }
    if (model.step() != last.step()) {
      console.note(
          "the weights of epoch %d are evaluated%s, whose validation bound is the best;"
                  .formatted(
                      model.epoch() - 1,
                      config.wanted().export().isPresent() ? " and exported" : "")
              + " --export last takes the last");
    }
  }

  @Override
  public void evaluating(long done, long total) {
    int images = data.reported().count();
    bar("evaluate", images).to(Math.round((double) images * done / total));
  }

  @Override
  public void evaluated(Evaluation evaluation) {
    close();
    console.print("");
    EvaluateCommand.print(evaluation, console);
    more = evaluation.rate().isPresent() ? " --samples 500" : "";
    if (steps > 0) { // over the epochs of now, validation apart
      console.print("%.0f training steps a second".formatted(steps / trainingSeconds));
    }
  }

  @Override
  public void drawn() {
    drawn = true;
    console.print("");
    console.print("run       " + run.folder());
    console.print(
        "pictures  %s, curves.png, reconstructions.png, ...".formatted(run.file("samples.png")));
  }

  @Override
  public void finished(Optional<Path> exported) {
    exported.ifPresent(path -> console.print("exported  " + path));
    console.print("");
    String folder = CommandWords.quoted(run.folder());
    console.print("next: vae report %s".formatted(folder));
    console.print("      vae evaluate %s%s".formatted(folder, more));
    exported.ifPresent(
        path -> {
          console.print(
              "      vae generate %s %s --out grid.png"
                  .formatted(
                      CommandWords.quoted(path),
                      config.model().classes().isPresent() ? "--label-grid" : "--count 64"));
          console.print("      vae inspect %s".formatted(CommandWords.quoted(path)));
        });
  }

  @Override
  public void interrupted() {
    console.last("interrupted, go on with: " + goOn());
  }

  @Override
  public void failed(IOException failure) {
    close();
    console.note("vae: " + message(failure));
  }

  /** What went wrong, and how to go on. */
  String message(IOException failure) {
    if (failure instanceof RefusedExportException) {
      return Console.message(failure); // the same export would be refused again
    }
    return "%s; what was saved is kept, go on with: %s%s"
        .formatted(
            Console.message(failure),
            goOn(),
            drawn
                ? ", or elsewhere with: vae export %s --out DIR"
                    .formatted(CommandWords.quoted(run.folder()))
                : "");
  }

  private String goOn() {
    return "vae train --resume " + CommandWords.quoted(run.folder());
  }

  /** The bar of what is under way, from its first step to {@link #close}. */
  private Console.Progress bar(String task, long total) {
    if (bar == null) {
      bar = console.progress(task, total);
    }
    return bar;
  }

  /** Takes the bar away, if there is one. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
