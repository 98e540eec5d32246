package io.github.vaegraph.cli;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.DataOptions.SplitSize;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.train.TrainingConfig;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a run's records say, as the options of data, model and training that say the same. Options
 * without a value here have none in the records.
 */
final class RecordedOptions {
  private final Map<String, String> values = new HashMap<>();

  private RecordedOptions() {}

  /** Values by the options' names, without hyphens before them. */
  static Map<String, String> of(RunConfig config) {
    RecordedOptions options = new RecordedOptions();
    options.addData(config.data());
    options.addModel(config.model());
    options.addTraining(config.training());
    return Map.copyOf(options.values);
  }

  private void addData(DataOptions data) {
    put("data", data.data());
    put("data-dir", data.dataDir());
    put("shape", data.shape());
    put("channels", data.channels());
    put("resize", data.resize().map(shape -> shape.height() + "x" + shape.width()));
    put("label-column", data.labelColumn().name().toLowerCase(Locale.ROOT));
    put("max-value", data.maxValue());
    put("validation", data.validation().map(SplitSize::value));
    put("test", data.test().map(SplitSize::value));
    put("data-seed", data.seed());
  }

  private void addModel(ModelConfig model) {
    String widths = model.hidden().stream().map(String::valueOf).collect(Collectors.joining(","));
    put("hidden", widths.isEmpty() ? "none" : widths);
    put("activation", model.activation());
    put("latent-dim", model.latentDim());
    put("likelihood", model.likelihood());
    put("sigma", model.sigma());
    put("objective", model.objective());
  }

  private void addTraining(TrainingConfig training) {
    put("beta", training.beta());
    put("kl-warmup", training.klWarmup());
    put("train-samples", training.samples());
    put("epochs", training.epochs());
    put("batch-size", training.batchSize());
    put("learning-rate", training.learningRate());
    put("clip-norm", training.clipNorm());
    put("binarization", training.binarization());
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
