package io.github.vaegraph.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.graph.Loss;
import io.github.vaegraph.graph.TestGraph;
import io.github.vaegraph.latent.Draw;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class ObjectiveTest {
  private static final Offset<Float> CLOSE = within(1e-6f);

  @Test
  void elboIsTheLikelihoodsMeanLessBetaTimesTheRate() {
    try (TestGraph graph = new TestGraph()) {
      assertThat(bound(graph, "elbo", closed(graph))).containsExactly(-2 - 0.5f * 3, -5 - 0.5f * 7);
    }
  }

  @Test
  void withoutAClosedFormTheRateIsTheMeanOfItsDraws() {
    try (TestGraph graph = new TestGraph()) {
      // log q - log p: 1.5 and -1 for the first image, 0 and -1 for the second
      assertThat(graph.fetch(open(graph).rate(graph.tf()).orElseThrow()))
          .containsExactly(0.25f, -0.5f);
      assertThat(bound(graph, "elbo", open(graph)))
          .containsExactly(-2 - 0.5f * 0.25f, -5 + 0.5f * 0.5f);
    }
  }

  @Test
  void pointsPayNoRate() {
    try (TestGraph graph = new TestGraph()) {
      assertThat(points(graph).rate(graph.tf())).isEmpty();
      assertThat(bound(graph, "elbo", points(graph))).containsExactly(-2, -5);
    }
  }

  @Test
  void theImportanceWeightedBoundIsTheLogOfTheMeanWeight() {
    try (TestGraph graph = new TestGraph()) {
      // Burda et al. 2016, equation 8: weights exp(-1 - 2 + 0.5) and exp(-3 - 1 + 2) for the first
      // image, exp(-4 - 1 + 1) and exp(-6 - 3 + 4) for the second.
      float first = (float) Math.log((Math.exp(-2.5) + Math.exp(-2)) / 2);
      float second = (float) Math.log((Math.exp(-4) + Math.exp(-5)) / 2);
      assertThat(bound(graph, "iwae", closed(graph)))
          .containsExactly(new float[] {first, second}, CLOSE);
    }
  }

  @Test
  void distortionIsMinusTheLikelihoodsMean() {
    try (TestGraph graph = new TestGraph()) {
      assertThat(graph.fetch(closed(graph).distortion(graph.tf()))).containsExactly(2, 5);
    }
  }

  @Test
  void theEvidenceOfTwoPartsIsThatOfTheirRowsTogether() {
    try (TestGraph graph = new TestGraph()) {
      Evidence whole = Evidence.gathered(graph.tf(), List.of(closed(graph), closed(graph)));
      assertThat(whole.likelihood().shape()).isEqualTo(Shape.of(2, 4));
      float[] once = bound(graph, "iwae", closed(graph));
      assertThat(bound(graph, "iwae", whole)).containsExactly(once[0], once[1], once[0], once[1]);
      assertThat(graph.fetch(whole.rate(graph.tf()).orElseThrow())).containsExactly(3, 7, 3, 7);
    }
  }

  @Test
  void severalLayersAddUp() {
    try (TestGraph graph = new TestGraph()) {
      Draw.Layer layer = closed(graph).layers().get(0);
      Draw.Layer sampled = open(graph).layers().get(0);
      Evidence two = new Evidence(closed(graph).likelihood(), List.of(layer, sampled));
      assertThat(graph.fetch(two.rate(graph.tf()).orElseThrow())).containsExactly(3.25f, 6.5f);
    }
  }

  @Test
  void theLossIsMinusTheMeanOverTheRowsThatAreThere() {
    try (TestGraph graph = new TestGraph()) {
      Bound bound = Bound.of(graph.constant(Shape.of(3), -1, -4, 1000));
      Loss loss = bound.loss(graph.tf(), graph.constant(Shape.of(3), 1, 1, 0));
      assertThat(graph.fetch(loss.value())).containsExactly(2.5f);
      assertThat(loss.inference()).isSameAs(loss.value());
      assertThat(loss.generative()).isSameAs(loss.value());
    }
  }

  static List<String> objectives() {
    return Objectives.CHOICE.examples();
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void everyTextNamesItsObjective(String text) {
    assertThat(Objectives.CHOICE.read(text).text()).isEqualTo(text);
  }

  private static float[] bound(TestGraph graph, String objective, Evidence evidence) {
    Pressure half = new Pressure(graph.tf().constant(0.5f));
    return graph.fetch(Objectives.CHOICE.read(objective).bound(graph.tf(), evidence, half).value());
  }

  /** Two codes for each of two images, one latent layer of two dimensions. */
  private static Evidence closed(TestGraph graph) {
    return evidence(graph, Optional.of(graph.constant(Shape.of(2, 2), 1, 2, 3, 4)));
  }

  private static Evidence open(TestGraph graph) {
    return evidence(graph, Optional.empty());
  }

  private static Evidence points(TestGraph graph) {
    return new Evidence(closed(graph).likelihood(), List.of());
  }

  private static Evidence evidence(TestGraph graph, Optional<Operand<TFloat32>> kl) {
    return new Evidence(
        graph.constant(Shape.of(2, 2), -1, -4, -3, -6),
        List.of(
            new Draw.Layer(
                graph.constant(Shape.of(2, 2), -0.5f, -1, -2, -4),
                graph.constant(Shape.of(2, 2), -2, -1, -1, -3),
                kl)));
  }
}
