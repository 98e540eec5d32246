package io.github.vaegraph.train;

import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.objective.Objective;

/**
 * The bound that is maximized, of images that are not trained on: what the best epoch and patience
 * go by. The rate's weight, and the rate that is aimed at, are their last ones, lest epochs of a
 * ramp be compared by different bounds.
 */
final class ValidationBound {
  private final int samples;
  private final Objective objective;
  private final double beta;

  ValidationBound(ModelConfig model, TrainingConfig config) {
    this.objective = model.objective();
    this.samples = objective.countsCodes() ? config.samples() : 0;
    this.beta = config.beta().peak();
  }

  /** K, the codes that an evaluation has to draw for each image's log-likelihood. */
  int samples() {
    return samples;
  }

  /** Its mean, in nats an image. */
  double of(Evaluation evaluation) {
    // K codes: mean of log (1/K) sum_k p(x|z_k) p(z_k) / q(z_k|x)
    return evaluation
        .negativeLogLikelihood()
        .map(value -> -value)
        .orElseGet(() -> of(EpochMetrics.Figures.of(evaluation.rate(), evaluation.distortion())));
  }

  /** The same from figures alone; that of one code, where it is a bound of several. */
  double of(EpochMetrics.Figures figures) {
    return objective.of(
        figures.distortion(),
        figures.rate().orElse(0.0),
        beta,
        objective.capacity(Double.POSITIVE_INFINITY));
  }
}
