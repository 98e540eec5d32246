package io.github.vaegraph.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.Start;
import java.util.Optional;

/**
 * How a model is trained. A default value is what a file means that has no such key.
 *
 * @param epochs passes over the training images, if nothing ends training earlier
 * @param batchSize images a step
 * @param learningRate Adam's step size, until the watchdog lowers it
 * @param clipNorm the largest global norm of a gradient, or empty for no clipping
 * @param beta the rate's weight in the ELBO
 * @param samples K, codes drawn for each image
 * @param binarization how grey pixels become binary ones
 * @param towers slices of a batch that are worked on at once
 * @param seed what weights, order, binarization and codes are drawn from
 * @param checkpointEvery steps between checkpoints within an epoch; empty for one an epoch alone
 * @param maxRollbacks how often a training that diverges goes back and on with a lower rate
 * @param patience epochs without a better validation bound that end training; empty for none
 * @param maxSeconds of training that end it; empty for no limit
 */
public record TrainingConfig(
    int epochs,
    int batchSize,
    Schedule learningRate,
    Optional<Double> clipNorm,
    @JsonProperty(defaultValue = "1.0") Schedule beta,
    @JsonProperty(defaultValue = "1") int samples,
    Binarization binarization,
    int towers,
    long seed,
    Optional<Integer> checkpointEvery,
    @JsonProperty(defaultValue = "3") int maxRollbacks,
    Optional<Integer> patience,
    Optional<Double> maxSeconds) {
  /**
   * Measured on two cores with the 784-400-20 network: two towers of 2 rows are as fast as one of
   * 4; of 4 rows, 10 to 30% faster than one of 8.
   */
  private static final int ROWS_PER_TOWER = 4;

  /**
   * Schedules whose course takes all epochs are told how many they are.
   *
   * @throws IllegalArgumentException when a value makes no sense, naming it
   */
  public TrainingConfig {
    positive("epochs", epochs);
    learningRate = learningRate.lasting(epochs);
    beta = beta.lasting(epochs);
    positive("batchSize", batchSize);
    positiveFloat("learningRate", learningRate.peak());
    clipNorm.ifPresent(norm -> positiveFloat("clipNorm", norm));
    if (!(beta.peak() >= 0 && beta.peak() <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException("beta must be a number from 0 on, was " + beta.peak());
    }
    positive("trainSamples", samples);
    positive("towers", towers);
    checkpointEvery.ifPresent(steps -> positive("checkpointEvery", steps));
    notNegative("maxRollbacks", maxRollbacks);
    patience.ifPresent(count -> positive("patience", count));
    if (maxSeconds.isPresent() && !(maxSeconds.get() > 0)) {
      throw new IllegalArgumentException("maxTime must be positive, was " + maxSeconds.get());
    }
    if (!(learningRate.at(2L * epochs - 1, 2) > 0)) { // the second of two steps
      throw new IllegalArgumentException(
          "epochs must end before the learning rate %s is 0, was %d"
              .formatted(learningRate.text(), epochs));
    }
  }

  /** The same with another number of epochs. */
  public TrainingConfig withEpochs(int other) {
    return ending(other, patience, maxSeconds);
  }

  /** The same with other reasons to end before all epochs. */
  public TrainingConfig endingBy(Optional<Integer> newPatience, Optional<Double> newMaxSeconds) {
    return ending(epochs, newPatience, newMaxSeconds);
  }

  private TrainingConfig ending(
      int newEpochs, Optional<Integer> newPatience, Optional<Double> newMaxSeconds) {
    return new TrainingConfig(
        newEpochs,
        batchSize,
        learningRate,
        clipNorm,
        beta,
        samples,
        binarization,
        towers,
        seed,
        checkpointEvery,
        maxRollbacks,
        newPatience,
        newMaxSeconds);
  }

  /**
   * The number of towers that trains fastest: one a processor, as long as each has rows enough to
   * be worth its overhead.
   *
   * @param processors how many there are
   * @param batchSize images a step
   * @param samples codes drawn for each image
   */
  public static int autoTowers(int processors, int batchSize, int samples) {
    long rows = (long) batchSize * samples;
    int most = Math.min(processors, GraphOptions.MAX_TOWERS);
    return (int) Math.max(1, Math.min(Math.min(most, batchSize), rows / ROWS_PER_TOWER));
  }

  /**
   * How the graph is built that is trained in this way.
   *
   * @param mean [D] the training images' mean, where the decoder starts
   * @throws IllegalArgumentException when the configuration makes no sense with these data
   */
  public GraphOptions graph(Dataset data, float[] mean) {
    return new GraphOptions(
        towers,
        binarization.maxValue(),
        Optional.of(
            new GraphOptions.Training(
                seed,
                Math.min(batchSize, data.train().count()),
                samples,
                clipNorm.map(Double::floatValue),
                data.train().count(),
                new Start(mean, new TrainingExamples(data.train())))));
  }

  private static void positive(String field, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be positive, was %d".formatted(field, value));
    }
  }

  private static void notNegative(String field, int value) {
    if (value < 0) {
      throw new IllegalArgumentException("%s must not be negative, was %d".formatted(field, value));
    }
  }

  /** The graph computes in single precision: 1e-50 would be 0 there. */
  private static void positiveFloat(String field, double value) {
    if (!((float) value > 0 && value <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "%s must be positive and within a float's range, was %s".formatted(field, value));
    }
  }

  /**
   * What tells two trainings of one model apart, in a line.
   *
   * @param draws whether codes are drawn, and a rate is weighed
   */
  public String describe(boolean draws) {
    return (draws
            ? "beta %s, %d code%s an image, "
                .formatted(beta.text(), samples, samples == 1 ? "" : "s")
            : "")
        + "epochs %d%s, batch %d, learning rate %s%s, binarization %s, seed %d"
            .formatted(
                epochs,
                ending(),
                batchSize,
                learningRate.text(),
                clipNorm.map(norm -> ", gradients clipped to %s".formatted(norm)).orElse(""),
                binarization.text(),
                seed);
  }

  private String ending() {
    return patience.map(count -> ", patience %d".formatted(count)).orElse("")
        + maxSeconds.map(limit -> ", at most %s".formatted(TimeText.of(limit))).orElse("");
  }
}
