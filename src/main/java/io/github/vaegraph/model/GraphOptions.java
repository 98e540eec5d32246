package io.github.vaegraph.model;

import java.util.Optional;

/**
 * How the training graph is built, beside what the model is.
 *
 * @param towers how many slices of a batch are worked on at once, at least 1
 * @param maxValue the pixel value that stands for 1: 1 for binary pixels, 255 for grey ones, 256
 *     for grey ones whose levels have a width
 * @param training how to train, or empty for a graph that only evaluates
 */
public record GraphOptions(int towers, int maxValue, Optional<Training> training) {
  /** Into how many slices a batch may be cut at most. */
  public static final int MAX_TOWERS = 256;

  /**
   * @throws IllegalArgumentException when a value makes no sense, naming it
   */
  public GraphOptions {
    if (towers < 1 || towers > MAX_TOWERS) {
      throw new IllegalArgumentException(
          "towers must lie between 1 and %d, was %d".formatted(MAX_TOWERS, towers));
    }
    if (maxValue != 1 && maxValue != 255 && maxValue != 256) {
      throw new IllegalArgumentException("maxValue must be 1, 255 or 256, was " + maxValue);
    }
  }

  /** Whether it matters where in its level a pixel lies. */
  boolean spreads() {
    return maxValue == 256;
  }

  /**
   * What training adds to the graph.
   *
   * @param seed draws the initial weights
   * @param batchSize B, the most images that a step takes
   * @param samples K, codes drawn for each image
   * @param clipNorm the largest global norm of a gradient, or empty for no clipping
   * @param start what of the training images the model starts at
   */
  public record Training(
      long seed, int batchSize, int samples, Optional<Float> clipNorm, Start start) {
    /** Of images of which the mean is all that is known. */
    public Training(long seed, int batchSize, int samples, Optional<Float> clipNorm, float[] mean) {
      this(seed, batchSize, samples, clipNorm, new Start(mean));
    }

    /**
     * @throws IllegalArgumentException when a value makes no sense, naming it
     */
    public Training {
      if (batchSize < 1) {
        throw new IllegalArgumentException("batchSize must be positive, was " + batchSize);
      }
      if (samples < 1) {
        throw new IllegalArgumentException("trainSamples must be positive, was " + samples);
      }
      if (clipNorm.isPresent() && !(clipNorm.get() > 0 && clipNorm.get() <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException("clipNorm must be positive, was " + clipNorm.get());
      }
    }
  }
}
