package io.github.vaegraph.run;

import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.io.Durable;
import io.github.vaegraph.model.WeightsId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The evaluations of a run: {@code evaluation.json}, which the report and exports tell where it is
 * of the run's model, beside it a folder with those of other splits, draws, seeds and weights, and
 * {@code completion.json}, which tells what was done with which weights.
 */
public final class Evaluations {
  private static final String TOLD = "evaluation.json";
  private static final String COMPLETION = "completion.json";
  private static final String FURTHER = "evaluations";

  private final Path run;

  /**
   * @param run the run's folder
   */
  Evaluations(Path run) {
    this.run = run;
  }

  /** What lies in {@code evaluation.json}, of whatever weights. */
  public Optional<Evaluation> told() throws IOException {
    Path file = run.resolve(TOLD);
    return Files.exists(file) ? Optional.of(Json.read(file, Evaluation.class)) : Optional.empty();
  }

  /** The same if it is of these weights: what may be told of them. */
  public Optional<Evaluation> told(CheckpointFolder.Kept model) throws IOException {
    return told().filter(model::has);
  }

  /**
   * What a reader should know of {@code evaluation.json}, in a line: that it is of other weights,
   * or does not say of which; empty when all is well, or there is none.
   */
  public Optional<String> caution(CheckpointFolder.Kept model) throws IOException {
    Optional<Evaluation> told = told();
    if (told.isEmpty()) {
      return Optional.empty();
    }
    Optional<WeightsId> measured = told.get().weights();
    if (measured.isEmpty()) {
      boolean known = completion().filter(model::isOf).filter(Completion::evaluated).isPresent();
      return known
          ? Optional.empty()
          : Optional.of(
              TOLD
                  + " does not say of which weights it is, as an older program wrote it; vae"
                  + " evaluate measures them again");
    }
    return model.has(told.get())
        ? Optional.empty()
        : Optional.of(
            "%s is of other weights (%s) than the run's model (%s); vae evaluate measures these"
                .formatted(TOLD, measured.get(), model.id()));
  }

  /** Writes what the report and exports tell. */
  public void tell(Evaluation evaluation) throws IOException {
    Durable.replace(run.resolve(TOLD), Json.pretty(evaluation));
  }

  /**
   * Writes an evaluation beside those of other splits, draws, seeds and weights.
   *
   * @return its file
   */
  public Path keep(Evaluation evaluation) throws IOException {
    String step = evaluation.weights().map(weights -> "-step" + weights.step()).orElse("");
    String name =
        String.format(
            Locale.ROOT,
            "%s-%d-seed%d%s.json",
            evaluation.split(),
            evaluation.samples(),
            evaluation.seed(),
            step);
    Path file = run.resolve(FURTHER).resolve(name);
    Files.createDirectories(run.resolve(FURTHER));
    Durable.replace(file, Json.pretty(evaluation));
    return file;
  }

  /** Those of other splits, draws, seeds and weights, by their files' names. */
  public List<Evaluation> further() throws IOException {
    List<Evaluation> evaluations = new ArrayList<>();
    for (Path file : furtherFiles()) {
      evaluations.add(Json.read(file, Evaluation.class));
    }
    return evaluations;
  }

  private List<Path> furtherFiles() throws IOException {
    Path further = run.resolve(FURTHER);
    if (!Files.isDirectory(further)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(further)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** How far the work after training has come. */
  Optional<Completion> completion() throws IOException {
    Path file = run.resolve(COMPLETION);
    return Files.exists(file) ? Optional.of(Json.read(file, Completion.class)) : Optional.empty();
  }

  /** Notes how far the work after training has come. */
  void write(Completion completion) throws IOException {
    Durable.replace(run.resolve(COMPLETION), Json.pretty(completion));
  }

  /** Takes all away. */
  void forget() throws IOException {
    Files.deleteIfExists(run.resolve(COMPLETION));
    for (Path file : furtherFiles()) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(run.resolve(TOLD));
  }
}
