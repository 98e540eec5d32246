package io.github.vaegraph.train;

import io.github.vaegraph.data.Binarization;
import java.util.Optional;

/**
 * How a model is trained.
 *
 * @param epochs passes over the training images
 * @param batchSize images a step
 * @param learningRate Adam's step size
 * @param clipNorm the largest global norm of a gradient, or empty for no clipping
 * @param beta the rate's weight in the ELBO
 * @param samples K, codes drawn for each image
 * @param binarization how grey pixels become binary ones, by its name
 * @param towers slices of a batch that are worked on at once
 * @param seed what weights, order, binarization and codes are drawn from
 */
public record TrainingConfig(
    int epochs,
    int batchSize,
    double learningRate,
    Optional<Double> clipNorm,
    double beta,
    int samples,
    String binarization,
    int towers,
    long seed) {
  private static final int ROWS_PER_TOWER = 25;

  /**
   * @throws IllegalArgumentException when a value makes no sense, naming it
   */
  public TrainingConfig {
    positive("epochs", epochs);
    positive("batchSize", batchSize);
    positive("learningRate", learningRate);
    clipNorm.ifPresent(norm -> positive("clipNorm", norm));
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta must not be negative, was " + beta);
    }
    positive("samples", samples);
    positive("towers", towers);
    Binarization.named(binarization);
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
    return (int) Math.max(1, Math.min(Math.min(processors, batchSize), rows / ROWS_PER_TOWER));
  }

  private static void positive(String field, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      boolean whole = value == Math.rint(value);
      throw new IllegalArgumentException(
          "%s must be positive, was %s"
              .formatted(field, whole ? String.valueOf((long) value) : String.valueOf(value)));
    }
  }
}
