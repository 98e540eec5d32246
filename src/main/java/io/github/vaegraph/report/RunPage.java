package io.github.vaegraph.report;

import io.github.vaegraph.evaluate.CodeFigures;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One run as the template shows it.
 *
 * @param id what links lead to
 * @param name the run's name
 * @param heading the name once more, where the page is about several runs
 * @param summary data, model and progress in a line
 * @param notes what is damaged or missing, and what the figures are not
 * @param figures the latest evaluation's figures
 * @param protocol how they were come by
 * @param galleries the curves over the epochs, and what the model draws
 * @param factors what dimensions of the code tell of the data's factors, where those are known
 * @param further figures of other splits, draws and seeds
 * @param epochs the log
 * @param command the command that repeats the run, where a command made it
 * @param configuration everything that repeats the run
 */
record RunPage(
    String id,
    String name,
    Optional<String> heading,
    Optional<String> summary,
    List<String> notes,
    List<Figure> figures,
    Optional<String> protocol,
    List<Gallery> galleries,
    Optional<Table> factors,
    Optional<Table> further,
    Optional<Table> epochs,
    Optional<String> command,
    List<Group> configuration) {
  /** Settings that belong together. */
  record Group(String title, List<Setting> settings) {}

  /** A setting by its key in config.json. */
  record Setting(String key, String value) {}

  /** The page of a run by itself. */
  static RunPage alone(RunContents run) throws IOException {
    Gallery pictures = new Gallery("Pictures", Gallery.Kind.LARGE, run.pictures());
    return of("run", Optional.empty(), run, Stream.of(curves(run), pictures));
  }

  /** A run's part of a page about several, which shows the pictures side by side. */
  static RunPage oneOf(int number, RunContents run) throws IOException {
    return of("run" + number, Optional.of(run.name()), run, Stream.of(curves(run)));
  }

  private static RunPage of(
      String id, Optional<String> heading, RunContents run, Stream<Gallery> galleries) {
    return new RunPage(
        id,
        run.name(),
        heading,
        run.config().map(config -> summary(config, run.metrics().size())),
        notes(run),
        run.evaluation()
            .map(evaluation -> EvaluationFigures.of(evaluation, run.config()))
            .orElse(List.of()),
        run.evaluation().map(RunPage::protocol),
        Gallery.shown(galleries),
        run.evaluation()
            .flatMap(Evaluation::codes)
            .flatMap(CodeFigures::factors)
            .map(FactorTable::of),
        run.further().isEmpty()
            ? Optional.empty()
            : Optional.of(Table.ofEvaluations(run.further())),
        run.metrics().isEmpty() ? Optional.empty() : Optional.of(Table.ofEpochs(run.metrics())),
        run.config().flatMap(RunConfig::commandLine),
        run.config().map(RunPage::groups).orElse(List.of()));
  }

  private static Gallery curves(RunContents run) throws IOException {
    List<Picture> charts =
        PageCharts.draw(TrainingCurves.of(run.metrics()), List.of("train", "validation"));
    return new Gallery("Training", Gallery.Kind.CHARTS, charts);
  }

  private static List<String> notes(RunContents run) {
    List<String> notes = new ArrayList<>(run.problems());
    run.evaluation().flatMap(Evaluation::warning).ifPresent(notes::add);
    return notes;
  }

  /** Whether there is a configuration to show. */
  boolean configured() {
    return !configuration.isEmpty();
  }

  private static String summary(RunConfig config, int epochs) {
    return "%s, %d training images of %s · %s · %d of %d epochs"
        .formatted(
            config.dataset().name(),
            config.dataset().train(),
            config.model().image(),
            config.model().describe().replace(", ", " · "),
            epochs,
            config.training().epochs());
  }

  private static String protocol(Evaluation evaluation) {
    return "Means over %d %s images, binarization %s, seed %d; one code an image%s%s%s."
        .formatted(
            evaluation.images(),
            evaluation.split(),
            evaluation.binarization(),
            evaluation.seed(),
            evaluation.samples() == 0
                ? ""
                : ", %d for the log-likelihood".formatted(evaluation.samples()),
            evaluation.weights().map(of -> "; of " + of).orElse(""),
            evaluation.standardErrors().isPresent()
                ? "; ± is a standard error over the images"
                : "");
  }

  private static List<Group> groups(RunConfig config) {
    Map<String, List<Setting>> groups = new LinkedHashMap<>();
    Json.leaves(config)
        .forEach(
            (key, value) -> {
              int dot = key.indexOf('.');
              String group = dot < 0 ? "run" : key.substring(0, dot);
              if (!key.equals("command")) {
                groups
                    .computeIfAbsent(group, g -> new ArrayList<>())
                    .add(new Setting(key.substring(dot + 1), value));
              }
            });
    return groups.entrySet().stream().map(e -> new Group(e.getKey(), e.getValue())).toList();
  }
}
