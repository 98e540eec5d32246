package io.github.vaegraph.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class MlpTest {
  private static final Offset<Float> CLOSE = within(1e-6f);

  private static final ImageShape IMAGE = new ImageShape(2, 2, 1);

  @Test
  void theEncodersVariablesAreNamedByLayer() {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 0);
      Trunk encoder = new Mlp(List.of(3, 5)).encoder(parameters, IMAGE, 0, Activation.RELU);
      assertThat(encoder.width()).isEqualTo(5);
      assertThat(shapes(parameters))
          .containsExactly(
              Map.entry("encoder.hidden0.weights", Shape.of(4, 3)),
              Map.entry("encoder.hidden0.bias", Shape.of(3)),
              Map.entry("encoder.hidden1.weights", Shape.of(3, 5)),
              Map.entry("encoder.hidden1.bias", Shape.of(5)));
    }
  }

  @Test
  void anEncoderWithoutLayersHandsTheImageOn() {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 0);
      Trunk encoder = new Mlp(List.of()).encoder(parameters, IMAGE, 0, Activation.RELU);
      assertThat(encoder.width()).isEqualTo(4);
      assertThat(parameters.variables()).isEmpty();
    }
  }

  @Test
  void theDecoderMirrorsTheEncodersLayers() {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 0);
      decoder(parameters, List.of(3, 5), new float[8]);
      assertThat(shapes(parameters))
          .containsExactly(
              Map.entry("decoder.hidden0.weights", Shape.of(2, 5)),
              Map.entry("decoder.hidden0.bias", Shape.of(5)),
              Map.entry("decoder.hidden1.weights", Shape.of(5, 3)),
              Map.entry("decoder.hidden1.bias", Shape.of(3)),
              Map.entry("decoder.outputs.weights", Shape.of(3, 8)),
              Map.entry("decoder.outputs.bias", Shape.of(8)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp:none", "mlp:3", "mlp:5,3"})
  void sizesAreThoseOfTheVariables(String text) {
    Architecture network = Architectures.CHOICE.read(text);
    assertThat(network.text()).isEqualTo(text);
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 0);
      Trunk encoder = network.encoder(parameters, IMAGE, 0, Activation.TANH);
      network.decoder(parameters, 2, IMAGE, Activation.TANH, new float[8]);
      long values = parameters.variables().values().stream().mapToLong(v -> v.shape().size()).sum();
      // The layer of 4 outputs that follows the encoder is not built here.
      long posterior = 4L * (encoder.width() + 1);
      assertThat(network.sizes(IMAGE, 0, 4, 2, 2).parameters()).isEqualTo(values + posterior);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp:3,", "mlp:x", "mlp:1.5", "mlp:3;4"})
  void widthsThatAreNoNumbersAreRefused(String text) {
    assertThatThrownBy(() -> Architectures.CHOICE.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("hidden must be whole numbers with commas between them, was ");
  }

  @Test
  void laterChangesOfTheListDoNotReachTheConfiguration() {
    List<Integer> hidden = new ArrayList<>(List.of(3));
    Mlp network = new Mlp(hidden);
    hidden.set(0, -1);
    assertThat(network.hidden()).containsExactly(3);
  }

  @Test
  void aCodeOfZerosDecodesToTheInitialOutputs() {
    try (TestGraph graph = new TestGraph()) {
      float[] initial = {0.1f, 0.2f, 0.3f, 0.4f};
      Operand<TFloat32> outputs =
          decoder(Parameters.initialized(graph.tf(), 3), List.of(6), initial)
              .apply(graph.tf(), graph.constant(Shape.of(1, 2), 0, 0));
      // Zero biases and relu: nothing but the last bias is left.
      assertThat(graph.fetch(outputs)).containsExactly(initial);
    }
  }

  @Test
  void everyCodeIsDecodedAsIfItWereAlone() {
    float[] codes = {1, 2, -1, 0.5f, 0, 3, -2, -2, 0.25f, 1, 2, -3}; // [6, 2]
    try (TestGraph graph = new TestGraph()) {
      Trunk decoder =
          decoder(Parameters.initialized(graph.tf(), 3), List.of(6), new float[] {1, 2, 3, 4});
      Operand<TFloat32> all = decoder.apply(graph.tf(), graph.constant(Shape.of(6, 2), codes));
      Placeholder<TFloat32> code = graph.input(1, 2);
      Operand<TFloat32> one = decoder.apply(graph.tf(), code);
      float[] together = graph.fetch(all);
      assertThat(together).hasSize(6 * 4);
      for (int i = 0; i < 6; i++) {
        float[] alone =
            graph.fetch(one, Map.of(code, new float[] {codes[2 * i], codes[2 * i + 1]}));
        assertThat(Arrays.copyOfRange(together, 4 * i, 4 * i + 4)).containsExactly(alone, CLOSE);
      }
    }
  }

  private static Trunk decoder(Parameters parameters, List<Integer> hidden, float[] initial) {
    return new Mlp(hidden).decoder(parameters, 2, IMAGE, Activation.RELU, initial);
  }

  private static Map<String, Shape> shapes(Parameters parameters) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    parameters.variables().forEach((name, variable) -> shapes.put(name, variable.shape()));
    return shapes;
  }
}
