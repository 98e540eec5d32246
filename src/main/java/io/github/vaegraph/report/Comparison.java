package io.github.vaegraph.report;

import io.github.vaegraph.evaluate.CodeFigures;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.train.EpochMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Several runs side by side.
 *
 * @param caution what makes the figures incomparable, if anything does
 * @param tables the figures, a row for each run; the settings in which the runs differ, a column
 *     for each run
 * @param galleries the runs' curves laid over each other, and their pictures side by side
 */
record Comparison(Optional<String> caution, List<Table> tables, List<Gallery> galleries) {
  /** What a figure depends on beside the model, by the words it is told with. */
  private static final Map<String, String> PROTOCOL =
      Map.of(
          "dataset.checksum", "data",
          "model.likelihood", "likelihood",
          "model.objective", "objective",
          "model.latent.posterior", "posterior",
          "model.classes.names", "classes that the models are told",
          "training.binarization", "binarization");

  /** Characters that a chart's legend has room for. */
  private static final int LEGEND = 36;

  static Comparison of(List<RunContents> runs) throws IOException {
    Map<String, List<EpochMetrics>> metrics = new LinkedHashMap<>();
    runs.forEach(run -> metrics.put(abbreviated(run.name()), run.metrics()));
    List<Table> tables = new ArrayList<>(List.of(figures(runs)));
    List<List<String>> differences = differences(runs);
    if (!differences.isEmpty()) {
      tables.add(settings(runs, differences));
    }
    List<Picture> charts =
        PageCharts.draw(TrainingCurves.overlaid(metrics), List.copyOf(metrics.keySet()));
    Gallery curves = new Gallery("Training", Gallery.Kind.CHARTS, charts);
    Stream<Gallery> pictures =
        RunContents.captions().stream().map(caption -> besides(caption, runs));
    return new Comparison(
        caution(runs, differences),
        tables,
        Gallery.shown(Stream.concat(Stream.of(curves), pictures)));
  }

  /** Of two tables that say the same, the one that is higher than wide. */
  private static Table settings(List<RunContents> runs, List<List<String>> differences) {
    String title = "Settings that differ";
    if (runs.size() <= differences.size()) {
      return new Table(title, "texts", header("setting", runs), differences);
    }
    List<String> header = new ArrayList<>(List.of("run"));
    differences.forEach(difference -> header.add(difference.get(0)));
    List<List<String>> rows = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      List<String> row = new ArrayList<>(List.of(runs.get(run).name()));
      for (List<String> difference : differences) {
        row.add(difference.get(run + 1));
      }
      rows.add(row);
    }
    return new Table(title, "texts", header, rows);
  }

  /** The runs' pictures of one kind. */
  private static Gallery besides(String caption, List<RunContents> runs) {
    List<Picture> pictures = new ArrayList<>();
    for (RunContents run : runs) {
      run.pictures().stream()
          .filter(picture -> picture.caption().equals(caption))
          .map(picture -> picture.captioned(run.name()))
          .forEach(pictures::add);
    }
    return new Gallery(caption, Gallery.Kind.BESIDE, pictures);
  }

  private static String abbreviated(String name) {
    return name.length() <= LEGEND ? name : name.substring(0, LEGEND - 1) + "…";
  }

  private static List<String> header(String first, List<RunContents> runs) {
    List<String> header = new ArrayList<>(List.of(first));
    runs.forEach(run -> header.add(run.name()));
    return header;
  }

  private static Table figures(List<RunContents> runs) {
    Map<String, Function<RunContents, String>> columns = new LinkedHashMap<>();
    columns.put("run", RunContents::name);
    columns.put("negative ELBO", of(Table::negativeElbo));
    columns.put("rate", of(Table::rate));
    columns.put("distortion", of(Table::distortion));
    columns.put("-log p(x)", of(Table::negativeLogEvidence));
    columns.put("bits per dimension", of(Table::bits));
    columns.put("samples", of(e -> "" + e.samples()));
    columns.put("effective samples", of(Table::effectiveSamples));
    columns.put("mutual information", of(Table::mutualInformation));
    if (runs.stream().anyMatch(Comparison::factored)) {
      columns.put("MIG", of(Table::mig));
      columns.put("SAP", of(Table::sap));
    }
    columns.put("learned scale", of(Table::scale));
    columns.put("active units", of(e -> "" + e.activeUnits()));
    columns.put("images", of(e -> e.images() + " " + e.split()));
    columns.put(
        "validation",
        run ->
            run.validation()
                .map(f -> Table.decimals(f.negativeElbo().orElse(f.distortion()), 2))
                .orElse("none"));
    columns.put("epochs", run -> "" + run.metrics().size());
    return new Table(
        "Figures",
        "numbers",
        List.copyOf(columns.keySet()),
        runs.stream()
            .map(run -> columns.values().stream().map(text -> text.apply(run)).toList())
            .toList());
  }

  /** Whether the factors of a run's data are known. */
  private static boolean factored(RunContents run) {
    return run.evaluation().flatMap(Evaluation::codes).flatMap(CodeFigures::factors).isPresent();
  }

  private static Function<RunContents, String> of(Function<Evaluation, String> figure) {
    return run -> run.evaluation().map(figure).orElse("none");
  }

  private static List<List<String>> differences(List<RunContents> runs) {
    List<Map<String, String>> all =
        runs.stream().map(run -> run.config().map(Json::leaves).orElse(Map.of())).toList();
    Set<String> keys = new LinkedHashSet<>();
    all.forEach(leaves -> keys.addAll(leaves.keySet()));
    keys.removeAll(Set.of("command", "created"));
    List<List<String>> differences = new ArrayList<>();
    for (String key : keys) {
      List<String> row = new ArrayList<>();
      all.forEach(leaves -> row.add(leaves.getOrDefault(key, "none")));
      if (Set.copyOf(row).size() > 1) {
        row.add(0, key);
        differences.add(row);
      }
    }
    return differences;
  }

  private static Optional<String> caution(List<RunContents> runs, List<List<String>> differences) {
    Set<String> reasons = new LinkedHashSet<>();
    for (List<String> difference : differences) {
      Optional.ofNullable(PROTOCOL.get(difference.get(0))).ifPresent(reasons::add);
    }
    addIfUnequal(runs, Evaluation::split, "split", reasons);
    addIfUnequal(runs, Evaluation::images, "number of images", reasons);
    addIfUnequal(runs, Evaluation::samples, "samples for -log p(x)", reasons);
    addIfUnequal(runs, Evaluation::seed, "the evaluation's seed", reasons);
    addIfUnequal(runs, Evaluation::binarization, "binarization", reasons);
    // Of one seed, older programs drew other codes.
    addIfUnequal(
        runs, e -> e.standardErrors().isPresent(), "the program that evaluated them", reasons);
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Compare with care: the runs differ in "
                + String.join(", ", reasons)
                + ", on which the figures depend.");
  }

  private static void addIfUnequal(
      List<RunContents> runs, Function<Evaluation, ?> figure, String reason, Set<String> reasons) {
    if (runs.stream().flatMap(r -> r.evaluation().stream()).map(figure).distinct().count() > 1) {
      reasons.add(reason);
    }
  }
}
