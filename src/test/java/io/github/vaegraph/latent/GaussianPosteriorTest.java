package io.github.vaegraph.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import java.util.Map;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class GaussianPosteriorTest {
  private static final NormalDistribution STANDARD = new NormalDistribution(0, 1);

  @ParameterizedTest
  @CsvSource({"0, 0", "1.5, 0", "0, 1", "-2, -3", "0.3, -6", "3, 2", "-0.01, 0.02"})
  void klIsTheIntegralOfItsDefinition(float mean, float logVariance) {
    NormalDistribution q = new NormalDistribution(mean, Math.exp(logVariance / 2.0));
    // KL = integral of q (log q - log p), within 12 deviations, where q holds all but 1e-32
    double reach = 12 * q.getStandardDeviation();
    double integral =
        new IterativeLegendreGaussIntegrator(16, 1e-10, 1e-12)
            .integrate(
                100_000,
                x -> q.density(x) * (q.logDensity(x) - STANDARD.logDensity(x)),
                mean - reach,
                mean + reach);
    try (TestGraph graph = new TestGraph()) {
      Posterior posterior =
          new GaussianPosterior(
              graph.constant(Shape.of(1, 1), mean), graph.constant(Shape.of(1, 1), logVariance));
      assertThat((double) graph.fetch(kl(graph, posterior))[0])
          .isCloseTo(integral, within(1e-6 * (1 + integral)));
    }
  }

  @Test
  void klFromThePriorToItselfIsZeroInEachDimension() {
    try (TestGraph graph = new TestGraph()) {
      Operand<TFloat32> zeros = graph.constant(Shape.of(2, 3), 0, 0, 0, 0, 0, 0);
      assertThat(graph.fetch(kl(graph, new GaussianPosterior(zeros, zeros))))
          .containsExactly(0, 0, 0, 0, 0, 0);
    }
  }

  @Test
  void gradientOfKlFollowsItsDerivatives() {
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> mean = graph.input(1, 3);
      Placeholder<TFloat32> logVariance = graph.input(1, 3);
      Operand<TFloat32> kl = kl(graph, new GaussianPosterior(mean, logVariance));
      Map<Placeholder<TFloat32>, float[]> at =
          Map.of(mean, new float[] {-2, 0, 0.5f}, logVariance, new float[] {-4, 0, 1});
      // d/dm = m,  d/dlog v = (v - 1) / 2
      assertThat(graph.fetch(graph.gradient(kl, mean), at)).containsExactly(-2, 0, 0.5f);
      assertThat(graph.fetch(graph.gradient(kl, logVariance), at))
          .containsExactly(
              new float[] {(float) Math.expm1(-4) / 2, 0, (float) Math.expm1(1) / 2},
              within(1e-6f));
    }
  }

  @Test
  void drawsComeWithTheirOwnLogDensity() {
    float[] means = {0.5f, -1};
    float[] deviations = {1, 2};
    float[] noise = {0.25f, 1, -3, 0.5f}; // [K = 2, B = 2, L = 1]
    try (TestGraph graph = new TestGraph()) {
      Posterior posterior =
          new GaussianPosterior(
              graph.constant(Shape.of(2, 1), means),
              graph.constant(Shape.of(2, 1), 0, (float) Math.log(4)));
      Posterior.Sample sample =
          posterior.draw(graph.tf(), (tf, columns) -> graph.constant(Shape.of(2, 2, 1), noise));
      float[] codes = graph.fetch(sample.codes());
      float[] logProb = graph.fetch(sample.logProb().orElseThrow());
      for (int i = 0; i < 4; i++) {
        double code = means[i % 2] + deviations[i % 2] * noise[i];
        assertThat((double) codes[i]).isCloseTo(code, within(1e-6));
        assertThat((double) logProb[i])
            .isCloseTo(
                new NormalDistribution(means[i % 2], deviations[i % 2]).logDensity(code),
                within(2e-6));
      }
    }
  }

  @Test
  void meanAndLogVarianceAreTheTwoHalvesOfTheEncodersOutputs() {
    try (TestGraph graph = new TestGraph()) {
      Posterior posterior =
          GaussianPosterior.of(graph.tf(), graph.constant(Shape.of(1, 4), 1, -2, 0.5f, 7));
      assertThat(graph.fetch(posterior.mean())).containsExactly(1, -2);
      // The log-variance is softly bounded to (-20, 20): 20 tanh(x / 20).
      assertThat(graph.fetch(posterior.logVariance()))
          .containsExactly(
              new float[] {(float) (20 * Math.tanh(0.5 / 20)), (float) (20 * Math.tanh(7 / 20.0))},
              within(1e-6f));
    }
  }

  @Test
  void noOutputGivesAVarianceThatOverflows() {
    try (TestGraph graph = new TestGraph()) {
      Posterior posterior =
          GaussianPosterior.of(graph.tf(), graph.constant(Shape.of(2, 2), 0, 1e9f, 0, -1e9f));
      assertThat(graph.fetch(posterior.logVariance()))
          .containsExactly(new float[] {20, -20}, within(1e-4f));
    }
  }

  @Test
  void aPointIsTheEncodersOutputWithNextToNoVariance() {
    try (TestGraph graph = new TestGraph()) {
      Posterior.Family family = Posteriors.CHOICE.read("point");
      Posterior.Head head = family.head(graph.tf(), Parameters.initialized(graph.tf(), 1), 2);
      Posterior point = head.of(graph.tf(), graph.constant(Shape.of(1, 2), 3, -4));
      assertThat(family.outputs(2)).isEqualTo(2);
      assertThat(graph.fetch(point.mean())).containsExactly(3, -4);
      assertThat(graph.fetch(point.logVariance())).containsExactly(-20, -20);
      Posterior.Sample sample =
          point.draw(
              graph.tf(),
              (tf, columns) -> {
                throw new AssertionError("a point draws nothing");
              });
      assertThat(sample.codes().shape()).isEqualTo(Shape.of(1, 1, 2));
      assertThat(sample.logProb()).isEmpty();
    }
  }

  private static Operand<TFloat32> kl(TestGraph graph, Posterior posterior) {
    return posterior.kl(graph.tf(), new StandardNormal(1)).orElseThrow();
  }
}
