package io.github.vaegraph.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class ConvLadderTest {
  private static Architecture network(String text) {
    return Architectures.CHOICE.read(text);
  }

  private static List<Integer> dims(String text) {
    return Stream.of(text.split(",")).map(Integer::valueOf).toList();
  }

  private static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Codes of each layer, standard normal. */
  private static List<Operand<TFloat32>> codes(TestGraph graph, List<Integer> dims, int rows) {
    List<Operand<TFloat32>> codes = new ArrayList<>();
    for (int dim : dims) {
      codes.add(graph.constant(Shape.of(rows, dim), random(rows * dim, dim)));
    }
    return codes;
  }

  @ParameterizedTest
  @CsvSource({
    "ladder:3, '2,1', 1, 1, 1",
    "'ladder:3,2', '4,2,3', 1, 7, 1",
    "'ladder:3,2', '6,2', 5, 1, 3",
    "'ladder:3,2,4', '24,8,2', 13, 11, 2",
    "'ladder:2,3', '64,5', 29, 31, 1",
    "'ladder:2,3', '204,5', 65, 47, 3"
  })
  void whatComesOutHasTheImagesSizeAndWhatIsCreatedWasCounted(
      String text, String latentDim, int height, int width, int channels) {
    ImageShape image = new ImageShape(height, width, channels);
    List<Integer> dims = dims(latentDim);
    Architecture network = network(text);
    network.checkDims(image, dims);
    for (int classes : new int[] {0, 2}) {
      try (TestGraph graph = new TestGraph()) {
        Parameters parameters = Parameters.initialized(graph.tf(), 0);
        int perValue = 1 + classes;
        float[] initial = random(perValue * image.size(), 5);
        Levels levels = network.levels(parameters, dims, image, classes, Activation.ELU, initial);
        int in = image.size() + classes;
        float[] told =
            graph.fetch(
                levels.up().apply(graph.tf(), graph.constant(Shape.of(3, in), random(3 * in, 1))));
        assertThat(told).hasSize(3 * 2 * dims.stream().mapToInt(dim -> dim).sum());
        // Codes and classes of zeros, and biases of zero: nothing but the outputs' bias is left.
        List<Operand<TFloat32>> zeros = new ArrayList<>();
        dims.forEach(dim -> zeros.add(graph.constant(Shape.of(1, dim), new float[dim])));
        Condition none =
            new Condition(
                Optional.of(graph.constant(Shape.of(1, 2), 0, 0)).filter(rows -> classes > 0));
        float[] outputs =
            graph.fetch(levels.decoder().apply(graph.tf(), levels.seen(graph.tf(), zeros, none)));
        assertThat(outputs).containsExactly(initial, within(1e-5f));
        long values =
            parameters.variables().values().stream().mapToLong(v -> v.shape().size()).sum();
        assertThat(network.levelSizes(dims, image, classes, perValue).parameters())
            .isEqualTo(values);
      }
    }
  }

  /**
   * A dense layer, doubled sides and codes that enter keep the size of what goes through, or double
   * it; priors begin at N(0, I), and the outputs near their bias.
   */
  @Test
  void thePathKeepsItsSizeAtTheStart() {
    ImageShape image = new ImageShape(32, 32, 3);
    List<Integer> dims = List.of(256 * 4, 64 * 4, 16 * 4, 20);
    try (TestGraph graph = new TestGraph()) {
      Levels levels =
          network("ladder:16,32,64")
              .levels(
                  Parameters.initialized(graph.tf(), 1),
                  dims,
                  image,
                  0,
                  Activation.ELU,
                  new float[image.size()]);
      List<Operand<TFloat32>> codes = codes(graph, dims, 20);
      Operand<TFloat32> path = levels.start(graph.tf(), codes.get(3), Condition.NONE);
      for (int i = 2; i >= 0; i--) {
        Levels.Step step = levels.steps().get(i);
        Operand<TFloat32> h = step.features(graph.tf(), path);
        assertThat(meanSquare(graph.fetch(step.prior(graph.tf(), h)))).isLessThan(0.2);
        path = step.after(graph.tf(), h, codes.get(i));
        assertThat(meanSquare(graph.fetch(path))).as("layer %d", i + 1).isBetween(0.5, 6.0);
      }
      float[] outputs = graph.fetch(levels.decoder().apply(graph.tf(), path));
      assertThat(Math.sqrt(meanSquare(outputs))).isBetween(0.1, 1.0);
    }
  }

  private static double meanSquare(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i] * values[i]).sum()
        / values.length;
  }

  /** Rows of height, width, channels: the last code is of the lower right corner. */
  @Test
  void aMapsCodesLieWhereTheirPixelsDo() {
    ImageShape image = new ImageShape(12, 20, 1);
    List<Integer> dims = List.of(6 * 10 * 2, 15, 1);
    try (TestGraph graph = new TestGraph()) {
      Levels levels =
          network("ladder:3,2")
              .levels(
                  Parameters.initialized(graph.tf(), 1),
                  dims,
                  image,
                  0,
                  Activation.TANH,
                  new float[image.size()]);
      float[] pixels = new float[2 * image.size()];
      pixels[2 * image.size() - 1] = 1; // in the second image
      float[] told =
          graph.fetch(
              levels.up().apply(graph.tf(), graph.constant(Shape.of(2, image.size()), pixels)));
      int width = 2 * (120 + 15 + 1);
      for (int i = 0; i < 120; i++) {
        boolean near = i / 20 >= 4 && i / 2 % 10 >= 8;
        for (int half = 0; half < 2; half++) {
          float moved = told[width + 120 * half + i] - told[120 * half + i];
          assertThat(moved != 0).as("told %d", i).isEqualTo(near && moved != 0);
        }
      }
      assertThat(told[width + 119]).isNotEqualTo(told[119]);
      float[] codes = new float[2 * 120];
      codes[2 * 120 - 1] = 1;
      float[] seen =
          graph.fetch(
              levels
                  .decoder()
                  .apply(
                      graph.tf(),
                      levels.seen(
                          graph.tf(),
                          List.of(
                              graph.constant(Shape.of(2, 120), codes),
                              graph.constant(Shape.of(2, 15), new float[30]),
                              graph.constant(Shape.of(2, 1), 0, 0)),
                          Condition.NONE)));
      for (int i = 0; i < image.size(); i++) {
        boolean near = i / 20 >= 7 && i % 20 >= 15;
        assertThat(near || seen[image.size() + i] == seen[i]).as("pixel %d", i).isTrue();
      }
      assertThat(seen[2 * image.size() - 1]).isNotEqualTo(seen[image.size() - 1]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "28, 20, 'network ladder has maps below a vector: expected latentDim of several layers, as 49,20"
        + " for images of 28x28, found 20; leave it out, or try network conv'",
    "28, '1,2,3,4', 'network ladder:32,64: expected latentDim of at most 3 layers, one more than its"
        + " convolutions, found 4, 1,2,3,4'",
    "28, '100,20', 'network ladder:32,64, latentDim 100,20: expected a multiple of 49 for layer 1, a"
        + " map of 7x7, found 100; try 98'",
    "28, '196,1,20', 'network ladder:32,64, latentDim 196,1,20: expected a multiple of 49 for layer"
        + " 2, a map of 7x7, found 1; try 49'",
    "28, '49,49,20', 'network ladder:32,64, latentDim 49,49,20: expected a multiple of 196 for layer"
        + " 1, a map of 14x14, found 49; try 196'"
  })
  void dimensionsThatMakeNoMapsAreRefused(int side, String latentDim, String says) {
    ImageShape image = new ImageShape(side, side, 1);
    assertThatThrownBy(() -> network("ladder").of(image).checkDims(image, dims(latentDim)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ladder:0", "ladder:x", "ladder:3,"})
  void channelsThatMakeNoSenseAreRefused(String text) {
    assertThatThrownBy(() -> network(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("ladder(: expected channels| must) .*");
  }

  @ParameterizedTest
  @CsvSource({
    "28, 28, 'ladder:32,64', 49",
    "1, 1, ladder:32, 1",
    "64, 48, 'ladder:32,64,128,256', 12"
  })
  void whatIsLeftOutFollowsTheImagesSize(int height, int width, String text, int map) {
    ImageShape image = new ImageShape(height, width, 3);
    Architecture meant = network("ladder").of(image);
    assertThat(meant.text()).isEqualTo(text);
    assertThat(network(text)).isEqualTo(meant);
    assertThat(meant.usualDims(image, 20)).containsExactly(map, 20);
    // Of more layers than an image of one pixel has sides.
    assertThat(network("ladder").forLayers(new ImageShape(1, 1, 1), 4).text())
        .isEqualTo("ladder:32,64,128");
  }
}
