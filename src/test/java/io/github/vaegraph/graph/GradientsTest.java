package io.github.vaegraph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class GradientsTest {
  @Test
  void theInferenceNetworkFollowsAGradientOfItsOwn() {
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Parameters parameters = Parameters.initialized(tf, 0);
      Layers.Dense encoder =
          Layers.Dense.create(parameters.inference(), "encoder", 1, new float[1]);
      Layers.Dense decoder = Layers.Dense.create(parameters, "decoder", 1, new float[1]);
      Operand<TFloat32> free = parameters.inference().vector("free", new float[] {1});
      Operand<TFloat32> x = graph.constant(Shape.of(1, 1), 3);
      Operand<TFloat32> y = decoder.apply(tf, encoder.apply(tf, x));
      Operand<TFloat32> value = tf.sum(tf.math.add(y, free), tf.constant(new int[] {0, 1}));
      Operand<TFloat32> twice = tf.math.mul(value, tf.constant(2f));
      Operand<TFloat32> thrice = tf.math.mul(value, tf.constant(3f));
      Gradients.Result result =
          parameters.gradients(tf, graph.graph(), new Loss(value, twice, thrice));
      // d/db of the encoder is the decoder's weight, of the decoder 1: each of its own loss.
      float[] weight = graph.fetch(tf.identity(parameters.variables().get("decoder.weights")));
      assertThat(gradient(graph, result, "encoder.bias")).containsExactly(2 * weight[0]);
      assertThat(gradient(graph, result, "encoder.weights")).containsExactly(6 * weight[0]);
      assertThat(gradient(graph, result, "free")).containsExactly(2);
      assertThat(gradient(graph, result, "decoder.bias")).containsExactly(3);
    }
  }

  @Test
  void weightsThatAreUsedOutsideTheirLayerAreRefused() {
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Parameters parameters = Parameters.initialized(tf, 0);
      Operand<TFloat32> weights = parameters.weights("tied.weights", 2, 2);
      Operand<TFloat32> bias = parameters.vector("tied.bias", new float[2]);
      Layers.Dense layer =
          new Layers.Dense(weights, bias, parameters.affine("tied.weights", "tied.bias"));
      Operand<TFloat32> y = layer.apply(tf, graph.constant(Shape.of(1, 2), 1, 2));
      Operand<TFloat32> back = tf.withName("back").linalg.matMul(y, weights); // no use of a layer
      Operand<TFloat32> loss = tf.sum(back, tf.constant(new int[] {0, 1}));
      assertThatThrownBy(() -> parameters.gradients(tf, graph.graph(), Loss.of(loss)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "tied.weights: its gradient counts the uses of its layer alone, and back uses it as"
                  + " well");
    }
  }

  private static float[] gradient(TestGraph graph, Gradients.Result result, String name) {
    return graph.fetch(Objects.requireNonNull(result.byVariable().get(name)));
  }
}
