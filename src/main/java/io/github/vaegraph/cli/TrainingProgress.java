package io.github.vaegraph.cli;

import io.github.vaegraph.model.StepResult;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.train.EpochMetrics;
import io.github.vaegraph.train.Trainer;
import io.github.vaegraph.train.TrainingConfig;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.util.OptionalDouble;

/** Shows how training goes, and keeps the run's log. */
final class TrainingProgress implements Trainer.Listener, AutoCloseable {
  private final RunDirectory run;
  private final TrainingConfig config;
  private final Console console;
  private final Console.Progress bar;
  private final int images;
  private double trainingSeconds;
  private long steps;
  private int shownEpoch;
  private int shownFrom;
  private long shownSince;

  TrainingProgress(RunDirectory run, TrainingConfig config, int images, Console console) {
    this.run = run;
    this.config = config;
    this.images = images;
    this.console = console;
    this.bar = console.progress("train", (long) config.epochs() * images);
  }

  @Override
  public void stepDone(int epoch, int done, int total, StepResult latest) {
    bar.to((long) (epoch - 1) * total + done);
    if (bar.visible()) {
      long now = System.nanoTime();
      if (epoch != shownEpoch) {
        shownEpoch = epoch;
        shownFrom = done;
        shownSince = now;
      }
      double imagesPerSecond = (done - shownFrom) / Math.max(1e-9, (now - shownSince) / 1e9);
      bar.message(
          "epoch %d/%d rate %.1f distortion %.1f %.0f images/s"
              .formatted(
                  epoch, config.epochs(), latest.rate(), latest.distortion(), imagesPerSecond));
    }
  }

  @Override
  public void epochDone(EpochMetrics metrics) throws IOException {
    run.append(metrics);
    trainingSeconds += images / metrics.imagesPerSecond();
    steps += metrics.steps() / metrics.epoch();
    if (bar.visible()) {
      return;
    }
    console.note(
        "epoch %d/%d  %s%s  %.0f images/s"
            .formatted(
                metrics.epoch(),
                config.epochs(),
                describe(metrics.train()),
                metrics
                    .validation()
                    .map(
                        f -> "  validation %.2f".formatted(f.negativeElbo().orElse(f.distortion())))
                    .orElse(""),
                metrics.imagesPerSecond()));
  }

  @Override
  public void rolledBack(String why, TrainingState to) throws IOException {
    run.keepEpochs(to.epoch() - 1);
    console.warn(why);
  }

  @Override
  public void warned(String warning) {
    console.warn(warning);
  }

  private static String describe(EpochMetrics.Figures figures) {
    String bound =
        figures.negativeElbo().map(value -> "negative ELBO %.2f  ".formatted(value)).orElse("");
    String rate = figures.rate().map(value -> "rate %.2f  ".formatted(value)).orElse("");
    return bound + rate + "distortion %.2f".formatted(figures.distortion());
  }

  /** Steps a second over the epochs that were shown, validation apart; empty for none. */
  OptionalDouble stepsPerSecond() {
    return steps == 0 ? OptionalDouble.empty() : OptionalDouble.of(steps / trainingSeconds);
  }

  @Override
  public void close() {
    bar.close();
  }
}
