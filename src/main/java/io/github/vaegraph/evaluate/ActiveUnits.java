package io.github.vaegraph.evaluate;

/**
 * Counts the latent dimensions that say something about the image: those whose posterior mean
 * varies over images (Burda et al. 2016, section 5.2).
 */
final class ActiveUnits {
  private static final double THRESHOLD = 0.01;

  private final double[] mean;
  private final double[] squares;
  private long count;

  ActiveUnits(int latentDim) {
    mean = new double[latentDim];
    squares = new double[latentDim];
  }

  /** Adds posterior means [B * L]. */
  void add(float[] posteriorMeans) {
    int dim = mean.length;
    for (int row = 0; row < posteriorMeans.length / dim; row++) {
      count++;
      for (int i = 0; i < dim; i++) {
        // Welford's update of mean and sum of squared deviations
        double value = posteriorMeans[row * dim + i];
        double before = value - mean[i];
        mean[i] += before / count;
        squares[i] += before * (value - mean[i]);
      }
    }
  }

  /** The number of dimensions with Var_x(E_q[z]) > 0.01. */
  int active() {
    int active = 0;
    for (int d = 0; d < squares.length; d++) {
      active += active(d) ? 1 : 0;
    }
    return active;
  }

  /** Whether this dimension is one of them. */
  boolean active(int d) {
    return squares[d] / Math.max(1, count) > THRESHOLD;
  }
}
