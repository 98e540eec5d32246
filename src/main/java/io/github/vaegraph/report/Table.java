package io.github.vaegraph.report;

import io.github.vaegraph.evaluate.CodeFigures;
import io.github.vaegraph.evaluate.Estimate;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.evaluate.FactorFigures;
import io.github.vaegraph.evaluate.StandardErrors;
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
            "effective samples",
            "binarization",
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
        effectiveSamples(e),
        e.binarization(),
        "" + e.seed(),
        e.weights().map(of -> "step " + of.step()).orElse("unknown")
            + (ofModel ? "" : ", not the model's"),
        negativeElbo(e),
        rate(e),
        distortion(e),
        negativeLogEvidence(e),
        bits(e),
        "" + e.activeUnits());
  }

  static String negativeElbo(Evaluation e) {
    return text(e.estimate(Evaluation::negativeElbo, StandardErrors::negativeElbo), 2);
  }

  static String rate(Evaluation e) {
    return text(e.estimate(Evaluation::rate, StandardErrors::rate), 2);
  }

  static String distortion(Evaluation e) {
    return text(
        e.estimate(figures -> Optional.of(figures.distortion()), StandardErrors::distortion), 2);
  }

  static String negativeLogEvidence(Evaluation e) {
    return text(
        e.estimate(Evaluation::negativeLogEvidence, StandardErrors::negativeLogEvidence), 2);
  }

  static String bits(Evaluation e) {
    return text(e.estimate(Evaluation::bitsPerDimension, StandardErrors::bitsPerDimension), 4);
  }

  static String mutualInformation(Evaluation e) {
    return text(e.codes().flatMap(CodeFigures::mutualInformation), 2);
  }

  /** The mutual information gap, where the data's factors are known. */
  static String mig(Evaluation e) {
    return text(e.codes().flatMap(CodeFigures::factors).flatMap(FactorFigures::mig), 3);
  }

  /** The separated attribute predictability, where the data's factors are known. */
  static String sap(Evaluation e) {
    return e.codes()
        .flatMap(CodeFigures::factors)
        .map(known -> decimals(known.sap(), 3))
        .orElse("none");
  }

  /** How many codes carry the estimate of the median image. */
  static String effectiveSamples(Evaluation e) {
    return e.convergence().map(found -> decimals(found.effectiveSamples(), 1)).orElse("none");
  }

  /** The likelihood's learned scale, of the median value. */
  static String scale(Evaluation e) {
    return e.scale().map(found -> decimals(found.median(), 4)).orElse("none");
  }

  private static String text(Optional<Estimate> estimate, int places) {
    return estimate.map(known -> plusMinus(known.text(places))).orElse("none");
  }

  /** A page has the sign that a terminal may lack. */
  static String plusMinus(String text) {
    return text.replace("+-", "±");
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
    String text = String.format(Locale.ROOT, "%." + places + "f", value);
    return text.matches("-[0.]+") ? text.substring(1) : text; // no -0.00
  }
}
