package io.github.vaegraph.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.TestGraph;
import io.github.vaegraph.latent.Draw;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The decomposition of Chen et al. 2018 beside the same sums over pairs in Java. */
class TotalCorrelationTest {
  private static final int IMAGES = 50;
  private static final int ROWS = 3;
  private static final int DIM = 2;
  private static final float[] MEANS = {0.5f, -1, 0.2f, 0.1f, -0.7f, 1.5f};
  private static final float[] LOG_VARIANCES = {-1, 0, -0.5f, -2, 0.3f, -1};
  private static final float[] CODES = {
    0.1f, -1.3f, 0.4f, 0, -0.5f, 1, 0.9f, -0.2f, 0, 0.3f, -1, 2
  };
  private static final float[] LIKELIHOODS = {-1, -2, -3, -4, -5, -6};

  @Test
  void theThreeTermsAddUpToTheRateAndBetaWeighsTheSecond() {
    for (int present : new int[] {3, 2}) {
      double[] plain = new double[ROWS];
      double[] weighed = new double[ROWS];
      for (int k = 0; k < 2; k++) {
        for (int i = 0; i < ROWS; i++) {
          double posterior = logQ(k, i, i, 0) + logQ(k, i, i, 1);
          double whole = mixture(present, k, i, 0, 1);
          double parts = mixture(present, k, i, 0) + mixture(present, k, i, 1);
          double prior = logNormal(code(k, i, 0), 0, 0) + logNormal(code(k, i, 1), 0, 0);
          double information = posterior - whole;
          double correlation = whole - parts;
          double apart = parts - prior;
          assertThat(information + correlation + apart).isCloseTo(posterior - prior, within(1e-12));
          double likelihood = LIKELIHOODS[k * ROWS + i];
          plain[i] += (likelihood - information - correlation - apart) / 2;
          weighed[i] += (likelihood - information - 6 * correlation - apart) / 2;
        }
      }
      try (TestGraph graph = new TestGraph()) {
        for (int i = 0; i < present; i++) {
          assertThat((double) bound(graph, "tcvae", 1, present)[i])
              .isCloseTo(plain[i], within(1e-4));
          assertThat((double) bound(graph, "elbo", 1, present)[i])
              .isCloseTo(plain[i], within(1e-4));
          assertThat((double) bound(graph, "tcvae", 6, present)[i])
              .isCloseTo(weighed[i], within(1e-4));
        }
      }
    }
  }

  /** log q(z) of some dimensions: log sum_j prod_d q(z_d|x_j) / (N M). */
  private static double mixture(int present, int k, int i, int... dimensions) {
    double sum = 0;
    for (int j = 0; j < present; j++) {
      double log = 0;
      for (int d : dimensions) {
        log += logQ(k, i, j, d);
      }
      sum += Math.exp(log);
    }
    return Math.log(sum / (IMAGES * present));
  }

  /** log q(z_d|x_j) of the k-th code of image i. */
  private static double logQ(int k, int i, int j, int d) {
    return logNormal(code(k, i, d), MEANS[j * DIM + d], LOG_VARIANCES[j * DIM + d]);
  }

  private static double code(int k, int i, int d) {
    return CODES[(k * ROWS + i) * DIM + d];
  }

  private static double logNormal(double z, double mean, double logVariance) {
    return -0.5
        * (Math.log(2 * Math.PI) + logVariance + (z - mean) * (z - mean) / Math.exp(logVariance));
  }

  private static float[] bound(TestGraph graph, String objective, float beta, int present) {
    Ops tf = graph.tf();
    Operand<TFloat32> z = graph.constant(Shape.of(2, ROWS, DIM), CODES);
    DiagonalGaussian q =
        new DiagonalGaussian(
            graph.constant(Shape.of(ROWS, DIM), MEANS),
            graph.constant(Shape.of(ROWS, DIM), LOG_VARIANCES));
    Operand<TFloat32> zeros = graph.constant(Shape.of(1, DIM), 0, 0);
    Draw.Layer layer =
        new Draw.Layer(
            z,
            q.logProb(tf, z),
            new DiagonalGaussian(zeros, zeros).logProb(tf, z),
            Optional.empty(),
            Optional.of(q));
    Evidence evidence =
        new Evidence(graph.constant(Shape.of(2, ROWS), LIKELIHOODS), List.of(layer));
    BatchRows rows =
        new BatchRows(graph.constant(Shape.of(ROWS), 1, 1, present > 2 ? 1 : 0), IMAGES);
    Pressure pressure = new Pressure(tf.constant(beta), tf.constant(0f));
    return graph.fetch(
        Objectives.CHOICE.read(objective).bound(tf, evidence, rows, pressure).value());
  }
}
