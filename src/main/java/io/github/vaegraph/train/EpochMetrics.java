package io.github.vaegraph.train;

import java.util.Optional;

/**
 * One epoch's figures, in nats an image.
 *
 * @param epoch from 1 on
 * @param steps steps taken since the beginning
 * @param train means over the measured steps of the epoch, while the weights moved
 * @param validation means over the validation images after the epoch; empty without any
 * @param bound what is maximized, over the same steps as {@code train}: the ELBO with its rate
 *     weighed by beta, or another objective's bound; empty where an older program did not log it
 * @param validationBound the same over the validation images, with beta at its peak: what the best
 *     epoch and patience go by; empty without any, and as for the bound
 * @param learningRate Adam's step size in the epoch's last step; empty as for the bound
 * @param beta the rate's weight in the epoch's last step; empty as for the bound
 * @param imagesPerSecond training images a second, evaluation apart
 * @param seconds what the epoch took, evaluation included
 */
public record EpochMetrics(
    int epoch,
    long steps,
    Figures train,
    Optional<Figures> validation,
    Optional<Double> bound,
    Optional<Double> validationBound,
    Optional<Double> learningRate,
    Optional<Double> beta,
    double imagesPerSecond,
    double seconds) {
  /** Whether what is maximized is something else than the plain ELBO of these figures. */
  public boolean boundIsAnother() {
    Optional<Double> elbo = train.negativeElbo().map(value -> -value);
    return bound.isPresent()
        && elbo.isPresent()
        && Math.abs(bound.get() - elbo.get()) > 1e-3 * (1 + Math.abs(elbo.get()));
  }

  /**
   * Rate, distortion and their sum.
   *
   * @param negativeElbo distortion + rate; empty for a plain autoencoder, which bounds nothing
   * @param rate KL(q(z|x) || p(z)); empty for a plain autoencoder
   * @param distortion -E_q[log p(x|z)]
   */
  public record Figures(Optional<Double> negativeElbo, Optional<Double> rate, double distortion) {
    static Figures of(Optional<Double> rate, double distortion) {
      return new Figures(rate.map(r -> distortion + r), rate, distortion);
    }
  }
}
