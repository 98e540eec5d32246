package io.github.vaegraph.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import java.util.Map;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Around lambda = 1/2, where the closed forms are 0/0, and far from it. */
class ContinuousBernoulliTest {
  private static final IterativeLegendreGaussIntegrator INTEGRATOR =
      new IterativeLegendreGaussIntegrator(16, 1e-12, 1e-14);

  @ParameterizedTest
  @ValueSource(floats = {0, 1e-6f, -1e-4f, 1e-2f, -0.3f, 1.99f, 2, -2.01f, 3, -9, 25})
  void densityAndMeanAreThoseOfTheirIntegrals(float logit) {
    // p(x) = exp(l x) / integral of exp(l t) over [0, 1]
    double mass = INTEGRATOR.integrate(100_000, t -> Math.exp(logit * t), 0, 1);
    double mean = INTEGRATOR.integrate(100_000, t -> t * Math.exp(logit * t), 0, 1) / mass;
    try (TestGraph graph = new TestGraph()) {
      Distribution distribution = distribution(graph, graph.constant(Shape.of(1, 1), logit));
      float logProb =
          graph.fetch(distribution.logProb(graph.tf(), graph.constant(Shape.of(1, 1), 0.25f)))[0];
      assertThat((double) logProb)
          .isCloseTo(0.25 * logit - Math.log(mass), within(1e-6 * (1 + Math.abs(logit))));
      assertThat((double) graph.fetch(distribution.mean(graph.tf()))[0])
          .isCloseTo(mean, within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 1e-6f, -1e-4f, 1e-2f, -0.3f, 1.99f, 2, -2.01f, 3, -9, 25, 1e5f})
  void theGradientByTheLogitIsTheValueLessTheMean(float logit) {
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> l = graph.input(1, 1);
      Distribution distribution = distribution(graph, l);
      Operand<TFloat32> logProb =
          distribution.logProb(graph.tf(), graph.constant(Shape.of(1, 1), 0.25f));
      Map<Placeholder<TFloat32>, float[]> at = Map.of(l, new float[] {logit});
      // d/dl log p(x) = x - E[x]
      float mean = graph.fetch(distribution.mean(graph.tf()), at)[0];
      assertThat(graph.fetch(graph.gradient(logProb, l), at)[0])
          .isCloseTo(0.25f - mean, within(2e-6f));
    }
  }

  private static Distribution distribution(TestGraph graph, Operand<TFloat32> logits) {
    return Likelihoods.CHOICE
        .read("continuous-bernoulli")
        .head(graph.tf(), Parameters.initialized(graph.tf(), 0), new ImageShape(1, 1, 1))
        .distribution(graph.tf(), logits);
  }
}
