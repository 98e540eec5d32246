package io.github.vaegraph.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class IafTest {
  private static final Posterior.Family FAMILY = new Iaf.Family(3);

  /** Of one image, the encoder's outputs drawn from N(0, 1). */
  private static Posterior posterior(TestGraph graph, Parameters parameters, int dim) {
    Random random = new Random(8);
    float[] outputs = new float[FAMILY.outputs(dim)];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (float) random.nextGaussian();
    }
    return FAMILY
        .head(graph.tf(), parameters, dim)
        .of(graph.tf(), graph.constant(Shape.of(1, outputs.length), outputs));
  }

  /** log q(z) = log N(e; 0, I) - log |det dz/de|. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 70})
  void theDensityOfADrawIsThatOfTheNumericJacobian(int dim) {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 7);
      Placeholder<TFloat32> e = graph.input(1, dim);
      Posterior.Sample sample =
          posterior(graph, parameters, dim).draw(graph.tf(), (tf, columns) -> e);
      Operand<TFloat32> logProb = sample.logProb().orElseThrow();
      TestBijectors.shake(graph, parameters, 1);
      float[] at = new float[dim];
      double expected = 0;
      for (int i = 0; i < dim; i++) {
        at[i] = (i % 5 - 2) / 2f;
        expected -= (Math.log(2 * Math.PI) + at[i] * at[i]) / 2;
      }
      expected -= TestBijectors.logDeterminant(graph, sample.codes(), e, at);
      assertThat((double) graph.fetch(logProb, Map.of(e, at))[0])
          .isCloseTo(expected, within(1e-3 * (1 + dim / 5)));
    }
  }

  @Test
  void meanIsTheCodeThatTheBasesMeanBecomes() {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 7);
      Posterior posterior = posterior(graph, parameters, 3);
      Posterior.Sample middle =
          posterior.draw(graph.tf(), (tf, columns) -> graph.constant(Shape.of(1, 3), 0, 0, 0));
      assertThat(graph.fetch(posterior.mean()))
          .containsExactly(graph.fetch(middle.codes()), within(1e-6f));
      // The density in the middle is as high as log-variances of independent dimensions say.
      double logVariances = 0;
      for (float each : graph.fetch(posterior.logVariance())) {
        logVariances += each;
      }
      assertThat((double) graph.fetch(middle.logProb().orElseThrow())[0])
          .isCloseTo(-(3 * Math.log(2 * Math.PI) + logVariances) / 2, within(1e-5));
    }
  }

  @Test
  void aDimensionSeesThoseBeforeItAlone() {
    int dim = 4;
    for (boolean backwards : new boolean[] {false, true}) {
      try (TestGraph graph = new TestGraph()) {
        Parameters parameters = Parameters.initialized(graph.tf(), 7);
        AutoregressiveStep step =
            AutoregressiveStep.create(graph.tf(), parameters, "step", dim, backwards);
        Placeholder<TFloat32> z = graph.input(1, dim);
        Operand<TFloat32> context =
            graph.constant(
                Shape.of(1, AutoregressiveStep.WIDTH), new float[AutoregressiveStep.WIDTH]);
        Operand<TFloat32> logScales = step.apply(graph.tf(), z, context).logScales();
        TestBijectors.shake(graph, parameters, 1);
        float[] before = graph.fetch(logScales, Map.of(z, new float[dim]));
        for (int moved = 0; moved < dim; moved++) {
          float[] at = new float[dim];
          Arrays.fill(at, moved, moved + 1, 1);
          float[] after = graph.fetch(logScales, Map.of(z, at));
          for (int i = 0; i < dim; i++) {
            assertThat(after[i] != before[i])
                .as("%d by %d, backwards %s", i, moved, backwards)
                .isEqualTo(backwards ? i < moved : i > moved);
          }
        }
      }
    }
  }

  @Test
  void itsVariablesAreNamedAndCountedBeforehand() {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 1);
      FAMILY.head(graph.tf(), parameters, 5);
      assertThat(parameters.variables().keySet())
          .allMatch(name -> name.startsWith("encoder.posterior."));
      assertThat(parameters.variables().values().stream().mapToLong(v -> v.shape().size()).sum())
          .isEqualTo(FAMILY.parameters(5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"iaf", "iaf:0", "iaf:-1", "iaf:x", "iaf:101"})
  void aNumberOfStepsThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Posteriors.CHOICE.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a flow must be iaf:STEPS with STEPS from 1 to 100, was iaf:");
  }
}
