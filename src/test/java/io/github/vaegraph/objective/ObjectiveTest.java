package io.github.vaegraph.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.TestGraph;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class ObjectiveTest {
  private static final Offset<Float> CLOSE = within(1e-6f);

  @Test
  void elboIsTheLikelihoodsMeanLessBetaTimesTheRate() {
    try (TestGraph graph = new TestGraph()) {
      assertThat(bound(graph, Objective.ELBO, 0.5f)).containsExactly(-2 - 0.5f * 3, -5 - 0.5f * 7);
    }
  }

  @Test
  void aPlainAutoencoderPaysNoRate() {
    try (TestGraph graph = new TestGraph()) {
      assertThat(bound(graph, Objective.AE, 0.5f)).containsExactly(-2, -5);
    }
  }

  @Test
  void theImportanceWeightedBoundIsTheLogOfTheMeanWeight() {
    try (TestGraph graph = new TestGraph()) {
      // Burda et al. 2016, equation 8: weights exp(-1 - 2 + 0.5) and exp(-3 - 1 + 2) for the first
      // image, exp(-4 - 1 + 1) and exp(-6 - 3 + 4) for the second.
      float first = (float) Math.log((Math.exp(-2.5) + Math.exp(-2)) / 2);
      float second = (float) Math.log((Math.exp(-4) + Math.exp(-5)) / 2);
      assertThat(bound(graph, Objective.IWAE, 0.5f))
          .containsExactly(new float[] {first, second}, CLOSE);
    }
  }

  @Test
  void distortionIsMinusTheLikelihoodsMean() {
    try (TestGraph graph = new TestGraph()) {
      assertThat(graph.fetch(densities(graph).distortion(graph.tf()))).containsExactly(2, 5);
    }
  }

  @Test
  void densitiesAreThoseOfTheirDistributions() {
    try (TestGraph graph = new TestGraph()) {
      // One value, one latent dimension, two codes for each of two images.
      DiagonalGaussian posterior =
          new DiagonalGaussian(
              graph.constant(Shape.of(2, 1), 0.5f, -1),
              graph.constant(Shape.of(2, 1), 0, (float) Math.log(4)));
      float[] codes = {0, 1, 2, -3};
      float[] images = {0.25f, 0.75f};
      Operand<TFloat32> z = graph.constant(Shape.of(2, 2, 1), codes);
      LogDensities densities =
          LogDensities.of(
              graph.tf(),
              posterior,
              z,
              new DiagonalGaussian(z, graph.constant(Shape.of(1), 0))
                  .logProb(graph.tf(), graph.constant(Shape.of(2, 1), images)),
              true);
      NormalDistribution standard = new NormalDistribution(0, 1);
      float[] likelihood = graph.fetch(densities.likelihood());
      float[] prior = graph.fetch(densities.prior());
      float[] q = graph.fetch(densities.posterior());
      for (int i = 0; i < 4; i++) {
        int image = i % 2;
        NormalDistribution expected =
            image == 0 ? new NormalDistribution(0.5, 1) : new NormalDistribution(-1, 2);
        isClose(likelihood[i], standard.logDensity(images[image] - codes[i]));
        isClose(prior[i], standard.logDensity(codes[i]));
        isClose(q[i], expected.logDensity(codes[i]));
      }
      // KL(N(m, v) || N(0, 1)) = (m^2 + v - 1 - log v) / 2
      assertThat(graph.fetch(densities.rate()))
          .containsExactly(new float[] {0.125f, (float) (4 - Math.log(4)) / 2}, CLOSE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyLabelNamesItsObjective(Objective objective) {
    assertThat(Objective.named(objective.label())).isEqualTo(objective);
    assertThat(Objective.labels()).contains(objective.label());
  }

  @Test
  void anUnknownNameIsAnsweredWithAllNames() {
    assertThatThrownBy(() -> Objective.named("ELBO"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("objective must be one of %s, was ELBO", Objective.labels());
  }

  private static void isClose(float actual, double expected) {
    assertThat((double) actual).isCloseTo(expected, within(1e-5));
  }

  private static float[] bound(TestGraph graph, Objective objective, float beta) {
    return graph.fetch(objective.bound(graph.tf(), densities(graph), graph.tf().constant(beta)));
  }

  /** Two codes for each of two images. */
  private static LogDensities densities(TestGraph graph) {
    return new LogDensities(
        graph.constant(Shape.of(2, 2), -1, -4, -3, -6),
        graph.constant(Shape.of(2, 2), -2, -1, -1, -3),
        graph.constant(Shape.of(2, 2), -0.5f, -1, -2, -4),
        graph.constant(Shape.of(2), 3, 7));
  }
}
