package io.github.vaegraph.model;

/**
 * What a training step computed before it changed the weights, in nats, averaged over the batch.
 *
 * @param loss minus the bound that is maximized
 * @param rate KL(q(z|x) || p(z))
 * @param distortion -E_q[log p(x|z)]
 */
public record StepResult(float loss, float rate, float distortion) {}
