package io.github.vaegraph.result;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.serve.SavedModelExporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Exports a model with its configuration and its evaluation beside it. */
public final class ModelExport {
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
   * @param base where exported models lie
   * @param name the model's name, one folder below base
   * @return the new version's folder
   * @throws IOException when it cannot be written, or differs from the model it was made from
   * @throws IllegalArgumentException when TensorFlow Serving could not take the name
   */
  public static Path export(
      RunConfig config,
      Optional<Evaluation> evaluation,
      Path checkpoint,
      Dataset data,
      Path base,
      String name)
      throws IOException {
    Map<String, byte[]> extras = new LinkedHashMap<>();
    extras.put("config.json", bytes(Json.pretty(config)));
    if (evaluation.isPresent()) {
      extras.put("evaluation.json", bytes(Json.pretty(evaluation.get())));
    }
    Split heldBack = data.reported();
    return SavedModelExporter.export(
        config.model(),
        checkpoint,
        heldBack.images().bytes(0, Math.min(HELD_BACK, heldBack.count())),
        base,
        name,
        extras);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
