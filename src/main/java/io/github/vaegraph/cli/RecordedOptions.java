package io.github.vaegraph.cli;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.DataOptions.SplitSize;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.train.TrainingConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run's records say, as the options of data, model and training that say the same. Options
 * without a value here have none in the records.
 */
final class RecordedOptions {
  private final Map<String, String> values = new HashMap<>();

  private RecordedOptions() {}

  /**
   * Values by the options' names, without hyphens before them.
   *
   * @param given the name of an option that will be put over them, and {@code text} its value: what
   *     it is a short form of, or has a short form of, makes room for it
   */
  static Map<String, String> of(RunConfig config, String given, String text) {
    RecordedOptions options = new RecordedOptions();
    options.addData(config.data());
    options.addModel(config.model());
    options.addTraining(config.training());
    options.makeRoom(given, text);
    return Map.copyOf(options.values);
  }

  private void makeRoom(String given, String text) {
    boolean whole = text.contains(":");
    switch (given) {
      case "hidden" -> values.remove("network");
      case "sigma" -> split("likelihood", "", "sigma");
      case "likelihood" -> {
        if (!whole) {
          split("likelihood", "", "sigma");
        }
      }
      case "beta", "kl-warmup" -> {
        if (!whole) {
          split("beta", "ramp", "kl-warmup");
        }
      }
      case "objective" -> {
        // A point's objective is short for it: whoever names another asks for another posterior.
        if ("point".equals(values.get("posterior"))) {
          values.remove("posterior");
        }
      }
      default -> {}
    }
  }

  /**
   * {@code likelihood gaussian:0.1} as {@code gaussian} and 0.1; {@code beta ramp:1.0,3} as 1.0 and
   * 3.
   */
  private void split(String name, String only, String argument) {
    String text = Objects.requireNonNull(values.get(name));
    int at = text.lastIndexOf(only.isEmpty() ? ':' : ',');
    if (at >= 0 && text.startsWith(only)) {
      values.put(name, text.substring(only.isEmpty() ? 0 : only.length() + 1, at));
      values.put(argument, text.substring(at + 1));
    }
  }

  private void addData(DataOptions data) {
    put("data", data.data());
    put("data-dir", data.dataDir());
    data.reading()
        .said()
        .forEach((name, value) -> put(OptionWords.option(name).substring("--".length()), value));
    put("validation", data.validation().map(SplitSize::value));
    put("test", data.test().map(SplitSize::value));
    put("data-seed", data.seed());
  }

  private void addModel(ModelConfig model) {
    put("network", model.network().text());
    put("activation", model.activation().text());
    put("latent-dim", model.latentDim());
    put("prior", model.latent().prior().text());
    put("posterior", model.latent().posterior().text());
    put("likelihood", model.likelihood().text());
    put("objective", model.objective().text());
  }

  private void addTraining(TrainingConfig training) {
    put("beta", training.beta().text());
    put("train-samples", training.samples());
    put("epochs", training.epochs());
    put("batch-size", training.batchSize());
    put("learning-rate", training.learningRate().text());
    put("clip-norm", training.clipNorm());
    put("binarization", training.binarization().text());
    put("towers", training.towers());
    put("seed", training.seed());
    put("checkpoint-every", training.checkpointEvery());
    put("max-rollbacks", training.maxRollbacks());
  }

  private void put(String name, Object value) {
    values.put(name, value.toString());
  }

  private void put(String name, Optional<?> value) {
    value.ifPresent(present -> put(name, present));
  }
}
