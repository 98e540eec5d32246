package io.github.vaegraph.likelihood;

import java.util.function.DoubleUnaryOperator;

/** Finds where a function has a value, by halving an interval. */
final class Halving {
  /** After so many halves an interval of numbers is one number. */
  private static final int HALVES = 60;

  private Halving() {}

  /**
   * Where a function that rises has this value: between low and high, or at the nearer of them.
   *
   * @param rising the function
   */
  static double solve(DoubleUnaryOperator rising, double value, double low, double high) {
    double from = low;
    double to = high;
    for (int i = 0; i < HALVES; i++) {
      double middle = (from + to) / 2;
      if (rising.applyAsDouble(middle) < value) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return (from + to) / 2;
  }
}
