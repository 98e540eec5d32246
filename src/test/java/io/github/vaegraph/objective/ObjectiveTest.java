package io.github.vaegraph.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Loss;
import io.github.vaegraph.graph.TestGraph;
import io.github.vaegraph.latent.Draw;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
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
  void theImportanceWeightedBoundOfOneCodeIsTheElboOfItsSampledRate() {
    try (TestGraph graph = new TestGraph()) {
      Evidence one =
          new Evidence(
              graph.constant(Shape.of(1, 2), -1, -4),
              List.of(layer(graph, 1, Optional.empty(), -0.5f, -1, -2, -1)));
      assertThat(bound(graph, "iwae", one, 1, 1, 1))
          .containsExactly(bound(graph, "elbo", one, 1, 1, 1), CLOSE);
    }
  }

  @Test
  void eachDimensionsMeanRateCountsAtLeastTheFreeNats() {
    try (TestGraph graph = new TestGraph()) {
      // The dimensions' means are 2 and 3 over both rows, 1 and 2 over the first alone.
      assertThat(bound(graph, "free-bits:2.5", closed(graph)))
          .containsExactly(-2 - 0.5f * 5.5f, -5 - 0.5f * 5.5f);
      assertThat(bound(graph, "free-bits:1.5", closed(graph), 0.5f, 1, 0)[0])
          .isEqualTo(-2 - 0.5f * 3.5f);
    }
  }

  @Test
  void withoutAClosedFormTheDimensionsOfALayerAreOneGroup() {
    try (TestGraph graph = new TestGraph()) {
      // Rates 0.25 and -0.5, two dimensions
      assertThat(bound(graph, "free-bits:0.3", open(graph)))
          .containsExactly(new float[] {-2 - 0.5f * 0.6f, -5 - 0.5f * 0.6f}, CLOSE);
    }
  }

  @Test
  void withNoFreeNatsTheMeanIsTheElbos() {
    try (TestGraph graph = new TestGraph()) {
      for (Evidence evidence : List.of(closed(graph), open(graph))) {
        float[] elbo = bound(graph, "elbo", evidence);
        float[] free = bound(graph, "free-bits:0", evidence);
        assertThat(free[0] + free[1]).isCloseTo(elbo[0] + elbo[1], CLOSE);
      }
    }
  }

  @Test
  void capacityPricesHowFarTheMeanRateIsFromC() {
    try (TestGraph graph = new TestGraph()) {
      // Burgess et al. 2018, equation 8: the mean rate is 5 over both rows, 3 over the first; C = 2
      assertThat(bound(graph, "capacity:2", closed(graph))).containsExactly(-2 - 1.5f, -5 - 1.5f);
      assertThat(bound(graph, "capacity:2", closed(graph), 100, 1, 0)[0]).isEqualTo(-2 - 100f);
    }
    Objective capacity = Objectives.CHOICE.read("capacity:2");
    assertThat(capacity.of(5, 1.5, 100, 2)).isEqualTo(-5 - 50);
    assertThat(capacity.of(5, 2.5, 100, 2)).isEqualTo(-5 - 50);
  }

  @Test
  void capacityGrowsEvenlyAndThenStays() {
    Objective capacity = Objectives.CHOICE.read("capacity:25,10");
    assertThat(capacity.capacity(0)).isEqualTo(0);
    assertThat(capacity.capacity(2.5)).isEqualTo(6.25);
    assertThat(capacity.capacity(10)).isEqualTo(25);
    assertThat(capacity.capacity(11)).isEqualTo(25);
    assertThat(capacity.lasting(40)).isEqualTo(capacity);
    Objective open = Objectives.CHOICE.read("capacity:25");
    assertThat(open.lasting(10)).isEqualTo(capacity);
    assertThat(capacity.unfixed(10)).isEqualTo(open);
    assertThat(capacity.unfixed(9)).isEqualTo(capacity);
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void rowsThatFillABatchUpChangeNothing(String objective) {
    try (TestGraph graph = new TestGraph()) {
      Objective read = Objectives.CHOICE.read(objective);
      Ops tf = graph.tf();
      Pressure pressure = new Pressure(tf.constant(3f), tf.constant(2f));
      Loss two = read.bound(tf, rows(graph, 2), both(graph), pressure).loss(tf, both(graph));
      BatchRows filled = new BatchRows(graph.constant(Shape.of(3), 1, 1, 0), 10);
      Loss three = read.bound(tf, rows(graph, 3), filled, pressure).loss(tf, filled);
      assertThat(graph.fetch(three.value())).containsExactly(graph.fetch(two.value()), CLOSE);
      assertThat(graph.fetch(three.inference()))
          .containsExactly(graph.fetch(two.inference()), CLOSE);
      assertThat(graph.fetch(three.generative()))
          .containsExactly(graph.fetch(two.generative()), CLOSE);
    }
  }

  /** Two images and, where there are three rows, what fills them up. */
  private static Evidence rows(TestGraph graph, int count) {
    Ops tf = graph.tf();
    Operand<TFloat32> z =
        first(tf, graph.constant(Shape.of(1, 3, 2), 1, 0, -1, 0.5f, 0.9f, 0.1f), 1, count);
    DiagonalGaussian q =
        new DiagonalGaussian(
            first(tf, graph.constant(Shape.of(3, 2), 0.5f, 0, -0.4f, 0, 1, 0.2f), 0, count),
            first(tf, graph.constant(Shape.of(3, 2), 0, -1, -0.5f, 0, -2, -1), 0, count));
    Operand<TFloat32> likelihood =
        first(tf, graph.constant(Shape.of(1, 3), -1, -4, 1000), 1, count);
    Operand<TFloat32> kl =
        first(tf, graph.constant(Shape.of(3, 2), 1, 0.2f, 3, 0.1f, 500, 600), 0, count);
    return new Evidence(
        likelihood,
        List.of(
            new Draw.Layer(
                z,
                q.logProb(tf, z),
                tf.math.neg(tf.sum(tf.math.square(z), tf.constant(-1))),
                Optional.of(kl),
                Optional.of(q))));
  }

  /** The first of what lies along an axis. */
  private static Operand<TFloat32> first(Ops tf, Operand<TFloat32> x, int axis, int count) {
    return tf.gather(
        x, tf.range(tf.constant(0), tf.constant(count), tf.constant(1)), tf.constant(axis));
  }

  @Test
  void theLossIsMinusTheMeanOverTheRowsThatAreThere() {
    try (TestGraph graph = new TestGraph()) {
      Bound bound = Bound.of(graph.constant(Shape.of(3), -1, -4, 1000));
      Loss loss = bound.loss(graph.tf(), new BatchRows(graph.constant(Shape.of(3), 1, 1, 0), 9));
      assertThat(graph.fetch(loss.value())).containsExactly(2.5f);
      assertThat(loss.inference()).isSameAs(loss.value());
      assertThat(loss.generative()).isSameAs(loss.value());
    }
  }

  @Test
  void anotherGradientForAllVariablesIsDerivedOnce() {
    try (TestGraph graph = new TestGraph()) {
      Operand<TFloat32> value = graph.constant(Shape.of(1), 1);
      Loss loss =
          Bound.following(value, graph.constant(Shape.of(1), 2))
              .loss(graph.tf(), new BatchRows(graph.constant(Shape.of(1), 1), 9));
      assertThat(loss.generative()).isSameAs(loss.inference()).isNotSameAs(loss.value());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "free-bits",
        "free-bits:-1",
        "free-bits:x",
        "capacity",
        "capacity:NaN",
        "capacity:2,0",
        "capacity:2,1,1",
        "elbo:dreg",
        "elbo:x",
        "tcvae:2",
        "iwae:"
      })
  void whatAnObjectiveDoesNotTakeIsRefused(String text) {
    assertThatThrownBy(() -> Objectives.CHOICE.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("[^\\n]*(objective|estimator)[^\\n]*");
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
    return bound(graph, objective, evidence, 0.5f, 1, 1);
  }

  private static float[] bound(
      TestGraph graph, String objective, Evidence evidence, float beta, float... present) {
    Ops tf = graph.tf();
    Pressure pressure = new Pressure(tf.constant(beta), tf.constant(2f));
    BatchRows rows = new BatchRows(graph.constant(Shape.of(2), present), 10);
    return graph.fetch(
        Objectives.CHOICE.read(objective).bound(tf, evidence, rows, pressure).value());
  }

  /** Both rows are images, of ten. */
  private static BatchRows both(TestGraph graph) {
    return new BatchRows(graph.constant(Shape.of(2), 1, 1), 10);
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
        List.of(layer(graph, 2, kl, -0.5f, -1, -2, -4, -2, -1, -1, -3)));
  }

  /** K codes of two dimensions for each of two images: log q, then log p. */
  private static Draw.Layer layer(
      TestGraph graph, int samples, Optional<Operand<TFloat32>> kl, float... densities) {
    float[] posterior = Arrays.copyOf(densities, 2 * samples);
    float[] prior = Arrays.copyOfRange(densities, 2 * samples, 4 * samples);
    return new Draw.Layer(
        graph.constant(Shape.of(samples, 2, 2), new float[4 * samples]),
        graph.constant(Shape.of(samples, 2), posterior),
        graph.constant(Shape.of(samples, 2), prior),
        kl,
        Optional.empty());
  }
}
