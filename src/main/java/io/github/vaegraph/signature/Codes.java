package io.github.vaegraph.signature;

/** The posterior of each image: mean and log-variance, [N, L] each. */
public record Codes(Floats mean, Floats logVariance) {}
