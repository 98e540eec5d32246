package io.github.vaegraph;

import io.github.vaegraph.picture.Curves;
import io.github.vaegraph.report.TrainingCurves;
import io.github.vaegraph.train.EpochMetrics;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a model's training went, all calls of {@link Vae#fit} together.
 *
 * @param epochs an entry for each epoch that was finished, in nats an image
 * @param interrupted whether the last call was interrupted
 */
public record History(List<EpochMetrics> epochs, boolean interrupted) {
  /** Copies the list. */
  public History {
    epochs = List.copyOf(epochs);
  }

  /**
   * A picture of the negative ELBO, the distortion and the rate over the epochs.
   *
   * @throws IllegalStateException when no epoch has been finished
   * @throws UnsupportedOperationException when this machine has no fonts
   */
  public BufferedImage curves() {
    if (epochs.isEmpty()) {
      throw new IllegalStateException("no epoch has been finished yet; there is nothing to draw");
    }
    return Curves.panels("", TrainingCurves.of(epochs));
  }

  /** A line an epoch. */
  @Override
  public String toString() {
    String lines = epochs.stream().map(History::line).collect(Collectors.joining("\n"));
    String end = interrupted ? "interrupted after epoch " + epochs.size() : "";
    return lines + (lines.isEmpty() || end.isEmpty() ? "" : "\n") + end;
  }

  /** An epoch's figures in a line. */
  static String line(EpochMetrics metrics) {
    return String.format(
        Locale.ROOT,
        "epoch %3d  train %s%s%s%s",
        metrics.epoch(),
        figures(metrics.train()),
        bound(metrics, metrics.bound()),
        metrics.validation().map(f -> "  validation " + figures(f)).orElse(""),
        bound(metrics, metrics.validationBound()));
  }

  /** What is maximized, where the ELBO does not say it. */
  private static String bound(EpochMetrics metrics, Optional<Double> bound) {
    return bound
        .filter(value -> metrics.boundIsAnother())
        .map(value -> String.format(Locale.ROOT, ", bound %.2f", value))
        .orElse("");
  }

  private static String figures(EpochMetrics.Figures figures) {
    if (figures.rate().isEmpty()) {
      return String.format(Locale.ROOT, "distortion %.2f", figures.distortion());
    }
    return String.format(
        Locale.ROOT,
        "-ELBO %.2f (rate %.2f)",
        figures.negativeElbo().orElseThrow(),
        figures.rate().get());
  }
}
