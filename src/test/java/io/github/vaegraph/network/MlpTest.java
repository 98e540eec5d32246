package io.github.vaegraph.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.distribution.Likelihoods;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class MlpTest {
  private static final Offset<Float> CLOSE = within(1e-6f);

  @Test
  void theEncodersVariablesAreNamedByLayer() {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 0);
      encoder(parameters, List.of(3, 5), true);
      assertThat(shapes(parameters))
          .containsExactly(
              Map.entry("encoder.hidden0.weights", Shape.of(4, 3)),
              Map.entry("encoder.hidden0.bias", Shape.of(3)),
              Map.entry("encoder.hidden1.weights", Shape.of(3, 5)),
              Map.entry("encoder.hidden1.bias", Shape.of(5)),
              Map.entry("encoder.posterior.weights", Shape.of(5, 4)),
              Map.entry("encoder.posterior.bias", Shape.of(4)));
    }
  }

  @Test
  void theDecodersVariablesAreNamedByLayer() {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 0);
      decoder(graph, parameters, List.of(5, 3), "per-pixel");
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

  @Test
  void thePosteriorComesFromTheTwoHalvesOfOneProduct() {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 3);
      DiagonalGaussian posterior =
          encoder(parameters, List.of(), true)
              .encode(graph.tf(), graph.constant(Shape.of(1, 4), 0, 1, 0, 0));
      // A linear encoder at the second unit vector is the second row of its weights.
      float[] weights = value(graph, parameters, "encoder.posterior.weights");
      assertThat(graph.fetch(posterior.mean()))
          .containsExactly(new float[] {weights[4], weights[5]}, CLOSE);
      // The log-variance is softly bounded to (-20, 20): 20 tanh(x / 20).
      assertThat(graph.fetch(posterior.logVariance()))
          .containsExactly(
              new float[] {
                (float) (20 * Math.tanh(weights[6] / 20)), (float) (20 * Math.tanh(weights[7] / 20))
              },
              CLOSE);
    }
  }

  @Test
  void noImageGivesAVarianceThatOverflows() {
    try (TestGraph graph = new TestGraph()) {
      DiagonalGaussian posterior =
          encoder(Parameters.initialized(graph.tf(), 3), List.of(), true)
              .encode(graph.tf(), graph.constant(Shape.of(2, 4), 1e9f, 0, 0, 0, 0, -1e9f, 0, 0));
      for (float logVariance : graph.fetch(posterior.logVariance())) {
        assertThat(Math.abs(logVariance)).isCloseTo(20, within(1e-4f));
      }
    }
  }

  @Test
  void withoutAVarianceThePosteriorIsAllButAPoint() {
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 3);
      DiagonalGaussian posterior =
          encoder(parameters, List.of(3), false)
              .encode(graph.tf(), graph.constant(Shape.of(1, 4), 1, 1, 1, 1));
      assertThat(shapes(parameters)).containsEntry("encoder.posterior.weights", Shape.of(3, 2));
      assertThat(graph.fetch(posterior.mean())).hasSize(2);
      assertThat(graph.fetch(posterior.logVariance())).containsExactly(-20, -20);
    }
  }

  @Test
  void aCodeOfZerosDecodesToTheDatasMean() {
    try (TestGraph graph = new TestGraph()) {
      Distribution reconstruction =
          decoder(graph, Parameters.initialized(graph.tf(), 3), List.of(6), "1.0")
              .decode(graph.tf(), graph.constant(Shape.of(1, 2), 0, 0));
      // Zero biases and relu: nothing but the last bias is left.
      assertThat(graph.fetch(reconstruction.mean(graph.tf())))
          .containsExactly(0.1f, 0.2f, 0.3f, 0.4f);
    }
  }

  @Test
  void everyCodeIsDecodedAsIfItWereAlone() {
    float[] codes = {1, 2, -1, 0.5f, 0, 3, -2, -2, 0.25f, 1, 2, -3}; // [6, 2]
    try (TestGraph graph = new TestGraph()) {
      Decoder decoder = decoder(graph, Parameters.initialized(graph.tf(), 3), List.of(6), "1.0");
      Operand<TFloat32> means =
          decoder.decode(graph.tf(), graph.constant(Shape.of(6, 2), codes)).mean(graph.tf());
      Placeholder<TFloat32> code = graph.input(1, 2);
      Operand<TFloat32> mean = decoder.decode(graph.tf(), code).mean(graph.tf());
      float[] together = graph.fetch(means);
      assertThat(together).hasSize(6 * 4);
      for (int i = 0; i < 6; i++) {
        float[] alone =
            graph.fetch(mean, Map.of(code, new float[] {codes[2 * i], codes[2 * i + 1]}));
        assertThat(Arrays.copyOfRange(together, 4 * i, 4 * i + 4)).containsExactly(alone, CLOSE);
      }
    }
  }

  private static Encoder encoder(Parameters parameters, List<Integer> widths, boolean variational) {
    return new MlpEncoder(parameters, 4, widths, Activation.RELU, 2, variational);
  }

  private static Decoder decoder(
      TestGraph graph, Parameters parameters, List<Integer> widths, String sigma) {
    return new MlpDecoder(
        graph.tf(),
        parameters,
        2,
        widths,
        Activation.RELU,
        Likelihoods.create("gaussian", Optional.of(sigma)),
        new float[] {0.1f, 0.2f, 0.3f, 0.4f});
  }

  private static Map<String, Shape> shapes(Parameters parameters) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    parameters.variables().forEach((name, variable) -> shapes.put(name, variable.shape()));
    return shapes;
  }

  private static float[] value(TestGraph graph, Parameters parameters, String name) {
    return graph.fetch(
        graph.tf().identity(Objects.requireNonNull(parameters.variables().get(name))));
  }
}
