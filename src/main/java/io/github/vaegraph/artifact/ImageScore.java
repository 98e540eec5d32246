package io.github.vaegraph.artifact;

import java.util.Optional;

/**
 * What a model says of one image, in nats.
 *
 * @param elbo the evidence lower bound of log p(x), minus the sum of rate and distortion
 * @param logLikelihood the importance-weighted bound of log p(x): the lower, the less likely
 * @param rate KL(q(z|x) || p(z)), what the code costs; empty where the model does not tell
 */
public record ImageScore(float elbo, float logLikelihood, Optional<Float> rate) {
  /** -E_q[log p(x|z)], what the image costs once its code is known; known where the rate is. */
  public Optional<Float> distortion() {
    return rate.map(known -> (float) (-(double) elbo - known));
  }
}
