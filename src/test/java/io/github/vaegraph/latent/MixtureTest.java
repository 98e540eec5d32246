package io.github.vaegraph.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.graph.SeededNormal;
import io.github.vaegraph.graph.TestGraph;
import io.github.vaegraph.network.Condition;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class MixtureTest {
  /** Weights 1/10 and 9/10, means -3 and 2, deviations 1/2 and 1. */
  private static Mixture mixture(TestGraph graph) {
    return Mixture.of(
        graph.tf(),
        graph.constant(Shape.of(2), 0, (float) Math.log(9)),
        graph.constant(Shape.of(2, 1), -3, 2),
        graph.constant(Shape.of(2, 1), (float) Math.log(0.25), 0));
  }

  @Test
  void itsDensityIsTheWeightedSumOfItsComponents() {
    NormalDistribution first = new NormalDistribution(-3, 0.5);
    NormalDistribution second = new NormalDistribution(2, 1);
    float[] codes = {-4, -3, 0, 2, 5};
    try (TestGraph graph = new TestGraph()) {
      Operand<TFloat32> z = graph.constant(Shape.of(5, 1), codes);
      float[] logProb = graph.fetch(mixture(graph).logProb(graph.tf(), z));
      for (int i = 0; i < codes.length; i++) {
        double density = 0.1 * first.density(codes[i]) + 0.9 * second.density(codes[i]);
        assertThat((double) logProb[i]).isCloseTo(Math.log(density), within(1e-5));
      }
    }
  }

  @Test
  void itsDrawsFallToTheComponentsByTheirWeights() {
    int count = 10_000;
    try (TestGraph graph = new TestGraph()) {
      Operand<TInt64> seeds = graph.tf().constant(LongStream.range(0, count).toArray());
      float[] codes =
          graph.fetch(
              mixture(graph)
                  .sample(graph.tf(), (tf, columns) -> SeededNormal.noise(tf, seeds, columns)));
      int first = 0;
      for (float code : codes) {
        first += code < -1 ? 1 : 0; // 4 deviations of the first, 3 of the second
      }
      double share = 0.1 + 0.9 * 0.00135; // and the second's tail
      assertThat((double) first / count)
          .isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / count)));
    }
  }

  /** Classes of weights 1/10 and 9/10, and 3/4 and 1/4, of the same components. */
  private static Mixture mixtureByClass(TestGraph graph) {
    Mixture one = mixture(graph);
    Operand<TFloat32> logits =
        graph.constant(Shape.of(2, 2), 0, (float) Math.log(9), (float) Math.log(3), 0);
    return new Mixture(2, 1, logits, one.gaussians());
  }

  @Test
  void eachClassHasItsOwnWeightsOfTheSharedComponents() {
    NormalDistribution first = new NormalDistribution(-3, 0.5);
    NormalDistribution second = new NormalDistribution(2, 1);
    float[] codes = {-3, 0, 2, -3, 0, 2}; // [K = 2, B = 3]
    double[] weights = {0.1, 0.75, 0.1};
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Prior given =
          mixtureByClass(graph).given(tf, Condition.of(tf, tf.constant(new int[] {0, 1, 0}), 2));
      float[] logProb = graph.fetch(given.logProb(tf, graph.constant(Shape.of(2, 3, 1), codes)));
      for (int i = 0; i < codes.length; i++) {
        double weight = weights[i % 3];
        double density = weight * first.density(codes[i]) + (1 - weight) * second.density(codes[i]);
        assertThat((double) logProb[i]).isCloseTo(Math.log(density), within(1e-5));
      }
      Prior.Source source =
          new Prior.Source(
              graph.constant(Shape.of(3, 1), 1, 1, 1),
              Optional.of(graph.constant(Shape.of(3, 1), 0.5f, 0.5f, 0.05f)));
      assertThat(graph.fetch(given.codes(tf, source)))
          .containsExactly(new float[] {2 + 1, -3 + 0.5f, -3 + 0.5f}, within(1e-6f));
    }
  }

  /** The first component has the choices up to its weight, 1/10. */
  @Test
  void aCodeIsTheChosenComponentsNoise() {
    try (TestGraph graph = new TestGraph()) {
      Prior.Source source =
          new Prior.Source(
              graph.constant(Shape.of(5, 1), 0, 2, 0, -1, 3),
              Optional.of(graph.constant(Shape.of(5, 1), 0, 0.0999f, 0.1001f, 0.5f, 1)));
      assertThat(graph.fetch(mixture(graph).codes(graph.tf(), source)))
          .containsExactly(new float[] {-3, -3 + 2 * 0.5f, 2, 2 - 1, 2 + 3}, within(1e-6f));
    }
  }

  @Test
  void oneComponentIsAGaussian() {
    try (TestGraph graph = new TestGraph()) {
      Mixture one =
          Mixture.of(
              graph.tf(),
              graph.constant(Shape.of(1), 5),
              graph.constant(Shape.of(1, 2), 0, 0),
              graph.constant(Shape.of(1, 2), 0, 0));
      Operand<TFloat32> z = graph.constant(Shape.of(2, 2), 1, -2, 0.5f, 0);
      assertThat(graph.fetch(one.logProb(graph.tf(), z)))
          .containsExactly(
              graph.fetch(new StandardNormal(2).logProb(graph.tf(), z)), within(1e-6f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixture", "mixture:0", "mixture:-1", "mixture:x", "mixture:10001"})
  void aNumberOfComponentsThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Priors.CHOICE.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a mixture must be mixture:K with K from 1 to 10000, was mixture:");
  }

  @Test
  void pointsLearnNoPrior() {
    assertThatThrownBy(
            () ->
                new LatentConfig(
                    Dims.of(2), Priors.CHOICE.read("mixture:3"), Posteriors.CHOICE.read("point")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "prior mixture:3 is learned through the rate, and posterior point has none; leave one"
                + " of them out");
  }
}
