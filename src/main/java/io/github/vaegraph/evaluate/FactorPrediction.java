package io.github.vaegraph.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well a single dimension of posterior means predicts a factor (Kumar et al. 2018, section 3):
 * fitted to all images and tried on the same, of which there are thousands for a few parameters.
 */
final class FactorPrediction {
  private final float[] means; // [N * L]
  private final int dim;
  private final ActiveUnits active;

  FactorPrediction(float[] means, int dim) {
    this.means = means;
    this.dim = dim;
    this.active = new ActiveUnits(dim);
    active.add(means);
  }

  /**
   * The score of each dimension.
   *
   * @param values [N] the factor's, not all the same
   * @param ordered whether they are numbers; else classes
   */
  List<Double> scores(int[] values, boolean ordered) {
    int[] classes = Arrays.stream(values).distinct().sorted().toArray();
    int[] ranks = Arrays.stream(values).map(value -> Arrays.binarySearch(classes, value)).toArray();
    List<Double> scores = new ArrayList<>();
    for (int d = 0; d < dim; d++) {
      // What hardly moves is not meant to tell, though its last digits may.
      scores.add(
          !active.active(d)
              ? 0.0
              : ordered
                  ? squaredCorrelation(d, values)
                  : balancedAccuracy(d, ranks, classes.length));
    }
    return scores;
  }

  /** R^2 = cov(z, v)^2 / (var z var v) of linear regression. */
  private double squaredCorrelation(int d, int[] values) {
    double meanCode = 0;
    double meanValue = 0;
    for (int n = 0; n < values.length; n++) {
      meanCode += code(n, d) / values.length;
      meanValue += (double) values[n] / values.length;
    }
    double codes = 0;
    double both = 0;
    double factors = 0;
    for (int n = 0; n < values.length; n++) {
      double code = code(n, d) - meanCode;
      double value = values[n] - meanValue;
      codes += code * code;
      both += code * value;
      factors += value * value;
    }
    return both * both / (codes * factors);
  }

  /** The mean over classes of the part of their images whose code is nearest to their mean. */
  private double balancedAccuracy(int d, int[] ranks, int classes) {
    double[] centres = new double[classes];
    int[] counts = new int[classes];
    for (int n = 0; n < ranks.length; n++) {
      centres[ranks[n]] += code(n, d);
      counts[ranks[n]]++;
    }
    Arrays.setAll(centres, c -> centres[c] / counts[c]);
    double[] right = new double[classes];
    for (int n = 0; n < ranks.length; n++) {
      int nearest = 0;
      for (int c = 1; c < classes; c++) {
        boolean nearer =
            Math.abs(code(n, d) - centres[c]) < Math.abs(code(n, d) - centres[nearest]);
        nearest = nearer ? c : nearest;
      }
      right[ranks[n]] += nearest == ranks[n] ? 1.0 / counts[ranks[n]] : 0;
    }
    return Arrays.stream(right).sum() / classes;
  }

  private double code(int image, int d) {
    return means[image * dim + d];
  }
}
