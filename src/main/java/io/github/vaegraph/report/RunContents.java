package io.github.vaegraph.report;

import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.io.RegularFile;
import io.github.vaegraph.run.CheckpointFolder;
import io.github.vaegraph.run.Completion;
import io.github.vaegraph.run.Evaluations;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.Outcome;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.train.EpochMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What can be read of a run's folder, finished or not, and what cannot.
 *
 * @param name what the page calls the run
 * @param config the configuration, if it can be read
 * @param metrics the log, by rising epochs
 * @param validation figures of the epoch whose weights are the model, on validation images
 * @param evaluation the evaluation that is told, if there has been one
 * @param further evaluations of other splits, draws, seeds and weights
 * @param pictures the pictures that there are
 * @param problems what is damaged or missing, a sentence each
 */
record RunContents(
    String name,
    Optional<RunConfig> config,
    List<EpochMetrics> metrics,
    Optional<EpochMetrics.Figures> validation,
    Optional<Evaluation> evaluation,
    List<Further> further,
    List<Picture> pictures,
    List<String> problems) {
  private static final Map<String, String> PICTURES = new LinkedHashMap<>();

  static {
    PICTURES.put("samples.png", "Samples");
    PICTURES.put("reconstructions.png", "Images and their reconstructions");
    PICTURES.put("manifold.png", "The decoder over a grid of codes");
    PICTURES.put("latents.png", "Posterior means");
    PICTURES.put("codes.png", "Codes against the prior");
  }

  /**
   * An evaluation beside the one that is told.
   *
   * @param ofModel whether it is of the weights that are the run's model
   */
  record Further(Evaluation evaluation, boolean ofModel) {}

  /** What the pictures of a run show. */
  static List<String> captions() {
    return List.copyOf(PICTURES.values());
  }

  /** Reads a run's folder; what is damaged becomes a problem. */
  static RunContents read(String name, RunDirectory run) {
    List<String> problems = new ArrayList<>();
    Optional<RunConfig> made = attempt(() -> Optional.of(run.config()), problems);
    Optional<CheckpointFolder.Kept> model =
        made.flatMap(
            known -> attempt(() -> run.checkpoints().model(known.wanted().weights()), problems));
    Optional<Outcome> outcome =
        made.flatMap(known -> model.map(kept -> kept.outcome(known.training())));
    Optional<RunConfig> config = made.map(known -> known.withOutcome(outcome));
    List<EpochMetrics> metrics = metrics(run.file("metrics.jsonl"), problems);
    Evaluations evaluations = run.evaluations();
    Optional<Evaluation> evaluation =
        attempt(
            () -> model.isPresent() ? evaluations.told(model.get()) : evaluations.told(), problems);
    model
        .flatMap(kept -> attempt(() -> evaluations.caution(kept), problems))
        .ifPresent(problems::add);
    List<Further> further =
        attempt(() -> Optional.of(evaluations.further()), problems).orElse(List.of()).stream()
            .map(other -> new Further(other, model.map(kept -> kept.has(other)).orElse(true)))
            .toList();
    if (Files.notExists(run.file("evaluation.json"))) {
      problems.add("No evaluation yet: vae evaluate makes one.");
    }
    outcome
        .filter(known -> known.end().isPresent())
        .flatMap(Outcome::epochs)
        .or(() -> config.map(c -> c.training().epochs()))
        .filter(epochs -> metrics.size() < epochs)
        .ifPresent(
            epochs ->
                problems.add(
                    "Unfinished: the log holds %d of %d epochs."
                        .formatted(metrics.size(), epochs)));
    List<Picture> pictures = pictures(run, problems);
    Optional<Completion> done = attempt(run::completion, problems);
    boolean drawn =
        model.flatMap(kept -> done.filter(kept::isOf).filter(Completion::drawn)).isPresent();
    if (!pictures.isEmpty() && model.isPresent() && !drawn) {
      problems.add(
          "The pictures may be of other weights than the run's model: training has gone on since"
              + " they were drawn, or they were drawn by an older program.");
    }
    Optional<EpochMetrics.Figures> validation = outcome.flatMap(known -> known.validation(metrics));
    return new RunContents(
        name, config, metrics, validation, evaluation, further, pictures, problems);
  }

  /** The log's epochs; of an epoch that stands there twice, the later line. */
  private static List<EpochMetrics> metrics(Path file, List<String> problems) {
    Map<Integer, EpochMetrics> epochs = new TreeMap<>();
    List<String> unread = new ArrayList<>();
    List<String> lines = attempt(() -> lines(file), problems).orElse(List.of());
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String where = "metrics.jsonl, line " + (i + 1);
      attempt(() -> Optional.of(Json.parse(line, EpochMetrics.class, where)), unread)
          .ifPresent(epoch -> epochs.put(epoch.epoch(), epoch));
    }
    if (!unread.isEmpty()) {
      int more = unread.size() - 1;
      problems.add(unread.get(0) + (more == 0 ? "" : ", and %d more like it".formatted(more)));
    }
    return List.copyOf(epochs.values());
  }

  private static Optional<List<String>> lines(Path file) throws IOException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      // A torn line may end within a character: no reason to lose the others.
      String text = new String(RegularFile.bytes(file, 1 << 30), StandardCharsets.UTF_8);
      return Optional.of(text.lines().toList());
    } catch (IOException e) {
      throw new IOException("metrics.jsonl, as it cannot be read", e);
    }
  }

  private static List<Picture> pictures(RunDirectory run, List<String> problems) {
    List<Picture> pictures = new ArrayList<>();
    PICTURES.forEach(
        (file, caption) -> {
          if (Files.exists(run.file(file))) {
            try {
              pictures.add(Picture.read(run.file(file), caption));
            } catch (IOException e) {
              problems.add("Left out: %s, as %s.".formatted(file, e.getMessage()));
            }
          }
        });
    if (pictures.isEmpty()) {
      problems.add("No pictures: vae train draws them at its end.");
    }
    return pictures;
  }

  private interface Reading<T> {
    Optional<T> read() throws IOException;
  }

  private static <T> Optional<T> attempt(Reading<T> reading, List<String> problems) {
    try {
      return reading.read();
    } catch (IOException e) {
      problems.add("Left out: " + e.getMessage());
      return Optional.empty();
    }
  }
}
