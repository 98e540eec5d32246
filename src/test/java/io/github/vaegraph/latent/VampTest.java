package io.github.vaegraph.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import io.github.vaegraph.network.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class VampTest {
  private static Prior create(
      Parameters parameters, Ops tf, int components, int classes, Prior.Encoder encoder) {
    return new Vamp.Family(components)
        .create(
            tf,
            parameters,
            new Prior.Setting(2, TestPriors.VALUES, classes),
            encoder,
            TestPriors.EXAMPLES);
  }

  @Test
  void onePseudoInputIsItsPosterior() {
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Parameters parameters = Parameters.initialized(tf, 7);
      Prior prior = create(parameters, tf, 1, 0, TestPriors.encoder(2));
      Operand<TFloat32> image = tf.math.sigmoid(variable(parameters, "prior.inputs"));
      // The sigmoid's image is near the example (0, 1), from which a bit of noise moves it.
      assertThat(graph.fetch(image)).containsExactly(new float[] {0, 1}, within(0.15f));
      List<Operand<TFloat32>> moments =
          Layers.splitLast(tf, TestPriors.encoder(2).moments(tf, image, Condition.NONE), 2);
      Mixture component =
          Mixture.of(tf, graph.constant(Shape.of(1), 0), moments.get(0), moments.get(1));
      Operand<TFloat32> z = graph.constant(Shape.of(3, 2), 0, 0, 1, -2, -0.5f, 3);
      assertThat(graph.fetch(prior.logProb(tf, z)))
          .containsExactly(graph.fetch(component.logProb(tf, z)), within(1e-5f));
    }
  }

  private static Operand<TFloat32> variable(Parameters parameters, String name) {
    return Objects.requireNonNull(parameters.variables().get(name), name);
  }

  /** In a conditional model, of 300 pseudo-inputs of three classes, cut into pieces. */
  @Test
  void everyPseudoInputGoesThroughTheEncoderOnceBesideItsOwnClass() {
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      List<Operand<TFloat32>> told = new ArrayList<>();
      Prior.Encoder encoder =
          (ops, images, condition) -> {
            told.add(condition.rows().orElseThrow());
            return TestPriors.encoder(2).moments(ops, images, condition);
          };
      create(Parameters.initialized(tf, 7), tf, 300, 3, encoder);
      float[] rows = graph.fetch(tf.concat(told, tf.constant(0)));
      assertThat(rows).hasSize(300 * 3);
      for (int i = 0; i < rows.length; i++) {
        assertThat(rows[i]).isEqualTo(i / 3 % 3 == i % 3 ? 1f : 0f);
      }
    }
  }

  @Test
  void posteriorsThatDoNotTellTheDensityOfOthersCodesMakeNoPrior() {
    assertThatThrownBy(
            () ->
                new LatentConfig(
                    Dims.of(2), Priors.CHOICE.read("vamp:4"), Posteriors.CHOICE.read("iaf:2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "prior vamp:4 is made of the posteriors' densities, which posterior iaf:2 does not"
                + " tell; try prior mixture:K or posterior gaussian");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vamp", "vamp:0", "vamp:-1", "vamp:x", "vamp:10001"})
  void aNumberOfPseudoInputsThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Priors.CHOICE.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a VampPrior must be vamp:K with K from 1 to 10000, was vamp:");
  }
}
