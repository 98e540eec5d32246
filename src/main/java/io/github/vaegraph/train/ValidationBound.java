package io.github.vaegraph.train;

import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.model.ModelConfig;

/**
 * The bound that is maximized, of images that are not trained on: what the best epoch and patience
 * go by. The rate's weight is its last one, lest epochs of a ramp be compared by different bounds.
 */
final class ValidationBound {
  private final int samples;
  private final double beta;

  ValidationBound(ModelConfig model, TrainingConfig config) {
    this.samples = model.objective().countsCodes() ? config.samples() : 0;
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
    // E_q[log p(x|z)] - beta * KL
    return -figures.distortion() - beta * figures.rate().orElse(0.0);
  }
}
