package io.github.vaegraph.report;

import io.github.vaegraph.picture.Curves.Curve;
import io.github.vaegraph.picture.Curves.Panel;
import io.github.vaegraph.train.EpochMetrics;
import io.github.vaegraph.train.EpochMetrics.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The curves of training runs over their epochs: negative ELBO, distortion and rate. */
public final class TrainingCurves {
  private static final List<Quantity> QUANTITIES =
      List.of(
          new Quantity("negative ELBO", Figures::negativeElbo),
          new Quantity("distortion", figures -> Optional.of(figures.distortion())),
          new Quantity("rate", Figures::rate));

  private record Quantity(String label, Function<Figures, Optional<Double>> value) {
    /** This figure over the epochs; empty where none of them has it. */
    Optional<Curve> curve(
        String name, List<EpochMetrics> metrics, Function<EpochMetrics, Optional<Figures>> split) {
      double[] values =
          metrics.stream()
              .mapToDouble(epoch -> split.apply(epoch).flatMap(value).orElse(Double.NaN))
              .toArray();
      for (double v : values) {
        if (Double.isFinite(v)) {
          double[] epochs = metrics.stream().mapToDouble(EpochMetrics::epoch).toArray();
          return Optional.of(new Curve(name, epochs, values));
        }
      }
      return Optional.empty();
    }
  }

  private TrainingCurves() {}

  /**
   * One run's panels: a figure each, in training and in validation, where there are such.
   *
   * @param metrics with rising epochs
   */
  public static List<Panel> of(List<EpochMetrics> metrics) {
    List<Panel> panels = new ArrayList<>();
    for (Quantity quantity : QUANTITIES) {
      List<Curve> curves = new ArrayList<>();
      quantity.curve("train", metrics, m -> Optional.of(m.train())).ifPresent(curves::add);
      quantity.curve("validation", metrics, EpochMetrics::validation).ifPresent(curves::add);
      add(panels, quantity.label() + " (nats)", curves);
    }
    if (metrics.stream().anyMatch(EpochMetrics::boundIsAnother)) {
      add(panels, "bound that is maximized (nats)", List.of(bound(metrics)));
    }
    return panels;
  }

  private static Curve bound(List<EpochMetrics> metrics) {
    return new Curve(
        "train",
        metrics.stream().mapToDouble(EpochMetrics::epoch).toArray(),
        metrics.stream().mapToDouble(epoch -> epoch.bound().orElse(Double.NaN)).toArray());
  }

  /**
   * The panels of several runs laid over each other: a figure each, a curve for each run that has
   * it. They show the validation images, and the training images where a run has no validation.
   *
   * @param runs the runs' metrics, with rising epochs, by the names that the legend gives them
   */
  static List<Panel> overlaid(Map<String, List<EpochMetrics>> runs) {
    boolean validated =
        runs.values().stream().flatMap(List::stream).allMatch(m -> m.validation().isPresent());
    Function<EpochMetrics, Optional<Figures>> split =
        validated ? EpochMetrics::validation : m -> Optional.of(m.train());
    List<Panel> panels = new ArrayList<>();
    for (Quantity quantity : QUANTITIES) {
      List<Curve> curves = new ArrayList<>();
      runs.forEach((name, metrics) -> quantity.curve(name, metrics, split).ifPresent(curves::add));
      add(
          panels,
          quantity.label() + ", " + (validated ? "validation" : "train") + " (nats)",
          curves);
    }
    return panels;
  }

  private static void add(List<Panel> panels, String label, List<Curve> curves) {
    if (!curves.isEmpty()) {
      panels.add(new Panel(label, curves));
    }
  }
}
