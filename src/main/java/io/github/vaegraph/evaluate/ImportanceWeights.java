package io.github.vaegraph.evaluate;

import java.util.Arrays;

/**
 * The importance weights of some images' codes, of which sums alone are kept: sum w and sum w^2,
 * each by the largest w so far, so that nothing leaves the range of a double however many there
 * are.
 */
final class ImportanceWeights {
  private final double[] largest; // log w
  private final double[] sums; // of w / largest
  private final double[] squares; // of (w / largest)^2
  private int draws;

  ImportanceWeights(int images) {
    largest = new double[images];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    sums = new double[images];
    squares = new double[images];
  }

  /** One more code of each image: log w at {@code from} and on. */
  void add(float[] logWeights, int from) {
    draws++;
    for (int i = 0; i < sums.length; i++) {
      double log = logWeights[from + i];
      if (log == Double.NEGATIVE_INFINITY) {
        continue; // a weight of 0
      }
      if (log > largest[i]) {
        double shrink = Math.exp(largest[i] - log);
        sums[i] *= shrink;
        squares[i] *= shrink * shrink;
        largest[i] = log;
      }
      double weight = Math.exp(log - largest[i]);
      sums[i] += weight;
      squares[i] += weight * weight;
    }
  }

  int images() {
    return sums.length;
  }

  int draws() {
    return draws;
  }

  /** log (1/K) sum_k w_k. */
  double logMean(int image) {
    return largest[image] + Math.log(sums[image]) - Math.log(draws);
  }

  /** The same of all images. */
  double[] logMeans() {
    double[] means = new double[sums.length];
    Arrays.setAll(means, this::logMean);
    return means;
  }

  /** (sum w)^2 / sum w^2. */
  double effective(int image) {
    return sums[image] * sums[image] / squares[image];
  }
}
