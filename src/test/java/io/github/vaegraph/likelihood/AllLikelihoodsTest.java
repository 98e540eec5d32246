package io.github.vaegraph.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** What every likelihood owes the model; one more that is registered is tested here as it is. */
class AllLikelihoodsTest {
  /** Decoder outputs that training meets. */
  private static final float[] USUAL = {-3, -0.7f, 0, 0.4f, 2.5f};

  /** So many combinations of outputs are all tried, of more as many drawn ones. */
  private static final int MOST = 100;

  private static final ImageShape ONE = new ImageShape(1, 1, 1);
  private static final ImageShape PIXEL = new ImageShape(1, 1, 3);

  static List<String> likelihoods() {
    return Likelihoods.CHOICE.examples();
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void itsTextNamesIt(String text) {
    assertThat(Likelihoods.CHOICE.read(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void probabilityIsOneInAll(String text) {
    Likelihood likelihood = Likelihoods.CHOICE.read(text);
    try (OneValue value = new OneValue(likelihood)) {
      double[] masses = value.integrals().over(likelihood.support(), x -> 1);
      for (int i = 0; i < masses.length; i++) {
        assertThat(masses[i])
            .as("%s: mass over %s at outputs %s", text, likelihood.support(), value.at(i))
            .isCloseTo(1, within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void meanIsTheIntegralOfValueTimesDensity(String text) {
    Likelihood likelihood = Likelihoods.CHOICE.read(text);
    try (OneValue value = new OneValue(likelihood)) {
      double[] integrals = value.integrals().over(likelihood.support(), x -> x);
      float[] means = value.means();
      for (int i = 0; i < integrals.length; i++) {
        assertThat((double) means[i])
            .as("%s: mean at outputs %s", text, value.at(i))
            .isCloseTo(integrals[i], within(1e-4 * (1 + Math.abs(integrals[i]))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void extremeOutputsGiveFiniteDensitiesAndGradients(String text) {
    Likelihood likelihood = Likelihoods.CHOICE.read(text);
    float[][] outputs =
        grid(
            likelihood.outputsPerValue(ONE),
            new float[] {-1e6f, -1e4f, -100, -20, 0, 20, 100, 1e4f, 1e6f});
    int n = outputs.length;
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> raw = graph.input(n, 1, likelihood.outputsPerValue(ONE));
      Distribution distribution = head(likelihood, graph, ONE).distribution(graph.tf(), raw);
      float[] values = binary(likelihood) ? new float[] {0, 1} : new float[] {0, 0.5f, 1};
      Operand<TFloat32> logProb =
          distribution.logProb(graph.tf(), graph.constant(Shape.of(values.length, 1), values));
      Map<Placeholder<TFloat32>, float[]> at = Map.of(raw, flat(outputs));
      assertFinite(graph.fetch(logProb, at), n * values.length);
      Operand<TFloat32> training =
          distribution.trainingLogProb(
              graph.tf(), graph.constant(Shape.of(values.length, 1), values));
      assertFinite(
          graph.fetch(graph.gradient(training, raw), at), n * likelihood.outputsPerValue(ONE));
      // A mean may be an output itself; what is fed cannot be fetched.
      Operand<TFloat32> mean = graph.tf().identity(distribution.mean(graph.tf()));
      assertFinite(graph.fetch(mean, at), n);
      assertFinite(
          graph.fetch(graph.gradient(logProb, raw), at), n * likelihood.outputsPerValue(ONE));
    }
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void gradientsFollowFiniteDifferences(String text) {
    Likelihood likelihood = Likelihoods.CHOICE.read(text);
    float[] images = binary(likelihood) ? new float[] {0, 1, 1} : new float[] {0, 0.2f, 1};
    Random random = new Random(1);
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> outputs = graph.input(4, 3L * likelihood.outputsPerValue(PIXEL));
      Operand<TFloat32> logProb =
          head(likelihood, graph, PIXEL)
              .distribution(graph.tf(), outputs)
              .logProb(graph.tf(), graph.constant(Shape.of(1, 3), images));
      float[] at = uniform(random, 4 * 3 * likelihood.outputsPerValue(PIXEL), -2, 2);
      float[] gradient = graph.fetch(graph.gradient(logProb, outputs), Map.of(outputs, at));
      // Between the slopes to either side: they are all but one, except where a cusp lies between.
      float width = 1f / 64;
      double here = sum(graph.fetch(logProb, Map.of(outputs, at)));
      for (int i :
          random.ints(0, at.length).distinct().limit(Math.min(MOST, at.length)).toArray()) {
        double above = (sum(graph.fetch(logProb, moved(outputs, at, i, width))) - here) / width;
        double below = (here - sum(graph.fetch(logProb, moved(outputs, at, i, -width)))) / width;
        // A density of 500 nats is rounded to 3e-5, which the width of 1/64 makes 2e-3.
        double tolerance = 4e-3 * (1 + Math.abs(above) + Math.abs(below));
        assertThat((double) gradient[i])
            .as("%s: gradient by output %d at %s", text, i, Arrays.toString(at))
            .isBetween(Math.min(above, below) - tolerance, Math.max(above, below) + tolerance);
      }
    }
  }

  private static Map<Placeholder<TFloat32>, float[]> moved(
      Placeholder<TFloat32> outputs, float[] at, int i, float by) {
    float[] moved = at.clone();
    moved[i] += by;
    return Map.of(outputs, moved);
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void theLogProbOfTrainingHasTheSameValueAndGradient(String text) {
    Likelihood likelihood = Likelihoods.CHOICE.read(text);
    float[] images = binary(likelihood) ? new float[] {0, 1, 1} : new float[] {0, 0.2f, 1};
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> outputs = graph.input(4, 3L * likelihood.outputsPerValue(PIXEL));
      Distribution distribution = head(likelihood, graph, PIXEL).distribution(graph.tf(), outputs);
      Operand<TFloat32> x = graph.constant(Shape.of(1, 3), images);
      Operand<TFloat32> logProb = distribution.logProb(graph.tf(), x);
      Operand<TFloat32> training = distribution.trainingLogProb(graph.tf(), x);
      for (float reach : new float[] {2, 100}) {
        Map<Placeholder<TFloat32>, float[]> at =
            Map.of(
                outputs,
                uniform(new Random(3), 12 * likelihood.outputsPerValue(PIXEL), -reach, reach));
        assertAllClose(graph.fetch(training, at), graph.fetch(logProb, at));
        assertAllClose(
            graph.fetch(graph.gradient(training, outputs), at),
            graph.fetch(graph.gradient(logProb, outputs), at));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void initialOutputsGiveTheDatasMean(String text) {
    Likelihood likelihood = Likelihoods.CHOICE.read(text);
    float[] mean = {0, 1e-4f, 0.02f, 0.25f, 0.5f, 0.9f, 1};
    ImageShape row = new ImageShape(1, mean.length, 1);
    float[] outputs = likelihood.initialOutputs(row, mean);
    assertThat(outputs).hasSize(mean.length * likelihood.outputsPerValue(row));
    try (TestGraph graph = new TestGraph()) {
      Distribution distribution =
          head(likelihood, graph, row)
              .distribution(graph.tf(), graph.constant(Shape.of(1, outputs.length), outputs));
      // Never is a mean quite 0 or 1: a margin of 1/1000 is kept.
      assertThat(graph.fetch(distribution.mean(graph.tf())))
          .containsExactly(mean, within(1.01e-3f));
    }
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void initialOutputsLeaveTheMeanAsItWas(String text) {
    Likelihood likelihood = Likelihoods.CHOICE.read(text);
    float[] mean = {0, 0.5f, 1};
    float[] outputs = likelihood.initialOutputs(PIXEL, mean);
    Arrays.fill(outputs, 7);
    assertThat(mean).containsExactly(0, 0.5f, 1);
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void imagesBroadcastOverSamples(String text) {
    Likelihood likelihood = Likelihoods.CHOICE.read(text);
    int samples = 2;
    int rows = 3;
    ImageShape image = new ImageShape(1, 2, 3);
    int size = image.size();
    int width = size * likelihood.outputsPerValue(image);
    Random random = new Random(2);
    float[] outputs = uniform(random, samples * rows * width, -2, 2);
    float[] images = uniform(random, rows * size, 0, 1);
    if (binary(likelihood)) {
      for (int i = 0; i < images.length; i++) {
        images[i] = Math.round(images[i]);
      }
    }
    try (TestGraph graph = new TestGraph()) {
      Likelihood.Head head = head(likelihood, graph, image);
      Distribution all =
          head.distribution(graph.tf(), graph.constant(Shape.of(samples, rows, width), outputs));
      Operand<TFloat32> logProb =
          all.logProb(graph.tf(), graph.constant(Shape.of(rows, size), images));
      assertThat(logProb.shape()).isEqualTo(Shape.of(samples, rows));
      float[] logProbs = graph.fetch(logProb);
      assertThat(graph.fetch(all.mean(graph.tf()))).hasSize(samples * rows * size);
      for (int k = 0; k < samples; k++) {
        for (int b = 0; b < rows; b++) {
          int row = k * rows + b;
          float[] alone =
              graph.fetch(
                  head.distribution(
                          graph.tf(),
                          graph.constant(
                              Shape.of(width),
                              Arrays.copyOfRange(outputs, row * width, (row + 1) * width)))
                      .logProb(
                          graph.tf(),
                          graph.constant(
                              Shape.of(size),
                              Arrays.copyOfRange(images, b * size, (b + 1) * size))));
          isCloseTo(logProbs[row], alone[0], 1e-5 * (1 + Math.abs(alone[0])));
        }
      }
    }
  }

  private static Likelihood.Head head(Likelihood likelihood, TestGraph graph, ImageShape image) {
    return likelihood.head(graph.tf(), Parameters.initialized(graph.tf(), 0), image);
  }

  private static void isCloseTo(double actual, double expected, double tolerance) {
    assertThat(actual).isCloseTo(expected, within(tolerance));
  }

  private static void assertAllClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      isCloseTo(actual[i], expected[i], 1e-5 * (1 + Math.abs(expected[i])));
    }
  }

  private static void assertFinite(float[] values, int count) {
    assertThat(values).hasSize(count);
    for (float value : values) {
      assertThat(value).isFinite();
    }
  }

  private static float[] uniform(Random random, int count, float from, float to) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = from + (to - from) * random.nextFloat();
    }
    return values;
  }

  /** All tuples of this width, or some. */
  private static float[][] grid(int width, float[] values) {
    if (Math.pow(values.length, width) > MOST) {
      Random random = new Random(5);
      float[][] some = new float[MOST][width];
      for (float[] tuple : some) {
        for (int i = 0; i < width; i++) {
          tuple[i] = values[random.nextInt(values.length)];
        }
      }
      return some;
    }
    List<float[]> tuples = List.of(new float[0]);
    for (int i = 0; i < width; i++) {
      List<float[]> longer = new ArrayList<>();
      for (float[] tuple : tuples) {
        for (float value : values) {
          float[] next = Arrays.copyOf(tuple, tuple.length + 1);
          next[tuple.length] = value;
          longer.add(next);
        }
      }
      tuples = longer;
    }
    return tuples.toArray(float[][]::new);
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return flat;
  }

  private static boolean binary(Likelihood likelihood) {
    return likelihood.support() == Likelihood.Support.BINARY;
  }

  /** The densities of images of one value, for all outputs that training meets. */
  private static final class OneValue implements AutoCloseable {
    private final float[][] outputs;
    private final TestGraph graph = new TestGraph();
    private final Placeholder<TFloat32> points =
        graph.tf().placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1)));
    private final Operand<TFloat32> logProb; // [outputs, points]
    private final Operand<TFloat32> mean; // [outputs]

    OneValue(Likelihood likelihood) {
      int width = likelihood.outputsPerValue(ONE);
      outputs = grid(width, USUAL);
      Operand<TFloat32> raw = graph.constant(Shape.of(outputs.length, 1, width), flat(outputs));
      Distribution distribution = head(likelihood, graph, ONE).distribution(graph.tf(), raw);
      logProb = distribution.logProb(graph.tf(), points);
      mean = graph.tf().identity(distribution.mean(graph.tf()));
    }

    String at(int row) {
      return Arrays.toString(outputs[row]);
    }

    float[] means() {
      return graph.fetch(mean);
    }

    Quadrature integrals() {
      return new Quadrature(this::densities, outputs.length);
    }

    private double[][] densities(float[] at) {
      float[] values = graph.fetch(logProb, points, Shape.of(at.length, 1), at);
      double[][] densities = new double[outputs.length][at.length];
      for (int i = 0; i < values.length; i++) {
        densities[i / at.length][i % at.length] = Math.exp(values[i]);
      }
      return densities;
    }

    @Override
    public void close() {
      graph.close();
    }
  }
}
