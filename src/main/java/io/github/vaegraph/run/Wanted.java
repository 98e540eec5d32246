package io.github.vaegraph.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.vaegraph.model.ModelConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is wanted of a run beside its weights.
 *
 * @param samples K, codes drawn for each image to estimate log p(x) in the evaluation at the end; 0
 *     for no estimate
 * @param export where the model is exported to; empty when it is not to be
 * @param tensorBoard whether event files for TensorBoard are written
 * @param weights which are evaluated, drawn and exported
 */
public record Wanted(
    int samples,
    Optional<Export> export,
    boolean tensorBoard,
    @JsonProperty(defaultValue = "last") Weights weights) {
  /** K where nobody says otherwise. */
  public static final int SAMPLES = 100;

  /**
   * @throws IllegalArgumentException when samples are negative
   */
  public Wanted {
    if (samples < 0) {
      throw new IllegalArgumentException("samples must not be negative, was " + samples);
    }
  }

  /**
   * What is wanted of a training from Java, where nobody says otherwise: its model is the one that
   * stands there.
   *
   * @param data the data set's name
   */
  public static Wanted usual(ModelConfig model, String data) {
    return new Wanted(usualSamples(model), Optional.of(Export.usual(data)), false, Weights.LAST);
  }

  /** K where nobody says otherwise: a plain autoencoder has nothing to draw codes from. */
  public static int usualSamples(ModelConfig model) {
    return model.hasRate() ? SAMPLES : 0;
  }

  /** The same, with event files. */
  public Wanted watched() {
    return new Wanted(samples, export, true, weights);
  }

  /** The same, of other weights. */
  public Wanted of(Weights other) {
    return new Wanted(samples, export, tensorBoard, other);
  }

  /**
   * Where a model is exported to.
   *
   * @param base where exported models lie, as it was given: a relative path leads on from where the
   *     program is started
   * @param name the model's name, one folder below base
   */
  public record Export(Path base, String name) {
    /** Where exported models lie where nobody says otherwise. */
    public static final Path BASE = Path.of("savedmodel");

    /** Where models of these data are exported to. */
    public static Export usual(String data) {
      return new Export(BASE, named(data));
    }

    /** The data's name with hyphens for what no model's name may hold. */
    public static String named(String data) {
      String fitting = data.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", "");
      return fitting.isEmpty() ? "model" : fitting;
    }
  }
}
