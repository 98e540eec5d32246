package io.github.vaegraph.train;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.DatasetSummary;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.StepResult;
import io.github.vaegraph.model.VaeSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A training of a second at most, on 23 images of 4x4, and what its listener hears. */
final class TinyTraining implements Trainer.Listener {
  static final int STEPS_PER_EPOCH = 5; // 23 images in batches of 5

  final List<EpochMetrics> epochs = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();
  final List<String> rollbacks = new ArrayList<>();
  private final ModelConfig model;
  private final TrainingConfig config;
  private final Dataset data;
  int taken; // steps

  TinyTraining(ModelConfig model, TrainingConfig config, Dataset data) {
    this.model = model;
    this.config = config;
    this.data = data;
  }

  static ModelConfig model(String likelihood, Optional<String> sigma) {
    Map<String, String> texts =
        new HashMap<>(Map.of("network", "mlp:6", "latentDim", "2", "likelihood", likelihood));
    sigma.ifPresent(value -> texts.put("sigma", value));
    return ModelTexts.read(new ImageShape(4, 4, 1), texts);
  }

  /** Training with this rate, a checkpoint every 3 steps, and so many rollbacks. */
  static TrainingConfig config(int epochs, double learningRate, double beta, int maxRollbacks) {
    return config(epochs, learningRate, "" + beta, maxRollbacks);
  }

  static TrainingConfig config(int epochs, double learningRate, String beta, int maxRollbacks) {
    return new TrainingConfig(
        epochs,
        5,
        Schedules.read("" + learningRate),
        Optional.empty(),
        Schedules.read(beta),
        1,
        Binarization.NONE,
        2,
        7,
        Optional.of(3),
        maxRollbacks,
        Optional.empty(),
        Optional.empty());
  }

  /** Random images. */
  static Dataset images() {
    byte[] pixels = new byte[27 * 16];
    new Random(3).nextBytes(pixels);
    return data(pixels);
  }

  /** The same image again and again, each pixel of this value. */
  static Dataset constant(int value) {
    byte[] pixels = new byte[27 * 16];
    Arrays.fill(pixels, (byte) value);
    return data(pixels);
  }

  private static Dataset data(byte[] pixels) {
    return data(Images.of(new ImageShape(4, 4, 1), pixels));
  }

  /** These images for training, and the last of them for validation. */
  static Dataset data(Images all) {
    return new Dataset(
        "tiny",
        "drawn",
        new Split("train", all.range(0, 23), new int[0]),
        new Split("validation", all.range(23, 27), new int[0]),
        new Split("test", all.range(23, 27), new int[0]),
        List.of());
  }

  TrainingConfig config() {
    return config;
  }

  VaeSession session() {
    DatasetSummary summary = DatasetSummary.of(data);
    return VaeSession.initialized(
        model,
        new GraphOptions(
            config.towers(),
            255,
            Optional.of(
                new GraphOptions.Training(
                    config.seed(), 5, 1, Optional.empty(), 23, summary.mean()))));
  }

  TrainingState train(VaeSession session, Checkpoints checkpoints, TrainingState from)
      throws IOException {
    return train(session, checkpoints, from, () -> false);
  }

  /** Trains, and stops after so many steps. */
  TrainingState trainFor(
      int stepsToTake, VaeSession session, Checkpoints checkpoints, TrainingState from)
      throws IOException {
    taken = 0;
    return train(session, checkpoints, from, () -> taken >= stepsToTake);
  }

  private TrainingState train(
      VaeSession session, Checkpoints checkpoints, TrainingState from, BooleanSupplier stop)
      throws IOException {
    return new Trainer(session, config, checkpoints, List.of(this), stop).train(data, from);
  }

  /** What is the same however often a training was interrupted: all but times. */
  List<String> figures() {
    return epochs.stream()
        .map(m -> "%d %d %s %s".formatted(m.epoch(), m.steps(), m.train(), m.validation()))
        .toList();
  }

  static Map<String, String> weights(VaeSession session) {
    Map<String, String> weights = new TreeMap<>();
    session.parameters().forEach((name, values) -> weights.put(name, Arrays.toString(values)));
    return weights;
  }

  @Override
  public void stepDone(int epoch, int done, int total, StepResult latest) {
    taken++;
  }

  @Override
  public void epochDone(EpochMetrics metrics) {
    epochs.add(metrics);
  }

  @Override
  public void rolledBack(String why, TrainingState to) {
    epochs.removeIf(metrics -> metrics.epoch() >= to.epoch());
    rollbacks.add(why);
  }

  @Override
  public void warned(String warning) {
    warnings.add(warning);
  }
}
