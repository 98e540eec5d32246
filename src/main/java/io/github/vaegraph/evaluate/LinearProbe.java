package io.github.vaegraph.evaluate;

import java.util.Arrays;

/**
 * Multinomial logistic regression: how much of the class a linear function of the code tells. Each
 * step follows the curvature's bound (Boehning 1992), which is the same at every step and never
 * overshoots, sped up by momentum (Nesterov 1983); nothing is random.
 */
final class LinearProbe {
  private static final int STEPS = 200;
  private static final double SETTLED = 1e-4; // of a weight of standardized codes

  private final int dim;
  private final int classes;
  private final double[] mean;
  private final double[] deviation;
  private double[] weights; // [(L + 1) * C]

  /**
   * Fits to codes [N * L] of these classes.
   *
   * @param classes C, above every label
   */
  LinearProbe(float[] codes, int[] labels, int dim, int classes) {
    this.dim = dim;
    this.classes = classes;
    this.mean = new double[dim];
    this.deviation = new double[dim];
    this.weights = new double[(dim + 1) * classes];
    standardize(codes, labels.length);
    fit(codes, labels);
  }

  private void standardize(float[] codes, int rows) {
    for (int i = 0; i < codes.length; i++) {
      mean[i % dim] += codes[i] / (double) rows;
    }
    for (int i = 0; i < codes.length; i++) {
      double off = codes[i] - mean[i % dim];
      deviation[i % dim] += off * off / rows;
    }
    Arrays.setAll(deviation, d -> deviation[d] > 1e-12 ? Math.sqrt(deviation[d]) : 1);
  }

  /** [L + 1] standardized, and a 1. */
  private void features(float[] codes, int row, double[] features) {
    for (int d = 0; d < dim; d++) {
      features[d] = (codes[row * dim + d] - mean[d]) / deviation[d];
    }
    features[dim] = 1;
  }

  private void fit(float[] codes, int[] labels) {
    double[][] factor = factor(codes, labels.length);
    double[] from = weights.clone();
    for (int step = 1; step <= STEPS; step++) {
      double[] next = from.clone();
      descend(factor, gradient(codes, labels, from), next);
      double momentum = (step - 1.0) / (step + 2.0);
      double most = 0;
      for (int i = 0; i < next.length; i++) {
        double moved = next[i] - weights[i];
        most = Math.max(most, Math.abs(moved));
        from[i] = next[i] + momentum * moved;
      }
      weights = next;
      if (most < SETTLED) {
        return;
      }
    }
  }

  /** The penalty |w|^2 / 2 on the sum of the losses, as a part of their mean; biases are free. */
  private double penalty(int feature, int rows) {
    return feature < dim ? 1.0 / rows : 0;
  }

  /** d/dw of the mean loss: sum over rows of (p - y) f / N, and the penalty's. */
  private double[] gradient(float[] codes, int[] labels, double[] at) {
    double[] gradient = new double[at.length];
    double[] features = new double[dim + 1];
    double[] scores = new double[classes];
    for (int row = 0; row < labels.length; row++) {
      features(codes, row, features);
      scores(at, features, scores);
      double largest = Arrays.stream(scores).max().orElseThrow();
      double total = 0;
      for (int c = 0; c < classes; c++) {
        scores[c] = Math.exp(scores[c] - largest);
        total += scores[c];
      }
      for (int c = 0; c < classes; c++) {
        double off = scores[c] / total - (labels[row] == c ? 1 : 0);
        for (int f = 0; f <= dim; f++) {
          gradient[f * classes + c] += off * features[f] / labels.length;
        }
      }
    }
    for (int i = 0; i < at.length; i++) {
      gradient[i] += penalty(i / classes, labels.length) * at[i];
    }
    return gradient;
  }

  private void scores(double[] at, double[] features, double[] scores) {
    Arrays.fill(scores, 0);
    for (int f = 0; f <= dim; f++) {
      for (int c = 0; c < classes; c++) {
        scores[c] += at[f * classes + c] * features[f];
      }
    }
  }

  /** Cholesky's factor of F'F / (2 N) and the penalty: no curvature of the mean loss is larger. */
  private double[][] factor(float[] codes, int rows) {
    double[][] a = new double[dim + 1][dim + 1];
    double[] features = new double[dim + 1];
    for (int row = 0; row < rows; row++) {
      features(codes, row, features);
      for (int i = 0; i <= dim; i++) {
        for (int j = 0; j <= i; j++) {
          a[i][j] += features[i] * features[j] / (2.0 * rows);
        }
      }
    }
    for (int i = 0; i <= dim; i++) {
      a[i][i] += penalty(i, rows);
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= a[i][k] * a[j][k];
        }
        a[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / a[j][j];
      }
    }
    return a;
  }

  /** weights -= A^-1 gradient, class by class. */
  private void descend(double[][] factor, double[] gradient, double[] target) {
    double[] solved = new double[dim + 1];
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i <= dim; i++) {
        double sum = gradient[i * classes + c];
        for (int k = 0; k < i; k++) {
          sum -= factor[i][k] * solved[k];
        }
        solved[i] = sum / factor[i][i];
      }
      for (int i = dim; i >= 0; i--) {
        double sum = solved[i];
        for (int k = i + 1; k <= dim; k++) {
          sum -= factor[k][i] * solved[k];
        }
        solved[i] = sum / factor[i][i];
        target[i * classes + c] -= solved[i];
      }
    }
  }

  /** The weight of a standardized dimension of the code in a class's score. */
  double weight(int dimension, int label) {
    return weights[dimension * classes + label];
  }

  /** The part of these codes [N * L] whose class has the highest score. */
  Estimate accuracy(float[] codes, int[] labels) {
    Mean right = new Mean();
    double[] features = new double[dim + 1];
    double[] scores = new double[classes];
    for (int row = 0; row < labels.length; row++) {
      features(codes, row, features);
      scores(weights, features, scores);
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = scores[c] > scores[best] ? c : best;
      }
      right.add(best == labels[row] ? 1 : 0);
    }
    return right.estimate();
  }
}
