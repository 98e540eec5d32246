package io.github.vaegraph.signature;

/** Codes drawn from the posterior, [N, L], and the images they were decoded to, [N, D]. */
public record Sampled(Floats codes, Floats images) {}
