package io.github.vaegraph.signature;

/** Pictures drawn from the prior, [N, D], and the codes they were decoded from, [N, L]. */
public record Generated(Floats images, Floats codes) {}
