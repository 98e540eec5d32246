package io.github.vaegraph.serve;

/** Codes drawn from the posterior, [N, L], and the images they were decoded to, [N, D]. */
public record Sampled(Floats codes, Floats images) {}
