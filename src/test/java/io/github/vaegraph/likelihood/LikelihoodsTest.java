package io.github.vaegraph.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class LikelihoodsTest {
  private static final ImageShape ONE = new ImageShape(1, 1, 1);

  @Test
  void bernoulliOutputsAreLogits() {
    // log p(1) = -log(1 + exp(-l)),  log p(0) = -log(1 + exp(l))
    double[] expected = {-Math.log1p(Math.exp(-1.5)), -Math.log1p(Math.exp(1.5))};
    for (int i = 0; i < 2; i++) {
      assertThat(logProb("bernoulli", 1 - i, 1.5f)).isCloseTo(expected[i], within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0001", "0.1", "1", "2.5", "10000"})
  void sigmaIsTheStandardDeviation(String sigma) {
    double expected = new NormalDistribution(0.5, Double.parseDouble(sigma)).logDensity(0.5001);
    assertThat(logProb("gaussian:" + sigma, 0.5001f, 0.5f))
        .isCloseTo(expected, within(1e-3)); // 0.5001f - 0.5f is off by 3e-8 of 1e-4
  }

  @Test
  void anUnknownSigmaIsItsDefault() {
    assertThat(logProb("gaussian", 3, 1))
        .isCloseTo(new NormalDistribution(1, 1).logDensity(3), within(1e-6));
  }

  @Test
  void aLearnedSigmaStartsAtAFifth() {
    assertThat(logProb("gaussian:learned", 0.7f, 0.5f))
        .isCloseTo(new NormalDistribution(0.5, 0.2).logDensity(0.7), within(1e-3));
  }

  @Test
  void aSigmaPerPixelIsTheSecondHalfOfTheOutputsAsLogVariance() {
    // softplus bounds it from log(1/255^2) to log(16): near log(0.2^2) that changes 0.3 percent.
    assertThat(logProb("gaussian:per-pixel", 0.7f, 0.5f, (float) (2 * Math.log(0.2))))
        .isCloseTo(new NormalDistribution(0.5, 0.2).logDensity(0.7), within(0.01));
  }

  @Test
  void aSigmaPerPixelStaysAboveOneGreyLevelAndBelowFour() {
    assertThat(logProb("gaussian:per-pixel", 0.5f, 0.5f, -1e6f))
        .isCloseTo(new NormalDistribution(0, 1 / 255.0).logDensity(0), within(1e-5));
    assertThat(logProb("gaussian:per-pixel", 0.5f, 0.5f, 1e6f))
        .isCloseTo(new NormalDistribution(0, 4).logDensity(0), within(1e-5));
  }

  @Test
  void onlyASharedSigmaThatFollowsTheDataIsAVariable() {
    for (String text : Likelihoods.CHOICE.examples()) {
      try (TestGraph graph = new TestGraph()) {
        Parameters parameters = Parameters.initialized(graph.tf(), 0);
        Likelihoods.CHOICE.read(text).head(graph.tf(), parameters, ONE);
        assertThat(parameters.variables().keySet())
            .as(text)
            .allMatch(name -> name.startsWith("likelihood."))
            .hasSize(text.matches(".*:(learned|optimal)") ? 1 : 0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1e-5", "10001", "NaN", "Infinity", "Learned", "one"})
  void aSigmaThatIsNoneIsRefused(String sigma) {
    assertThatThrownBy(() -> Likelihoods.CHOICE.read("gaussian:" + sigma))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "sigma must be optimal, learned, per-pixel or a number from 0.0001 to 10000, was "
                + sigma);
  }

  @Test
  void anUnknownNameIsAnsweredWithAllNames() {
    assertThatThrownBy(() -> Likelihoods.CHOICE.read("poisson"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("likelihood must be one of bernoulli, ")
        .hasMessageEndingWith(", was poisson");
  }

  private static double logProb(String text, float x, float... outputs) {
    try (TestGraph graph = new TestGraph()) {
      return graph
          .fetch(
              Likelihoods.CHOICE
                  .read(text)
                  .head(graph.tf(), Parameters.initialized(graph.tf(), 0), ONE)
                  .distribution(graph.tf(), graph.constant(Shape.of(1, outputs.length), outputs))
                  .logProb(graph.tf(), graph.constant(Shape.of(1, 1), x)))[0];
    }
  }
}
