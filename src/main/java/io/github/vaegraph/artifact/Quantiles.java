package io.github.vaegraph.artifact;

/** Quantiles of values that are there, as of scores. */
public final class Quantiles {
  private Quantiles() {}

  /** Between the two values around it, linearly; the least at 0, the largest at 1. */
  public static double of(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
