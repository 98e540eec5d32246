package io.github.vaegraph.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.graph.TestGraph;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class DiagonalGaussianTest {
  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1.5, 0, -1", "-2, -3, -1.7", "0.3, -6, 0.31", "3, 2, 20"})
  void logProbIsTheLogDensity(float mean, float logVariance, float x) {
    double expected = new NormalDistribution(mean, Math.exp(logVariance / 2.0)).logDensity(x);
    try (TestGraph graph = new TestGraph()) {
      DiagonalGaussian gaussian =
          new DiagonalGaussian(
              graph.constant(Shape.of(1), mean), graph.constant(Shape.of(1), logVariance));
      assertThat(
              (double) graph.fetch(gaussian.logProb(graph.tf(), graph.constant(Shape.of(1), x)))[0])
          .isCloseTo(expected, within(2e-6 * (1 + Math.abs(expected))));
    }
  }

  @Test
  void logProbSumsOverTheLastAxisAndBroadcastsOverSamples() {
    float[] x = {0, 1, 2, 3, -1, -2, 0.5f, 0.25f}; // [2, 2, 2]
    float[] means = {0, 1, -1, 2};
    float[] deviations = {1, 0.5f, 2, 0.25f};
    try (TestGraph graph = new TestGraph()) {
      float[] logVariances = new float[4];
      for (int i = 0; i < 4; i++) {
        logVariances[i] = (float) (2 * Math.log(deviations[i]));
      }
      DiagonalGaussian gaussian =
          new DiagonalGaussian(
              graph.constant(Shape.of(2, 2), means), graph.constant(Shape.of(2, 2), logVariances));
      Operand<TFloat32> logProb =
          gaussian.logProb(graph.tf(), graph.constant(Shape.of(2, 2, 2), x));
      assertThat(logProb.shape()).isEqualTo(Shape.of(2, 2));
      float[] values = graph.fetch(logProb);
      for (int row = 0; row < 4; row++) {
        double expected = 0;
        for (int d = 0; d < 2; d++) {
          int parameter = 2 * (row % 2) + d;
          expected +=
              new NormalDistribution(means[parameter], deviations[parameter])
                  .logDensity(x[2 * row + d]);
        }
        assertThat((double) values[row]).isCloseTo(expected, within(1e-4));
      }
    }
  }

  @Test
  void aSampleIsTheMeanPlusTheDeviationTimesTheNoise() {
    try (TestGraph graph = new TestGraph()) {
      // Deviations 1, 2 and 1/4: exact in floats but for exp's last bit.
      float ln4 = (float) Math.log(4);
      DiagonalGaussian q =
          new DiagonalGaussian(
              graph.constant(Shape.of(1, 3), 0, 10, -1),
              graph.constant(Shape.of(1, 3), 0, ln4, -2 * ln4));
      Operand<TFloat32> noise = graph.constant(Shape.of(2, 1, 3), 1, 1, 1, 0, -2, 4);
      Operand<TFloat32> codes = q.sample(graph.tf(), noise);
      assertThat(codes.shape()).isEqualTo(Shape.of(2, 1, 3));
      assertThat(graph.fetch(codes))
          .containsExactly(new float[] {1, 12, -0.75f, 0, 6, 0}, within(1e-6f));
    }
  }

  @Test
  void withoutNoiseASampleIsTheMean() {
    try (TestGraph graph = new TestGraph()) {
      DiagonalGaussian q =
          new DiagonalGaussian(
              graph.constant(Shape.of(2), 0.1f, -7), graph.constant(Shape.of(2), -20, 20));
      assertThat(graph.fetch(q.sample(graph.tf(), graph.constant(Shape.of(2), 0, 0))))
          .containsExactly(0.1f, -7);
    }
  }
}
