package io.github.vaegraph.train;

import io.github.vaegraph.model.StepResult;
import java.util.Optional;

/**
 * What has been summed up in an epoch so far. It is part of a checkpoint: an epoch's figures are
 * the same, however often it was interrupted.
 *
 * @param rate over the images of the measured steps
 * @param distortion likewise
 * @param images of the measured steps
 * @param seconds the steps took
 */
public record EpochSums(double rate, double distortion, long images, double seconds) {
  static final EpochSums NONE = new EpochSums(0, 0, 0, 0);

  EpochSums plus(StepResult result, int count) {
    return new EpochSums(
        rate + (double) result.rate() * count,
        distortion + (double) result.distortion() * count,
        images + count,
        seconds);
  }

  EpochSums plusSeconds(double more) {
    return new EpochSums(rate, distortion, images, seconds + more);
  }

  /** Means weighted by the number of images. */
  EpochMetrics.Figures figures(boolean variational) {
    return EpochMetrics.Figures.of(
        variational ? Optional.of(rate / images) : Optional.empty(), distortion / images);
  }
}
