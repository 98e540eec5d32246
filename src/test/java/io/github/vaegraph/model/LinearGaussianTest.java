package io.github.vaegraph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.train.ModelTexts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A linear decoder with Gaussian pixels is probabilistic principal component analysis (Tipping and
 * Bishop 1999): log p(x) = log N(x; b, W W^T + sigma^2 I) in closed form.
 */
class LinearGaussianTest {
  private static final double SIGMA = 1;
  private static final Batch BATCH = images(40);

  @ParameterizedTest
  @ValueSource(ints = {50, 200})
  void theImportanceWeightedBoundReachesTheLikelihoodAndTheElboStaysBelow(int steps) {
    try (VaeSession session =
        VaeSession.initialized(
            TestModels.config(List.of(), 2, "gaussian", "1.0", "elbo"),
            TestModels.training(2, 255, 5, BATCH.count(), 1))) {
      for (int step = 0; step < steps; step++) {
        session.step(new Step(BATCH, 1, step, 0.02f, 1));
      }
      RowBounds bounds = session.bounds(BATCH, 20_000, 2, 3);
      Map<String, float[]> parameters = session.parameters();
      double[] likelihood = logLikelihood(parameters);
      double[] elbo = elbo(parameters);
      double meanGap = 0;
      for (int row = 0; row < BATCH.count(); row++) {
        double estimated = -bounds.rate()[row] - bounds.distortion()[row];
        // Errors of 20,000 samples: at most 3 nats of spread, and weights of variance 2.
        assertThat(estimated).isCloseTo(elbo[row], within(5 * 3 / Math.sqrt(20_000)));
        assertThat((double) bounds.importanceWeighted()[row])
            .isCloseTo(likelihood[row], within(5 * Math.sqrt(2.0 / 20_000)));
        assertThat(elbo[row]).isLessThan(likelihood[row]);
        meanGap += (bounds.importanceWeighted()[row] - likelihood[row]) / BATCH.count();
      }
      assertThat(meanGap).isCloseTo(0, within(0.01));
    }
  }

  /** Its flow is as right as the Gaussian it bends: the likelihood knows of no posterior. */
  @Test
  void underAFlowAsPosteriorTheImportanceWeightedBoundReachesTheLikelihoodAsWell() {
    ModelConfig config =
        ModelTexts.read(
            new ImageShape(2, 2, 1),
            Map.of(
                "network",
                "mlp:none",
                "latentDim",
                "2",
                "likelihood",
                "gaussian:1.0",
                "posterior",
                "iaf:2"));
    try (VaeSession session =
        VaeSession.initialized(config, TestModels.training(2, 255, 5, BATCH.count(), 1))) {
      for (int step = 0; step < 50; step++) {
        session.step(new Step(BATCH, 1, step, 0.02f, 1));
      }
      RowBounds bounds = session.bounds(BATCH, 20_000, 2, 3);
      double[] likelihood = logLikelihood(session.parameters());
      double meanGap = 0;
      for (int row = 0; row < BATCH.count(); row++) {
        meanGap += (bounds.importanceWeighted()[row] - likelihood[row]) / BATCH.count();
        assertThat((double) bounds.importanceWeighted()[row])
            .isCloseTo(likelihood[row], within(5 * Math.sqrt(2.0 / 20_000)));
        // The rate is a mean over draws; its error as above.
        assertThat((double) -bounds.rate()[row] - bounds.distortion()[row])
            .isLessThan(likelihood[row] + 5 * 3 / Math.sqrt(20_000));
      }
      assertThat(meanGap).isCloseTo(0, within(0.01));
    }
  }

  @Test
  void trainingEndsAtPrincipalComponentAnalysis() {
    try (VaeSession session =
        VaeSession.initialized(
            TestModels.config(List.of(), 1, "gaussian", "learned", "elbo"),
            TestModels.training(1, 255, 5, BATCH.count(), 8))) {
      int steps = 5000;
      for (int step = 0; step < steps; step++) {
        session.step(new Step(BATCH, 1, step, 0.03f * (1 - (float) step / steps), 1));
      }
      RowBounds bounds = session.bounds(BATCH, 5000, 2, 3);
      // One component, for two turn around one another for long before they settle.
      // Lucas et al. 2019, "Don't blame the ELBO!": at a linear model's optimum there is no gap.
      assertThat(-TestModels.mean(bounds.rate()) - TestModels.mean(bounds.distortion()))
          .isCloseTo(bestLogLikelihood(1), within(0.02));
    }
  }

  /** The mean log-likelihood of the best model with q components: Tipping and Bishop 1999. */
  private static double bestLogLikelihood(int q) {
    RealMatrix covariance =
        new Covariance(rows(BATCH), /* biasCorrected= */ false).getCovarianceMatrix();
    double[] eigenvalues = new EigenDecomposition(covariance).getRealEigenvalues();
    Arrays.sort(eigenvalues); // ascending
    int d = eigenvalues.length;
    double variance = Arrays.stream(eigenvalues, 0, d - q).average().orElseThrow();
    // log L / N = -1/2 { d log(2 pi) + sum of the q largest log l_i + (d - q) log v + d }
    double logs = Arrays.stream(eigenvalues, d - q, d).map(Math::log).sum();
    return -0.5 * (d * Math.log(2 * Math.PI) + logs + (d - q) * Math.log(variance) + d);
  }

  private static double[] logLikelihood(Map<String, float[]> parameters) {
    RealMatrix w = matrix(parameters, "decoder.outputs.weights", 2); // [L, D]
    RealMatrix covariance =
        w.transpose()
            .multiply(w)
            .add(MatrixUtils.createRealIdentityMatrix(4).scalarMultiply(SIGMA * SIGMA));
    MultivariateNormalDistribution marginal =
        new MultivariateNormalDistribution(
            vector(parameters, "decoder.outputs.bias"), covariance.getData());
    return Arrays.stream(rows(BATCH)).mapToDouble(x -> Math.log(marginal.density(x))).toArray();
  }

  /** E_q[log p(x|z)] - KL, of which a linear decoder leaves no integral. */
  private static double[] elbo(Map<String, float[]> parameters) {
    RealMatrix encoder = matrix(parameters, "encoder.posterior.weights", 4); // [D, 2 L]
    double[] encoderBias = vector(parameters, "encoder.posterior.bias");
    RealMatrix w = matrix(parameters, "decoder.outputs.weights", 2); // [L, D]
    double[] b = vector(parameters, "decoder.outputs.bias");
    double[][] rows = rows(BATCH);
    double[] elbo = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      double[] posterior = encoder.preMultiply(rows[row]);
      double[] residual = rows[row].clone();
      double spread = 0;
      double rate = 0;
      for (int l = 0; l < 2; l++) {
        double m = posterior[l] + encoderBias[l];
        // The encoder softly bounds it to (-20, 20).
        double logV = 20 * Math.tanh((posterior[2 + l] + encoderBias[2 + l]) / 20);
        rate += (m * m + Math.exp(logV) - 1 - logV) / 2;
        double[] direction = w.getRow(l);
        for (int i = 0; i < 4; i++) {
          residual[i] -= m * direction[i];
          spread += Math.exp(logV) * direction[i] * direction[i];
        }
      }
      double squared = 0;
      for (int i = 0; i < 4; i++) {
        squared += Math.pow(residual[i] - b[i], 2);
      }
      // E |x - W z - b|^2 = |x - W m - b|^2 + sum v_l |w_l|^2
      elbo[row] =
          -2 * Math.log(2 * Math.PI * SIGMA * SIGMA)
              - (squared + spread) / (2 * SIGMA * SIGMA)
              - rate;
    }
    return elbo;
  }

  private static RealMatrix matrix(Map<String, float[]> parameters, String name, int rows) {
    double[] values = vector(parameters, name);
    int columns = values.length / rows;
    RealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
    for (int i = 0; i < values.length; i++) {
      matrix.setEntry(i / columns, i % columns, values[i]);
    }
    return matrix;
  }

  private static double[] vector(Map<String, float[]> parameters, String name) {
    return TestModels.doubles(Objects.requireNonNull(parameters.get(name)));
  }

  /** Grey images of two factors and noise. */
  private static Batch images(int count) {
    Random random = new Random(6);
    byte[] pixels = new byte[4 * count];
    for (int row = 0; row < count; row++) {
      double u = random.nextGaussian();
      double v = random.nextGaussian();
      double[] value = {128 + 40 * u, 128 - 30 * u + 10 * v, 128 + 20 * v, 128 + 10 * u - 10 * v};
      for (int i = 0; i < 4; i++) {
        double noisy = value[i] + 20 * random.nextGaussian();
        pixels[4 * row + i] = (byte) Math.max(0, Math.min(255, Math.round(noisy)));
      }
    }
    return new Batch(pixels, count);
  }

  private static double[][] rows(Batch batch) {
    double[][] rows = new double[batch.count()][4];
    for (int i = 0; i < 4 * batch.count(); i++) {
      rows[i / 4][i % 4] = (batch.pixels()[i] & 0xff) / 255.0;
    }
    return rows;
  }
}
