package io.github.vaegraph.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.TestGraph;
import io.github.vaegraph.latent.Draw;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Gradients by the parameters of q(z|x) = N(m, exp(l)), for p(z) = N(0, 1), p(x|z) = N(z, 1) and x
 * = 1: p(z|x) = N(1/2, 1/2). Each row of a batch draws anew, so that rows are draws of a gradient.
 */
class EstimatorTest {
  private static final int ROWS = 20_000;
  private static final float X = 1;
  private static final float HALF = (float) Math.log(0.5);

  private TestGraph graph = new TestGraph();

  @BeforeEach
  void open() {
    graph.close();
    graph = new TestGraph();
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void whereQIsThePosteriorStickingTheLandingLeavesNoNoise() {
    // Roeder et al. 2017, section 3: the score, alone left, is what is left out.
    assertThat(spread(gradients("elbo:stl", 1, 0.5f, HALF).mean())).isLessThan(1e-5);
    assertThat(spread(gradients("iwae:stl", 5, 0.5f, HALF).mean())).isLessThan(1e-5);
    assertThat(spread(gradients("iwae:dreg", 5, 0.5f, HALF).mean())).isLessThan(1e-5);
    // d/dm log w = (x - z) - z of the sampled rate: 4 Var z = 2 for one code
    assertThat(spread(gradients("iwae", 1, 0.5f, HALF).mean())).isCloseTo(2, within(0.1));
  }

  @Test
  void stickingTheLandingHasTheElbosGradientInExpectation() {
    Gradients plain = gradients("elbo", 1, 0, 0);
    Gradients landed = gradients("elbo:stl", 1, 0, 0);
    assertThat(landed.value()).isEqualTo(plain.value());
    // d/dm = x - 2 m = 1, d/dl = 1/2 - v = -1/2
    agrees(landed.mean(), 1);
    agrees(landed.logVariance(), -0.5);
  }

  @Test
  void theDoublyReparameterizedGradientIsThatOfTheBoundInExpectationWithLessVariance() {
    Gradients plain = gradients("iwae", 5, 0, 0);
    Gradients dreg = gradients("iwae:dreg", 5, 0, 0);
    assertThat(dreg.value()).isEqualTo(plain.value());
    // Tucker et al. 2019, section 3; of the same draws, so that the noise is that of differences
    agrees(difference(dreg.mean(), plain.mean()), 0);
    agrees(difference(dreg.logVariance(), plain.logVariance()), 0);
    assertThat(spread(dreg.mean())).isLessThan(0.5 * spread(plain.mean()));
    assertThat(spread(dreg.logVariance())).isLessThan(0.8 * spread(plain.logVariance()));
  }

  @Test
  void stickingTheLandingOfSeveralCodesIsAnotherGradientThanTheBounds() {
    // Tucker et al. 2019, section 3: the score's expectation is 0 for one code alone.
    Gradients plain = gradients("iwae", 5, 0, 0);
    Gradients landed = gradients("iwae:stl", 5, 0, 0);
    SummaryStatistics off = statistics(difference(landed.mean(), plain.mean()));
    assertThat(Math.abs(off.getMean())).isGreaterThan(5 * off.getStandardDeviation() / 140);
    assertThat(spread(landed.mean())).isLessThan(spread(plain.mean()));
    assertThat(gradients("iwae:stl", 1, 0, 0).mean())
        .containsExactly(gradients("iwae:dreg", 1, 0, 0).mean(), within(1e-5f));
  }

  @Test
  void gradientsOfTwoCodesAreTheirFormulas() {
    float[] noise = {0.3f, -1.2f};
    double m = 0.2;
    double v = 0.7;
    double[] slopes = new double[2]; // d log w / dz, q's parameters constant
    double[] weights = new double[2];
    for (int k = 0; k < 2; k++) {
      double z = m + Math.sqrt(v) * noise[k];
      slopes[k] = (X - z) - z + (z - m) / v;
      weights[k] = Math.exp(-(X - z) * (X - z) / 2 - z * z / 2 + (z - m) * (z - m) / (2 * v));
    }
    double first = weights[0] / (weights[0] + weights[1]);
    double second = 1 - first;
    float logVariance = (float) Math.log(v);
    Gradients landed = gradients("iwae:stl", 2, 1, (float) m, logVariance, noise);
    Gradients dreg = gradients("iwae:dreg", 2, 1, (float) m, logVariance, noise);
    // dz/dm = 1: Burda et al. 2016, equation 14 without the score; Tucker et al. 2019, equation 6
    assertThat((double) landed.mean()[0])
        .isCloseTo(first * slopes[0] + second * slopes[1], within(1e-5));
    assertThat((double) dreg.mean()[0])
        .isCloseTo(first * first * slopes[0] + second * second * slopes[1], within(1e-5));
    // dz/dl = sqrt(v) e / 2
    double scale = Math.sqrt(v) / 2;
    assertThat((double) dreg.logVariance()[0])
        .isCloseTo(
            scale * (first * first * slopes[0] * noise[0] + second * second * slopes[1] * noise[1]),
            within(1e-5));
  }

  /** Of each row: the bound, and its gradient for inference by m and by l. */
  @SuppressWarnings("ArrayRecordComponent") // looked at, never shared
  private record Gradients(float[] value, float[] mean, float[] logVariance) {}

  private Gradients gradients(String objective, int samples, float mean, float logVariance) {
    Random random = new Random(5);
    float[] noise = new float[samples * ROWS];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return gradients(objective, samples, ROWS, mean, logVariance, noise);
  }

  private Gradients gradients(
      String objective, int samples, int rows, float mean, float logVariance, float[] noise) {
    Ops tf = graph.tf();
    Operand<TFloat32> m = filled(rows, mean);
    Operand<TFloat32> l = filled(rows, logVariance);
    DiagonalGaussian q = new DiagonalGaussian(m, l);
    Operand<TFloat32> z = q.sample(tf, graph.constant(Shape.of(samples, rows, 1), noise));
    DiagonalGaussian standard = new DiagonalGaussian(filled(1, 0), filled(1, 0));
    Evidence evidence =
        new Evidence(
            new DiagonalGaussian(z, filled(1, 0)).logProb(tf, filled(rows, X)),
            List.of(
                new Draw.Layer(
                    z,
                    q.logProb(tf, z),
                    standard.logProb(tf, z),
                    Optional.empty(),
                    Optional.of(q))));
    Bound bound =
        Objectives.CHOICE
            .read(objective)
            .bound(
                tf,
                evidence,
                new BatchRows(filled(rows, 1), rows),
                new Pressure(tf.constant(1f), tf.constant(0f)));
    return new Gradients(
        graph.fetch(bound.value()),
        graph.fetch(graph.gradient(bound.inference(), m)),
        graph.fetch(graph.gradient(bound.inference(), l)));
  }

  /** [rows, 1] */
  private Operand<TFloat32> filled(int rows, float value) {
    float[] values = new float[rows];
    Arrays.fill(values, value);
    return graph.constant(Shape.of(rows, 1), values);
  }

  private static void agrees(float[] draws, double truth) {
    SummaryStatistics statistics = statistics(draws);
    double error = statistics.getStandardDeviation() / Math.sqrt(ROWS);
    assertThat(error).isPositive();
    assertThat(statistics.getMean()).isCloseTo(truth, within(5 * error));
  }

  private static double spread(float[] draws) {
    return statistics(draws).getVariance();
  }

  private static SummaryStatistics statistics(float[] draws) {
    SummaryStatistics statistics = new SummaryStatistics();
    for (float draw : draws) {
      statistics.addValue(draw);
    }
    return statistics;
  }

  private static float[] difference(float[] a, float[] b) {
    float[] difference = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }
}
