package io.github.vaegraph.run;

import java.util.List;
import java.util.Optional;

/**
 * How likely a model finds its training images, for others to be held against: log-likelihoods in
 * nats as the signature {@code score} estimates them.
 *
 * @param images how many images were scored, at even distances over all
 * @param samples K, the codes drawn for each
 * @param seed what the codes were drawn from, beside each image's pixels
 * @param weights which weights scored them, by SHA-256 as in {@link
 *     io.github.vaegraph.model.WeightsId}; empty where an older program did not write it
 * @param percentile1 a hundredth of the images lies below
 * @param percentile5 a twentieth of the images lies below
 * @param percentile50 half of the images lies below
 */
public record TrainingScores(
    int images,
    int samples,
    long seed,
    Optional<String> weights,
    double percentile1,
    double percentile5,
    double percentile50) {
  /**
   * @throws IllegalArgumentException when a percentile is no finite number
   */
  public TrainingScores {
    for (double percentile : List.of(percentile1, percentile5, percentile50)) {
      if (!Double.isFinite(percentile)) {
        throw new IllegalArgumentException(
            "the model's log-likelihood of its own training images is %s for some: its weights are"
                    .formatted(percentile)
                + " beyond what can be computed with, and nothing can be scored");
      }
    }
  }
}
