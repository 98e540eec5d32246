package io.github.vaegraph.cli;

import io.github.vaegraph.cli.Variation.Point;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.io.Durable;
import io.github.vaegraph.report.Report;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.train.EpochMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The runs of a sweep by the negative ELBO of validation images, at beta 1, lowest first; those of
 * plain autoencoders, which have none, by their distortion after all others. The figures on test
 * images stand beside: what is chosen by them has none left.
 */
final class SweepRanking {
  /** The report's name. */
  static final String PAGE = "report.html";

  private static final String TABLE = "sweep.csv";

  private record Ranked(
      Point point,
      RunDirectory run,
      Optional<EpochMetrics.Figures> validation,
      Optional<Evaluation> test) {
    Optional<Double> elbo() {
      return validation.flatMap(EpochMetrics.Figures::negativeElbo);
    }
  }

  private final List<Ranked> ranked;

  private SweepRanking(List<Ranked> ranked) {
    this.ranked = ranked;
  }

  /** What there is of the runs; one that has not begun is left out. */
  static SweepRanking of(List<Point> points, List<SweepRun> runs) throws IOException {
    List<Ranked> all = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      if (runs.get(i).begun()) {
        RunDirectory run = RunDirectory.open(runs.get(i).folder());
        all.add(
            new Ranked(points.get(i), run, run.validation(), run.evaluations().told(run.model())));
      }
    }
    all.sort(
        Comparator.comparing((Ranked run) -> run.elbo().orElse(Double.POSITIVE_INFINITY))
            .thenComparing(
                run ->
                    run.validation
                        .map(EpochMetrics.Figures::distortion)
                        .orElse(Double.POSITIVE_INFINITY)));
    return new SweepRanking(all);
  }

  /** The folder of the first. */
  Optional<Path> best() {
    return ranked.stream().findFirst().map(run -> run.run.folder());
  }

  /** Writes the table and the report. */
  void write(Path folder) throws IOException {
    if (ranked.isEmpty()) {
      return;
    }
    StringBuilder table = new StringBuilder();
    List<String> header = new ArrayList<>(List.of("rank"));
    header.addAll(ranked.get(0).point.options());
    header.addAll(
        List.of(
            "validation_negative_elbo",
            "validation_distortion",
            "test_negative_elbo",
            "test_distortion",
            "test_negative_log_likelihood",
            "run"));
    table.append(String.join(",", header)).append('\n');
    for (int i = 0; i < ranked.size(); i++) {
      Ranked run = ranked.get(i);
      List<String> row = new ArrayList<>(List.of("" + (i + 1)));
      run.point.values().forEach(value -> row.add(quoted(value)));
      row.add(text(run.elbo()));
      row.add(text(run.validation.map(EpochMetrics.Figures::distortion)));
      row.add(text(run.test.flatMap(Evaluation::negativeElbo)));
      row.add(text(run.test.map(Evaluation::distortion)));
      row.add(text(run.test.flatMap(Evaluation::negativeLogEvidence)));
      row.add(quoted(String.valueOf(run.run.folder().getFileName())));
      table.append(String.join(",", row)).append('\n');
    }
    Durable.replace(folder.resolve(TABLE), table.toString());
    String title =
        "%d runs, lowest negative ELBO on validation images first".formatted(ranked.size());
    Durable.replace(
        folder.resolve(PAGE), Report.html(ranked.stream().map(Ranked::run).toList(), title));
  }

  private static String quoted(String text) {
    return text.contains(",") ? '"' + text + '"' : text;
  }

  private static String text(Optional<Double> figure) {
    return figure.map(Object::toString).orElse("");
  }

  /** Prints the table for people. */
  void print(Console console) {
    console.print("");
    console.print("%4s  %12s  %12s  %s".formatted("rank", "validation", "test", "run"));
    for (int i = 0; i < ranked.size(); i++) {
      Ranked run = ranked.get(i);
      console.print(
          "%4d  %12s  %12s  %s"
              .formatted(
                  i + 1,
                  nats(run.elbo().or(() -> run.validation.map(EpochMetrics.Figures::distortion))),
                  nats(
                      run.test
                          .flatMap(Evaluation::negativeElbo)
                          .or(() -> run.test.map(Evaluation::distortion))),
                  run.point.name()));
    }
    console.print("negative ELBO in nats an image; a plain autoencoder's distortion");
  }

  private static String nats(Optional<Double> figure) {
    return figure.map(value -> "%.2f".formatted(value)).orElse("none");
  }
}
