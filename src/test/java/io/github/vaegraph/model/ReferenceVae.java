package io.github.vaegraph.model;

import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * A variational autoencoder with one latent dimension in plain Java and double precision: one
 * hidden tanh layer on either side. What the model estimates from noise is an integral over one
 * dimension here.
 *
 * @param parameters what {@link VaeSession#parameters()} returns
 * @param sigma the standard deviation of a Gaussian likelihood, or 0 for Bernoulli's
 */
record ReferenceVae(Map<String, float[]> parameters, double sigma) {
  /** The nodes of the trapezoidal rule, which is all but exact for a Gaussian times a smooth f. */
  private static final int NODES = 201;

  private static final double REACH = 8;

  /** E over e from N(0, 1) of f(e). */
  static double expectation(DoubleUnaryOperator f) {
    double sum = 0;
    double step = 2 * REACH / (NODES - 1);
    for (int i = 0; i < NODES; i++) {
      double e = -REACH + i * step;
      sum += Math.exp(-e * e / 2) / Math.sqrt(2 * Math.PI) * f.applyAsDouble(e) * step;
    }
    return sum;
  }

  double mean(double[] x) {
    return dense("encoder.posterior", hidden("encoder", x))[0];
  }

  double logVariance(double[] x) {
    // The encoder softly bounds it to (-20, 20).
    return 20 * Math.tanh(dense("encoder.posterior", hidden("encoder", x))[1] / 20);
  }

  /** KL(q(z|x) || p(z)) = (m^2 + v - 1 - log v) / 2 */
  double rate(double[] x) {
    double m = mean(x);
    double logV = logVariance(x);
    return (m * m + Math.exp(logV) - 1 - logV) / 2;
  }

  /** log p(x|z) */
  double logLikelihood(double[] x, double z) {
    double[] outputs = dense("decoder.outputs", hidden("decoder", new double[] {z}));
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double deviation = (x[i] - outputs[i]) / sigma;
      sum +=
          sigma > 0
              ? -0.5 * deviation * deviation - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI)
              : x[i] * outputs[i] - Math.log1p(Math.exp(outputs[i]));
    }
    return sum;
  }

  /** -E_q[log p(x|z)] */
  double distortion(double[] x) {
    return -expectation(logLikelihoodByNoise(x));
  }

  /** The standard deviation of log p(x|z) under q. */
  double distortionSpread(double[] x) {
    DoubleUnaryOperator logLikelihood = logLikelihoodByNoise(x);
    double mean = expectation(logLikelihood);
    return Math.sqrt(expectation(e -> Math.pow(logLikelihood.applyAsDouble(e) - mean, 2)));
  }

  /** log p(x|z) at the code that the posterior draws from a noise. */
  private DoubleUnaryOperator logLikelihoodByNoise(double[] x) {
    double mean = mean(x);
    double deviation = Math.exp(logVariance(x) / 2);
    return e -> logLikelihood(x, mean + deviation * e);
  }

  /** log p(x) = log of the integral of p(x|z) p(z) */
  double logMarginal(double[] x) {
    return Math.log(expectation(z -> Math.exp(logLikelihood(x, z))));
  }

  /** The variance of w / p(x) under q, w = p(x|z) p(z) / q(z|x) */
  double weightVariance(double[] x) {
    double m = mean(x);
    double logV = logVariance(x);
    double marginal = logMarginal(x);
    return expectation(
        e -> {
          double z = m + Math.exp(logV / 2) * e;
          // log p(z) - log q(z|x) = (e^2 + log v - z^2) / 2
          double logWeight = logLikelihood(x, z) + (e * e + logV - z * z) / 2;
          return Math.pow(Math.exp(logWeight - marginal) - 1, 2);
        });
  }

  private double[] hidden(String scope, double[] x) {
    double[] values = dense(scope + ".hidden0", x);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.tanh(values[i]);
    }
    return values;
  }

  private double[] dense(String name, double[] x) {
    float[] weights = Objects.requireNonNull(parameters.get(name + ".weights"));
    double[] y = TestModels.doubles(Objects.requireNonNull(parameters.get(name + ".bias")));
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        y[j] += x[i] * weights[i * y.length + j];
      }
    }
    return y;
  }
}
