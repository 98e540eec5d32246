package io.github.vaegraph.evaluate;

import java.util.Optional;

/**
 * The standard errors of an evaluation's means over images, by the names of these: the deviation
 * over the images by the root of their number. Two runs on the same images find the same ones hard,
 * so that their difference is known better than each figure.
 */
public record StandardErrors(
    Optional<Double> negativeElbo,
    Optional<Double> rate,
    Optional<Double> distortion,
    Optional<Double> negativeLogLikelihood,
    Optional<Double> negativeLogMarginal,
    Optional<Double> bitsPerDimension) {
  /** That of {@link Evaluation#negativeLogEvidence}. */
  public Optional<Double> negativeLogEvidence() {
    return negativeLogMarginal.or(() -> negativeLogLikelihood);
  }
}
