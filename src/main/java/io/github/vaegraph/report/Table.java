package io.github.vaegraph.report;

import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.train.EpochMetrics;
import io.github.vaegraph.train.EpochMetrics.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A table of the page.
 *
 * @param title what stands above it
 * @param kind its look: {@code numbers}, or {@code texts} that may break into lines
 * @param columns what heads the columns
 * @param rows a text for each column
 */
record Table(String title, String kind, List<String> columns, List<List<String>> rows) {
  /** A column of the log. */
  private record Column(String title, Function<EpochMetrics, Optional<String>> text) {}

  /** The log; a column that no epoch fills is left out. */
  static Table ofEpochs(List<EpochMetrics> metrics) {
    List<Column> all = new ArrayList<>();
    all.add(new Column("epoch", m -> Optional.of("" + m.epoch())));
    all.add(new Column("steps", m -> Optional.of("" + m.steps())));
    addFigures("train", m -> Optional.of(m.train()), all);
    addFigures("validation", EpochMetrics::validation, all);
    all.add(nats("bound", EpochMetrics::bound));
    all.add(nats("validation bound", EpochMetrics::validationBound));
    all.add(new Column("learning rate", m -> m.learningRate().map(rate -> "" + rate.floatValue())));
    all.add(new Column("beta", m -> m.beta().map(beta -> "" + beta.floatValue())));
    all.add(new Column("images/s", m -> Optional.of(decimals(m.imagesPerSecond(), 0))));
    all.add(new Column("seconds", m -> Optional.of(decimals(m.seconds(), 1))));
    List<Column> columns =
        all.stream()
            .filter(column -> metrics.stream().anyMatch(m -> column.text.apply(m).isPresent()))
            .toList();
    return new Table(
        "Epochs",
        "numbers",
        columns.stream().map(Column::title).toList(),
        metrics.stream()
            .map(m -> columns.stream().map(column -> column.text.apply(m).orElse("")).toList())
            .toList());
  }

  /** Figures of several splits, draws, seeds and weights. */
  static Table ofEvaluations(List<RunContents.Further> evaluations) {
    return new Table(
        "Further evaluations",
        "numbers",
        List.of(
            "images",
            "samples",
            "seed",
            "weights",
            "negative ELBO",
            "rate",
            "distortion",
            "-log p(x)",
            "bits per dimension",
            "active units"),
        evaluations.stream().map(further -> row(further.evaluation(), further.ofModel())).toList());
  }

  private static List<String> row(Evaluation e, boolean ofModel) {
    return List.of(
        e.images() + " " + e.split(),
        "" + e.samples(),
        "" + e.seed(),
        e.weights().map(of -> "step " + of.step()).orElse("unknown")
            + (ofModel ? "" : ", not the model's"),
        nats(e.negativeElbo()),
        nats(e.rate()),
        decimals(e.distortion(), 2),
        nats(e.negativeLogEvidence()),
        bits(e.bitsPerDimension()),
        "" + e.activeUnits());
  }

  private static String nats(Optional<Double> figure) {
    return figure.map(value -> decimals(value, 2)).orElse("none");
  }

  static String bits(Optional<Double> figure) {
    return figure.map(value -> decimals(value, 4)).orElse("none");
  }

  private static void addFigures(
      String split, Function<EpochMetrics, Optional<Figures>> figures, List<Column> columns) {
    columns.add(
        nats(split + " negative ELBO", m -> figures.apply(m).flatMap(Figures::negativeElbo)));
    columns.add(nats(split + " rate", m -> figures.apply(m).flatMap(Figures::rate)));
    columns.add(nats(split + " distortion", m -> figures.apply(m).map(Figures::distortion)));
  }

  private static Column nats(String title, Function<EpochMetrics, Optional<Double>> value) {
    return new Column(title, m -> value.apply(m).map(v -> decimals(v, 2)));
  }

  static String decimals(double value, int places) {
    return String.format(Locale.ROOT, "%." + places + "f", value);
  }
}
