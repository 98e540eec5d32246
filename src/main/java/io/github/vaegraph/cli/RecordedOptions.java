package io.github.vaegraph.cli;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.DataOptions.SplitSize;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.Wanted;
import io.github.vaegraph.train.ScheduleTexts;
import io.github.vaegraph.train.Schedules;
import io.github.vaegraph.train.TimeText;
import io.github.vaegraph.train.TrainingConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run's records say, as the options of data, model and training that say the same. Options
 * without a value here have none in the records.
 */
final class RecordedOptions {
  private static final List<String> LEARNING_RATE =
      List.of("learning-rate", "learning-rate-schedule", "learning-rate-warmup");
  private static final List<String> BETA = List.of("beta", "beta-schedule");

  private final Map<String, String> values;
  private final Set<String> data = new HashSet<>();

  /**
   * @param values by the options' names, without hyphens before them
   */
  RecordedOptions(Map<String, String> values) {
    this.values = new HashMap<>(values);
  }

  /** The options of a run's records. */
  static RecordedOptions of(RunConfig config) {
    RecordedOptions options = new RecordedOptions(Map.of());
    options.addData(config.data());
    options.data.addAll(options.values.keySet());
    options.addModel(config.model());
    options.addTraining(config.training());
    options.addWanted(config.wanted());
    return options;
  }

  /** Leaves out what is said of the data. */
  void forgetData() {
    values.keySet().removeAll(data);
  }

  /** The values that stand where nothing else is given. */
  Map<String, String> under(Arguments given) {
    given.names().forEach(name -> makeRoom(name, given.text(name).orElse("")));
    return Map.copyOf(values);
  }

  /** What an option is a short form of, or has a short form of, makes room for it. */
  private void makeRoom(String given, String text) {
    boolean whole = text.contains(":");
    switch (given) {
      case "hidden" -> values.remove("network");
      case "sigma" -> splitLikelihood();
      case "likelihood" -> {
        if (!whole) {
          splitLikelihood();
        }
      }
      case "beta", "beta-schedule" -> makeRoom(BETA, given, whole);
      case "kl-warmup" -> makeRoom(BETA, "beta-schedule", whole);
      case "learning-rate", "learning-rate-schedule", "learning-rate-warmup" ->
          makeRoom(LEARNING_RATE, given, whole);
      case "epochs" -> unfix();
      case "no-export" -> values.keySet().removeAll(Set.of("out", "name"));
      case "out", "name", "next-version" -> values.remove("no-export");
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
   * A schedule as its value, its shape and its warm-up, of which one is given; a whole one takes
   * the place of all.
   */
  private void makeRoom(List<String> names, String given, boolean whole) {
    boolean all = given.equals(names.get(0)) && whole;
    Optional<String> recorded = Optional.ofNullable(values.get(names.get(0)));
    if (!all && recorded.isPresent()) {
      ScheduleTexts texts = ScheduleTexts.of(Schedules.read(recorded.get()));
      if (texts.warmup().isEmpty() || names.size() > 2) {
        values.put(names.get(0), texts.value());
        texts.shape().ifPresent(shape -> values.putIfAbsent(names.get(1), shape));
        texts.warmup().ifPresent(warmup -> values.putIfAbsent(names.get(2), warmup));
      }
    }
    (all ? names : List.of(given)).forEach(values::remove);
  }

  /** Courses that took all epochs of then take all epochs. */
  private void unfix() {
    int epochs = Integer.parseInt(values.getOrDefault("epochs", "0"));
    for (String name : List.of("learning-rate", "beta")) {
      values.computeIfPresent(name, (key, text) -> Schedules.read(text).unfixed(epochs).text());
    }
  }

  /** {@code likelihood gaussian:0.1} as {@code gaussian} and 0.1. */
  private void splitLikelihood() {
    String text = values.getOrDefault("likelihood", "");
    int colon = text.indexOf(':');
    if (colon >= 0) {
      values.put("likelihood", text.substring(0, colon));
      values.put("sigma", text.substring(colon + 1));
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
    if (model.classes().isPresent()) {
      put("conditional", "");
    }
  }

  private void addTraining(TrainingConfig training) {
    put("beta", training.beta().text());
    put("train-samples", training.samples());
    put("epochs", training.epochs());
    put("batch-size", training.batchSize());
    put("learning-rate", training.learningRate().text());
    put("clip-norm", training.clipNorm());
    put("binarization", training.binarization().text());
    if (training.binarization() == Binarization.DEQUANTIZED) {
      put("dequantize", "");
    }
    put("towers", training.towers());
    put("seed", training.seed());
    put("checkpoint-every", training.checkpointEvery());
    put("max-rollbacks", training.maxRollbacks());
    put("patience", training.patience());
    put("max-time", training.maxSeconds().map(TimeText::of));
  }

  private void addWanted(Wanted wanted) {
    put("samples", wanted.samples());
    put("export", wanted.weights().text());
    put("out", wanted.export().map(Wanted.Export::base));
    put("name", wanted.export().map(Wanted.Export::name));
    if (wanted.export().isEmpty()) {
      put("no-export", "");
    }
    if (wanted.tensorBoard()) {
      put("tensorboard", "");
    }
  }

  private void put(String name, Object value) {
    values.put(name, value.toString());
  }

  private void put(String name, Optional<?> value) {
    value.ifPresent(present -> put(name, present));
  }
}
