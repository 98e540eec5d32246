package io.github.vaegraph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {
  @ParameterizedTest
  @CsvSource({"300, 200", "784, 40", "1, 20000", "20000, 1"})
  void weightsHaveGlorotsVarianceAndMeanZero(int in, int out) {
    SummaryStatistics drawn = new SummaryStatistics();
    for (float weight : weights("layer.weights", in, out, 1)) {
      drawn.addValue(weight);
    }
    // Glorot and Bengio 2010, equation 12
    double variance = 2.0 / (in + out);
    // Five standard errors; the normal's, 2 / n, is above the truncated one's.
    assertThat(drawn.getMean()).isCloseTo(0, within(5 * Math.sqrt(variance / drawn.getN())));
    assertThat(drawn.getVariance() / variance)
        .isCloseTo(1, within(5 * Math.sqrt(2.0 / drawn.getN())));
  }

  @Test
  void theSameSeedAndNameDrawTheSameWeights() {
    assertThat(weights("a", 20, 10, 5)).isEqualTo(weights("a", 20, 10, 5));
  }

  @Test
  void anotherSeedOrNameDrawsOtherWeights() {
    float[] weights = weights("a", 20, 10, 5);
    assertThat(weights("a", 20, 10, 6)).doesNotContain(weights);
    assertThat(weights("b", 20, 10, 5)).doesNotContain(weights);
    assertThat(weights("a", 20, 10, 5L << 32)).doesNotContain(weights);
  }

  @Test
  void aLayerMoreLeavesTheOthersDrawsAlone() {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 5);
      parameters.weights("before", 3, 3);
      assertThat(graph.fetch(parameters.weights("a", 20, 10))).isEqualTo(weights("a", 20, 10, 5));
    }
  }

  @Test
  void aVectorStartsAtItsValues() {
    try (TestGraph graph = new TestGraph()) {
      assertThat(
              graph.fetch(
                  Parameters.initialized(graph.tf(), 0)
                      .vector("bias", new float[] {0.5f, -0f, 1e-20f})))
          .containsExactly(0.5f, -0f, 1e-20f);
    }
  }

  @Test
  void variablesComeInTheOrderOfTheirCreation() {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 0);
      parameters.vector("b", new float[1]);
      parameters.weights("c", 1, 1);
      parameters.vector("a", new float[1]);
      assertThat(parameters.variables().keySet()).containsExactly("b", "c", "a");
    }
  }

  @Test
  void aNameTakenIsRefused() {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 0);
      parameters.vector("layer.bias", new float[1]);
      assertThatThrownBy(() -> parameters.weights("layer.bias", 1, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("two variables named layer.bias");
    }
  }

  private static float[] weights(String name, int in, int out, long seed) {
    try (TestGraph graph = new TestGraph()) {
      return graph.fetch(Parameters.initialized(graph.tf(), seed).weights(name, in, out));
    }
  }
}
