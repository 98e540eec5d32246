package io.github.vaegraph.evaluate;

import java.util.Optional;

/** A mean over images, and its standard error, by Welford's updates. */
final class Mean {
  private long count;
  private double mean;
  private double squares; // of what values are off the mean

  void add(double value) {
    count++;
    double before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
  }

  double value() {
    return mean;
  }

  /** s / sqrt(n), with s^2 = squares / (n - 1); empty for fewer than two values. */
  Optional<Double> standardError() {
    return count < 2 ? Optional.empty() : Optional.of(Math.sqrt(squares / (count - 1.0) / count));
  }

  Estimate estimate() {
    return new Estimate(mean, standardError());
  }
}
