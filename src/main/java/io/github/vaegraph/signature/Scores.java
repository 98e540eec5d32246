package io.github.vaegraph.signature;

/** Bounds of log p(x) in nats, [N, 1] each: the ELBO, and the importance-weighted one. */
public record Scores(Floats elbo, Floats logLikelihood) {}
