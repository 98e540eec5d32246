package io.github.vaegraph.evaluate;

import io.github.vaegraph.data.Factors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What single dimensions of codes tell of single factors, under Gaussian posteriors (Chen et al.
 * 2018, section 4.1):
 *
 * <pre>
 * I(z_d; v) = E log q(z_d|v) - log q(z_d)
 * q(z_d)    = 1/N   sum_n q(z_d|x_n)
 * q(z_d|v)  = 1/N_v sum_n q(z_d|x_n) over the images whose factor is v
 * </pre>
 *
 * over codes drawn from the posteriors of at most 2,000 of the images, at even distances.
 */
final class FactorInformation {
  private static final int MOST_CODES = 2_000;

  private final Factors factors;
  private final int dim;
  private final double[][] terms; // [codes][F * L] log q(z_d|v) - log q(z_d)

  /**
   * @param means [N * L]
   * @param logVariances [N * L]
   * @param codes [N * L] z_n, drawn from q(z|x_n)
   */
  FactorInformation(Factors factors, float[] means, float[] logVariances, float[] codes, int dim) {
    this.factors = factors;
    this.dim = dim;
    double[] precisions = new double[means.length];
    Arrays.setAll(precisions, i -> Math.exp(-logVariances[i]));
    int images = factors.images();
    int drawn = Math.min(images, MOST_CODES);
    terms = new double[drawn][];
    // Codes by themselves: the same sums on however many threads.
    IntStream.range(0, drawn)
        .parallel()
        .forEach(
            i -> {
              int n = (int) ((long) i * images / drawn);
              terms[i] = terms(n, means, logVariances, precisions, codes);
            });
  }

  private double[] terms(
      int n, float[] means, float[] logVariances, double[] precisions, float[] codes) {
    int images = factors.images();
    int each = factors.factors().size();
    int[] values = factors.values();
    double[] terms = new double[each * dim];
    int[] alike = new int[each]; // N_v of this code's values
    for (int i = 0; i < values.length; i++) {
      alike[i % each] += values[i] == values[n * each + i % each] ? 1 : 0;
    }
    double[] sums = new double[each]; // of the densities under images of the same value
    for (int d = 0; d < dim; d++) {
      double all = 0;
      Arrays.fill(sums, 0);
      // All densities by that under the code's own posterior, which cannot be too small to compute.
      double own = logDensity(codes[n * dim + d], n * dim + d, means, logVariances, precisions);
      for (int m = 0; m < images; m++) {
        double log = logDensity(codes[n * dim + d], m * dim + d, means, logVariances, precisions);
        double density = Math.exp(log - own);
        all += density;
        for (int factor = 0; factor < each; factor++) {
          if (values[m * each + factor] == values[n * each + factor]) {
            sums[factor] += density;
          }
        }
      }
      for (int factor = 0; factor < each; factor++) {
        terms[factor * dim + d] = Math.log(sums[factor] / alike[factor]) - Math.log(all / images);
      }
    }
    return terms;
  }

  /** log N(code; mean, variance) but for a constant. */
  private static double logDensity(
      float code, int at, float[] means, float[] logVariances, double[] precisions) {
    double off = code - (double) means[at];
    return -0.5 * (off * off * precisions[at] + logVariances[at]);
  }

  /** I(z_d; v) of each dimension. */
  List<Double> of(int factor) {
    return IntStream.range(0, dim)
        .mapToObj(d -> Arrays.stream(terms).mapToDouble(t -> t[factor * dim + d]).average())
        .map(mean -> mean.orElse(0))
        .toList();
  }

  /**
   * The mean over factors of the gap between the two dimensions that tell most, as a part of the
   * factor's entropy.
   *
   * @param varying the factors that count
   * @param entropies [F]
   */
  Estimate gap(int[] varying, double[] entropies) {
    double[] weights = new double[factors.factors().size() * dim]; // of each I(z_d; v) in the gap
    for (int factor : varying) {
      List<Integer> best = FactorFigures.largestTwo(of(factor));
      double weight = 1 / (entropies[factor] * varying.length);
      weights[factor * dim + best.get(0)] += weight;
      if (best.size() > 1) {
        weights[factor * dim + best.get(1)] -= weight;
      }
    }
    Mean gap = new Mean();
    for (double[] row : terms) {
      gap.add(IntStream.range(0, row.length).mapToDouble(i -> weights[i] * row[i]).sum());
    }
    return gap.estimate();
  }
}
