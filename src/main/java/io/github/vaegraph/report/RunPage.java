package io.github.vaegraph.report;

import io.github.vaegraph.evaluate.CodeFigures;
import io.github.vaegraph.evaluate.Convergence;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.evaluate.FactorFigures;
import io.github.vaegraph.evaluate.StandardErrors;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
  /** A number with what it is. */
  record Figure(String label, String value, Optional<String> unit, String meaning) {}

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
        run.evaluation().map(evaluation -> figures(evaluation, run.config())).orElse(List.of()),
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

  private static List<Figure> figures(Evaluation evaluation, Optional<RunConfig> config) {
    List<Figure> figures = new ArrayList<>();
    if (evaluation.negativeElbo().isPresent()) {
      figures.add(nats("negative ELBO", Table.negativeElbo(evaluation), "rate + distortion"));
      figures.add(nats("rate", Table.rate(evaluation), "KL(q(z|x) || p(z))"));
    }
    String meaning = evaluation.rate().isPresent() ? "-E_q[log p(x|z)]" : "-log p(x|z) at z = mean";
    figures.add(nats("distortion", Table.distortion(evaluation), meaning));
    evaluation
        .estimate(Evaluation::negativeLogLikelihood, StandardErrors::negativeLogLikelihood)
        .ifPresent(
            v ->
                figures.add(
                    nats(
                        evaluation.negativeLogMarginal().isPresent() ? "-log p(x|c)" : "-log p(x)",
                        Table.plusMinus(v.text(2)),
                        "importance-weighted, %d samples".formatted(evaluation.samples())
                            + evaluation.convergence().map(RunPage::carried).orElse(""))));
    evaluation
        .estimate(Evaluation::negativeLogMarginal, StandardErrors::negativeLogMarginal)
        .ifPresent(
            v ->
                figures.add(
                    nats("-log p(x)", Table.plusMinus(v.text(2)), "by the classes' frequencies")));
    if (evaluation.bitsPerDimension().isPresent()) {
      figures.add(
          new Figure(
              "bits per dimension",
              Table.bits(evaluation),
              Optional.empty(),
              "of the " + evaluation.bitsOf()));
    }
    String all = config.map(c -> " of " + c.model().latentDim()).orElse("");
    figures.add(
        new Figure(
            "active units",
            evaluation.activeUnits() + all,
            Optional.empty(),
            "Var_x(E_q[z]) above 0.01"));
    evaluation.codes().ifPresent(codes -> add(codes, figures));
    evaluation
        .scale()
        .ifPresent(
            scale ->
                figures.add(
                    new Figure(
                        "learned scale",
                        Table.scale(evaluation),
                        Optional.empty(),
                        "of pixels in [0, 1], the median; %s%% of the values at the bound of %s"
                            .formatted(
                                Table.decimals(100 * scale.shareAtBound(), 1),
                                Table.decimals(scale.bound(), 4)))));
    return figures;
  }

  private static String carried(Convergence found) {
    return ", %s of which carry the median image's%s"
        .formatted(
            Table.decimals(found.effectiveSamples(), 1),
            found.bySamples().stream()
                .map(
                    part ->
                        "; %s by %d"
                            .formatted(
                                Table.decimals(part.negativeLogLikelihood().value(), 2),
                                part.samples()))
                .limit(found.bySamples().size() - 1L)
                .collect(Collectors.joining()));
  }

  private static void add(CodeFigures codes, List<Figure> figures) {
    codes
        .mutualInformation()
        .ifPresent(
            v ->
                figures.add(
                    nats(
                        "mutual information",
                        Table.plusMinus(v.text(2)),
                        "I(x; z) over %d images, at most %s"
                            .formatted(
                                codes.images(), Table.decimals(Math.log(codes.images()), 2)))));
    codes
        .marginalKl()
        .ifPresent(
            v ->
                figures.add(
                    nats(
                        "KL(q(z) || p(z))",
                        Table.plusMinus(v.text(2)),
                        "the rate less that information")));
    codes
        .probe()
        .ifPresent(
            probe ->
                figures.add(
                    new Figure(
                        "linear probe",
                        Table.plusMinus(probe.accuracy().text(4)),
                        Optional.empty(),
                        "of %d classes named right, from the codes of %d training images"
                            .formatted(probe.classes(), probe.trainImages()))));
    codes.factors().ifPresent(known -> add(known, figures));
  }

  private static void add(FactorFigures known, List<Figure> figures) {
    String of = " of %d factors, at most 1".formatted(known.factors().size());
    known
        .mig()
        .ifPresent(
            gap ->
                figures.add(
                    new Figure(
                        "MIG",
                        Table.plusMinus(gap.text(3)),
                        Optional.empty(),
                        "mutual information gap" + of)));
    figures.add(
        new Figure(
            "SAP",
            Table.decimals(known.sap(), 3),
            Optional.empty(),
            "separated attribute predictability" + of));
  }

  private static Figure nats(String label, String value, String meaning) {
    return new Figure(label, value, Optional.of("nats"), meaning);
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
