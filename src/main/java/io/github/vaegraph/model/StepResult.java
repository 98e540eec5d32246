package io.github.vaegraph.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a training step computed before it changed the weights, in nats, averaged over the batch.
 *
 * @param loss minus the bound that is maximized
 * @param rate KL(q(z|x) || p(z))
 * @param distortion -E_q[log p(x|z)]
 * @param gradientNorms the norm of the loss's gradient by each variable, before any clipping, by
 *     the variable's name, from the images on
 */
public record StepResult(
    float loss, float rate, float distortion, Map<String, Float> gradientNorms) {
  /** Copies the norms, in their order. */
  public StepResult {
    gradientNorms = Collections.unmodifiableMap(new LinkedHashMap<>(gradientNorms));
  }

  /** The norm of the gradient by all variables together. */
  public double gradientNorm() {
    // |g|^2 = sum over the variables v of |g_v|^2
    double squares = 0;
    for (float norm : gradientNorms.values()) {
      squares += (double) norm * norm;
    }
    return Math.sqrt(squares);
  }
}
