package io.github.vaegraph.evaluate;

import java.util.stream.IntStream;

/** q(z) = 1/N sum_n q(z|x_n), of Gaussian posteriors. */
final class AggregatePosterior {
  private AggregatePosterior() {}

  /**
   * log q(z_n|x_n) - log q(z_n) of each image's own code: its mean estimates I_q(x; z).
   *
   * @param means [N * L]
   * @param logVariances [N * L]
   * @param codes [N * L] z_n, drawn from q(z|x_n)
   * @return [N], each at most log N
   */
  static double[] information(float[] means, float[] logVariances, float[] codes, int dim) {
    int images = means.length / dim;
    double[] precisions = new double[means.length];
    double[] constants = new double[images];
    for (int i = 0; i < means.length; i++) {
      precisions[i] = Math.exp(-logVariances[i]);
      constants[i / dim] += logVariances[i];
    }
    // Rows by themselves: the same sums on however many threads.
    return IntStream.range(0, images)
        .parallel()
        .mapToDouble(
            n -> {
              double[] logs = new double[images];
              double largest = Double.NEGATIVE_INFINITY;
              for (int m = 0; m < images; m++) {
                // log q(z|x_m) = -1/2 sum { (z - mean)^2 / v + log v } + constant
                double sum = constants[m];
                for (int d = 0; d < dim; d++) {
                  double off = codes[n * dim + d] - (double) means[m * dim + d];
                  sum += off * off * precisions[m * dim + d];
                }
                logs[m] = -0.5 * sum;
                largest = Math.max(largest, logs[m]);
              }
              double total = 0;
              for (double log : logs) {
                total += Math.exp(log - largest);
              }
              return logs[n] - largest - Math.log(total) + Math.log(images);
            })
        .toArray();
  }
}
