package io.github.vaegraph.artifact;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.TrainingScores;
import io.github.vaegraph.savedmodel.SavedModelExporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Exports a model with its configuration and its evaluation beside it. */
public final class ModelExport {
  /** Where a model's configuration lies in its export. */
  static final Path CONFIG = Path.of("assets.extra", "config.json");

  /** How likely the model finds its training images, beside the configuration. */
  private static final String SCORES = "scores.json";

  /** Images on which the export is compared with the model. */
  private static final int HELD_BACK = 64;

  private ModelExport() {}

  /**
   * Exports as the next free version.
   *
   * @param config what the model was made from
   * @param evaluation its figures, if there are any
   * @param checkpoint the weights: a checkpoint's files without their endings
   * @param data whose images the export is compared on
   * @param scoreSamples K, the codes that the signature {@code score} draws for each image
   * @param target where it is exported to
   * @return the new version's folder
   * @throws IOException when it cannot be written, or differs from the model it was made from
   */
  public static Path export(
      RunConfig config,
      Optional<Evaluation> evaluation,
      Path checkpoint,
      Dataset data,
      int scoreSamples,
      SavedModelExporter.Target target)
      throws IOException {
    Split heldBack = data.reported().first(HELD_BACK);
    return SavedModelExporter.export(
        new SavedModelExporter.Source(
            config.model(),
            checkpoint,
            scoreSamples,
            new Batch(
                heldBack.images().bytes(0, heldBack.count()), heldBack.labels(), heldBack.count())),
        target,
        model -> {
          Map<String, byte[]> extras = new LinkedHashMap<>();
          Optional<TrainingScores> scores =
              ScoredTraining.of(model, config.model(), data.train(), scoreSamples);
          extras.put(String.valueOf(CONFIG.getFileName()), bytes(Json.pretty(config)));
          evaluation.ifPresent(
              figures -> extras.put("evaluation.json", bytes(Json.pretty(figures))));
          scores.ifPresent(known -> extras.put(SCORES, bytes(Json.pretty(known))));
          extras.put(
              "model-card.md",
              bytes(ModelCard.of(target.name(), config, evaluation, scores, scoreSamples)));
          return extras;
        });
  }

  /** How likely an exported model finds its training images, where that comes with it. */
  public static Optional<TrainingScores> trainingScores(Path exported) throws IOException {
    Path file = exported.resolve(CONFIG).resolveSibling(SCORES);
    return Files.isRegularFile(file)
        ? Optional.of(Json.read(file, TrainingScores.class))
        : Optional.empty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
