package io.github.vaegraph.check;

import java.util.stream.DoubleStream;

/**
 * How far two computations of the same values in single precision may lie apart. Another number of
 * rows or threads, or a graph that was rewritten, takes the terms of a sum in another order:
 *
 * <pre>
 * |a - b| &lt;= 2 sqrt(n) u S      n  terms of the longest sum on the way
 *                              u  2^-24, half the distance from 1 to the next float
 *                              S  the terms' magnitudes, added up
 * </pre>
 *
 * Roundings go up as often as down, so that n of them grow like sqrt(n) (Higham and Mary 2019, "A
 * new approach to probabilistic rounding error analysis", SIAM Journal on Scientific Computing 41);
 * 2, because a and b are both rounded.
 *
 * @param terms n; short sums count as 256 terms, for functions such as exp and tanh round as well
 */
public record Rounding(long terms) {
  private static final double UNIT = 0x1p-24;

  private static final long FEWEST_TERMS = 256;

  /**
   * S over the largest value that is left of a network's sums, most of whose terms cancel: learned
   * weights agree with each other, hidden units reach hundreds where a code has 3. Seen: up to 5,
   * in codes of 27,648 pixels, one row against twenty.
   */
  private static final double CANCELLED = 32;

  /** The log density of one value: at most 4.6 where its deviation stays above 1/255. */
  private static final double NATS = 4;

  /**
   * @throws IllegalArgumentException when there are no terms
   */
  public Rounding {
    if (terms < 1) {
      throw new IllegalArgumentException("terms must be positive, was " + terms);
    }
    terms = Math.max(terms, FEWEST_TERMS);
  }

  /**
   * The largest difference of values that a network computes, codes or pixels.
   *
   * @param row what is expected of values that were computed together. The largest of them counts,
   *     for a small one may be what large ones leave; at least 1, the prior's deviation and the
   *     largest pixel
   */
  public double allowed(DoubleStream row) {
    return allowed(CANCELLED * Math.max(1, largest(row)));
  }

  /**
   * The largest difference of a log density of n values in nats. The values' parts are of either
   * sign: their sum may be small and yet carry the rounding of all. Where a density is high it is
   * steep by as much, and the rounding of its mean counts for more: that of N(m, s^2) is at most
   * 0.4 / s, and its logarithm changes by about 1 / s.
   *
   * @return 0 where {@code nats} is no finite number, which nothing is close to
   */
  public double allowedOfLogDensity(double nats) {
    if (!Double.isFinite(nats)) {
      return 0;
    }
    double steepness = Math.exp(Math.max(0, nats / (double) terms));
    return allowed(Math.max(NATS * terms * steepness, Math.abs(nats)));
  }

  private static double largest(DoubleStream row) {
    return row.map(Math::abs).filter(Double::isFinite).max().orElse(0);
  }

  private double allowed(double magnitudes) {
    return 2 * Math.sqrt((double) terms) * UNIT * magnitudes;
  }
}
