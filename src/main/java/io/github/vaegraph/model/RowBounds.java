package io.github.vaegraph.model;

/**
 * What evaluation computes for each of B images, in nats.
 *
 * @param rate [B] KL(q(z|x) || p(z)), estimated from the codes drawn where it has no closed form; 0
 *     where codes are points
 * @param distortion [B] -E_q[log p(x|z)], from the codes drawn
 * @param importanceWeighted [B] the importance-weighted bound over the codes drawn
 * @param logWeights [K * B] log p(x|z) + log p(z) - log q(z|x) of each draw: the first of all
 *     images, then the second
 * @param posteriorMean [B * L] E_q[z]
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never shared
public record RowBounds(
    float[] rate,
    float[] distortion,
    float[] importanceWeighted,
    float[] logWeights,
    float[] posteriorMean) {}
