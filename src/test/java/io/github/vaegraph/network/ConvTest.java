package io.github.vaegraph.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Convolution;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import io.github.vaegraph.graph.TransposedConvolution;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class ConvTest {
  private static final Offset<Float> CLOSE = within(1e-5f);

  private static Architecture network(String text) {
    return Architectures.CHOICE.read(text);
  }

  private static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "conv:3, 1, 1, 1",
    "conv:3,2, 1, 7, 1",
    "'conv:3,2', 5, 1, 3",
    "'conv:3,2,4', 2, 3, 1",
    "'conv:3,2', 13, 11, 2",
    "'conv:2,3,4,5,6', 7, 3, 1",
    "'conv:2,3', 65, 47, 3",
    "resnet:3/1, 1, 1, 1",
    "'resnet:3,2/1', 1, 7, 1",
    "'resnet:3,2/0', 5, 1, 3",
    "'resnet:3,2,4/2', 13, 11, 2",
    "'resnet:2,3,4,5/1', 7, 3, 1"
  })
  void whatComesOutHasTheSizeOfWhatGoesIn(String text, int height, int width, int channels) {
    ImageShape image = new ImageShape(height, width, channels);
    for (int perValue : new int[] {1, 2}) {
      try (TestGraph graph = new TestGraph()) {
        Parameters parameters = Parameters.initialized(graph.tf(), 0);
        Architecture network = network(text);
        Trunk encoder = network.encoder(parameters, image, 0, Activation.RELU);
        float[] initial = random(perValue * image.size(), 5);
        Trunk decoder = network.decoder(parameters, 2, image, Activation.RELU, initial);
        assertThat(decoder.width()).isEqualTo(perValue * image.size());
        float[] features =
            graph.fetch(
                encoder.apply(
                    graph.tf(),
                    graph.constant(Shape.of(3, image.size()), random(3 * image.size(), 1))));
        assertThat(features).hasSize(3 * encoder.width());
        float[] outputs =
            graph.fetch(decoder.apply(graph.tf(), graph.constant(Shape.of(1, 2), 0, 0)));
        // A code of zeros, and biases of zero: nothing but the outputs' bias is left.
        assertThat(outputs).containsExactly(initial, CLOSE);
        long values =
            parameters.variables().values().stream().mapToLong(v -> v.shape().size()).sum();
        long posterior = 4L * (encoder.width() + 1); // which is not built here
        assertThat(network.sizes(image, 0, 4, 2, perValue).parameters())
            .isEqualTo(values + posterior);
      }
    }
  }

  /** Else the first images differ from the mean by more than a pixel's whole range. */
  @ParameterizedTest
  @ValueSource(strings = {"conv:32,64", "resnet:16,32/2"})
  void theDecodersOutputsBeginNearTheirBias(String text) {
    ImageShape image = new ImageShape(14, 13, 3);
    try (TestGraph graph = new TestGraph()) {
      Architecture network = network(text);
      Trunk decoder =
          network.decoder(
              Parameters.initialized(graph.tf(), 1),
              20,
              image,
              network.usualActivation(),
              new float[image.size()]);
      float[] outputs =
          graph.fetch(
              decoder.apply(graph.tf(), graph.constant(Shape.of(50, 20), random(50 * 20, 4))));
      double squares = 0;
      for (float output : outputs) {
        squares += output * output;
      }
      // He's weights would give about 1.3 where each unit has a mean square of 1.
      assertThat(Math.sqrt(squares / outputs.length)).isBetween(0.2, 0.8);
    }
  }

  @Test
  void aConvolutionAddsUpWhatItsDefinitionSays() {
    // Three by three filters, stride 2, padded as TensorFlow pads: at the end where it is uneven.
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 3);
      ImageShape image = new ImageShape(4, 6, 2);
      Trunk encoder = network("conv:3").encoder(parameters, image, 0, Activation.RELU);
      float[] x = random(image.size(), 2);
      float[] filters =
          graph.fetch(graph.tf().identity(parameters.variables().get("encoder.conv0.filters")));
      float[] dense =
          graph.fetch(graph.tf().identity(parameters.variables().get("encoder.hidden0.weights")));
      float[] convolved = new float[2 * 3 * 3];
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 3; j++) {
          for (int out = 0; out < 3; out++) {
            double sum = 0;
            for (int a = 0; a < 3; a++) {
              for (int b = 0; b < 3; b++) {
                for (int in = 0; in < 2; in++) {
                  int row = 2 * i + a;
                  int column = 2 * j + b;
                  if (row < 4 && column < 6) {
                    sum +=
                        x[(row * 6 + column) * 2 + in] * filters[((a * 3 + b) * 2 + in) * 3 + out];
                  }
                }
              }
            }
            convolved[(i * 3 + j) * 3 + out] = (float) Math.max(0, sum);
          }
        }
      }
      float[] expected = new float[6];
      for (int unit = 0; unit < 6; unit++) {
        double sum = 0;
        for (int i = 0; i < convolved.length; i++) {
          sum += convolved[i] * dense[i * 6 + unit];
        }
        expected[unit] = (float) Math.max(0, sum);
      }
      float[] found =
          graph.fetch(encoder.apply(graph.tf(), graph.constant(Shape.of(1, image.size()), x)));
      assertThat(found).containsExactly(expected, CLOSE);
    }
  }

  /** Few channels take another way than many. */
  @ParameterizedTest
  @CsvSource({"4, 6, 1", "5, 3, 2", "1, 1, 4", "1, 7, 5", "8, 2, 6"})
  void aTransposedConvolutionAddsUpWhatItsDefinitionSays(int height, int width, int out) {
    // The gradient of a convolution of 4x4 filters with stride 2, which TensorFlow pads by one
    // before: what place i adds to pixel 2 i + k - 1 is its value times the filter's k-th.
    int high = (height + 1) / 2;
    int wide = (width + 1) / 2;
    int in = 3;
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 3);
      TransposedConvolution up =
          TransposedConvolution.create(parameters, "up", height, width, in, out);
      float[] x = random(2 * high * wide * in, 2);
      float[] filters = graph.fetch(graph.tf().identity(parameters.variables().get("up.filters")));
      float[] expected = new float[2 * height * width * out];
      for (int at = 0; at < x.length; at++) {
        int channel = at % in;
        int j = at / in % wide;
        int i = at / in / wide % high;
        int image = at / in / wide / high;
        for (int k = 0; k < 16; k++) {
          int p = 2 * i + k / 4 - 1;
          int q = 2 * j + k % 4 - 1;
          for (int o = 0; o < out && p >= 0 && p < height && q >= 0 && q < width; o++) {
            expected[((image * height + p) * width + q) * out + o] +=
                x[at] * filters[(k * out + o) * in + channel];
          }
        }
      }
      Operand<TFloat32> images = graph.constant(Shape.of(2, high, wide, in), x);
      assertThat(graph.fetch(up.apply(graph.tf(), images))).containsExactly(expected, CLOSE);
    }
  }

  @Test
  void activationsKeepTheirSizeAtTheStart() {
    // He et al. 2015: with variance 2 / fan in, E[y^2] of a layer's sums is E[x^2] of what goes in,
    // times 2 where that was not rectified. At the edges fewer values meet.
    ImageShape image = new ImageShape(32, 32, 16);
    try (TestGraph graph = new TestGraph()) {
      Parameters parameters = Parameters.initialized(graph.tf(), 1);
      Operand<TFloat32> x =
          graph.constant(Shape.of(20, image.size()), random(20 * image.size(), 3));
      Operand<TFloat32> images = Convolution.images(graph.tf(), x, 32, 32, 16);
      Operand<TFloat32> down =
          Convolution.halving(parameters, "down", 16, 64).apply(graph.tf(), images);
      assertThat(meanSquare(graph.fetch(down)))
          .isCloseTo(2 * meanSquare(graph.fetch(x)), within(0.15));
      Operand<TFloat32> rectified = graph.tf().nn.relu(down);
      Operand<TFloat32> up =
          TransposedConvolution.create(parameters, "up", 32, 32, 64, 16)
              .apply(graph.tf(), rectified);
      assertThat(meanSquare(graph.fetch(up)) / (2 * meanSquare(graph.fetch(rectified))))
          .isCloseTo(1, within(0.1));
    }
  }

  private static double meanSquare(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum / values.length;
  }

  /** Blocks that begin near the identity add next to nothing, however many there are. */
  @Test
  void residualActivationsKeepTheirSizeAtTheStart() {
    ImageShape image = new ImageShape(12, 12, 1);
    double[] sizes = new double[2];
    for (int i = 0; i < 2; i++) {
      try (TestGraph graph = new TestGraph()) {
        Parameters parameters = Parameters.initialized(graph.tf(), 1);
        Trunk encoder =
            network(i == 0 ? "resnet:32/1" : "resnet:32/16")
                .encoder(parameters, image, 0, Activation.RELU);
        float[] x = random(20 * image.size(), 3);
        sizes[i] =
            meanSquare(
                graph.fetch(
                    encoder.apply(graph.tf(), graph.constant(Shape.of(20, image.size()), x))));
      }
    }
    // Each adds a hundredth of the size of what goes into it: 1.01^16 = 1.17.
    assertThat(sizes[1] / sizes[0]).isBetween(1.0, 1.4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv:3,2", "resnet:3,2/1"})
  void everyImageIsEncodedAsIfItWereAlone(String text) {
    ImageShape image = new ImageShape(5, 4, 1);
    float[] pixels = random(3 * image.size(), 7);
    try (TestGraph graph = new TestGraph()) {
      Trunk encoder =
          network(text).encoder(Parameters.initialized(graph.tf(), 3), image, 0, Activation.TANH);
      float[] together =
          graph.fetch(encoder.apply(graph.tf(), graph.constant(Shape.of(3, image.size()), pixels)));
      Placeholder<TFloat32> one = graph.input(1, image.size());
      Operand<TFloat32> alone = encoder.apply(graph.tf(), one);
      int width = encoder.width();
      for (int i = 0; i < 3; i++) {
        float[] row = Arrays.copyOfRange(pixels, i * image.size(), (i + 1) * image.size());
        assertThat(Arrays.copyOfRange(together, i * width, (i + 1) * width))
            .containsExactly(graph.fetch(alone, Map.of(one, row)), CLOSE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conv:0",
        "conv:x",
        "conv:3,",
        "conv:5000",
        "conv:1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
        "resnet:8,x/1",
        "resnet:8/x",
        "resnet:8/",
        "resnet:8/-1",
        "resnet:8/1/2",
        "resnet:0/1"
      })
  void channelsThatMakeNoSenseAreRefused(String text) {
    assertThatThrownBy(() -> network(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "(conv|resnet|resnet's blocks|channels) must .*|(conv|resnet): expected .*");
  }

  /** Sides are halved to at most 7: 28 twice, 32 three times; longer sides count. */
  @ParameterizedTest
  @CsvSource({
    "conv, 28, 28, 'conv:32,64'",
    "conv, 8, 8, conv:32",
    "conv, 1, 1, conv:32",
    "conv, 64, 48, 'conv:32,64,128,256'",
    "conv, 1, 1000, 'conv:32,64,128,256,256,256,256,256'",
    "resnet, 28, 28, 'resnet:16,32,64/2'",
    "resnet, 7, 7, resnet:16/2",
    "resnet:/3, 32, 32, 'resnet:16,32,64,128/3'",
    "'resnet:8,4', 32, 32, 'resnet:8,4/2'",
    "conv:5, 28, 28, conv:5"
  })
  void withoutChannelsTheyFollowTheImagesSize(String text, int height, int width, String meant) {
    Architecture network = network(text);
    assertThat(network(network.text())).isEqualTo(network);
    assertThat(network.of(new ImageShape(height, width, 3)).text()).isEqualTo(meant);
  }
}
