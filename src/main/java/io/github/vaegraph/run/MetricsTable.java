package io.github.vaegraph.run;

import io.github.vaegraph.train.EpochMetrics;
import io.github.vaegraph.train.EpochMetrics.Figures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An epoch's figures as a row of CSV, with flat names; what is not known is an empty cell. */
final class MetricsTable {
  private static final Map<String, Function<EpochMetrics, Optional<?>>> COLUMNS =
      new LinkedHashMap<>();

  static {
    COLUMNS.put("epoch", metrics -> Optional.of(metrics.epoch()));
    COLUMNS.put("steps", metrics -> Optional.of(metrics.steps()));
    addFigures("train", metrics -> Optional.of(metrics.train()));
    addFigures("validation", EpochMetrics::validation);
    COLUMNS.put("bound", EpochMetrics::bound);
    COLUMNS.put("validation_bound", EpochMetrics::validationBound);
    COLUMNS.put("learning_rate", EpochMetrics::learningRate);
    COLUMNS.put("beta", EpochMetrics::beta);
    COLUMNS.put("images_per_second", metrics -> Optional.of(metrics.imagesPerSecond()));
    COLUMNS.put("seconds", metrics -> Optional.of(metrics.seconds()));
  }

  /** The columns' names, with a line break. */
  static final String HEADER = String.join(",", COLUMNS.keySet()) + "\n";

  private MetricsTable() {}

  private static void addFigures(String split, Function<EpochMetrics, Optional<Figures>> figures) {
    COLUMNS.put(
        split + "_negative_elbo", metrics -> figures.apply(metrics).flatMap(Figures::negativeElbo));
    COLUMNS.put(split + "_rate", metrics -> figures.apply(metrics).flatMap(Figures::rate));
    COLUMNS.put(split + "_distortion", metrics -> figures.apply(metrics).map(Figures::distortion));
  }

  /** An epoch's row, with a line break. */
  static String line(EpochMetrics metrics) {
    return COLUMNS.values().stream()
        .map(column -> column.apply(metrics).map(Object::toString).orElse(""))
        .collect(Collectors.joining(",", "", "\n"));
  }
}
