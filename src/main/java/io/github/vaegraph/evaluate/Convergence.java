package io.github.vaegraph.evaluate;

import java.util.List;

/**
 * How far an importance-weighted estimate of -log p(x) is to be trusted. It lies above in
 * expectation, and falls as codes are added.
 *
 * @param effectiveSamples the median over images of (sum w)^2 / sum w^2, from 1 to K: how many
 *     codes carry an image's estimate
 * @param shareBelowTen the part of the images whose estimate fewer than ten codes carry
 * @param bySamples the estimate by each image's first 1, 10, 100, ... codes, and by all
 */
public record Convergence(
    double effectiveSamples, double shareBelowTen, List<BySamples> bySamples) {
  static final double FEW = 10;

  /** The estimate by some codes an image. */
  public record BySamples(int samples, Estimate negativeLogLikelihood) {}

  /** Copies the list. */
  public Convergence {
    bySamples = List.copyOf(bySamples);
  }

  /** Whether few codes carry the estimate of half the images. */
  public boolean few() {
    return effectiveSamples < FEW;
  }
}
