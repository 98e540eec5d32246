package io.github.vaegraph.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
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

  static Stream<Named<Likelihood>> likelihoods() {
    return Likelihoods.families().stream()
        .flatMap(
            family ->
                family.variants().stream()
                    .map(
                        variant ->
                            Named.of(
                                family.name() + " " + variant, family.parse().apply(variant))));
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void probabilityIsOneInAll(Likelihood likelihood) {
    Map<String, double[]> masses = new LinkedHashMap<>();
    for (Support support : Support.of(likelihood)) {
      masses.put(support.name(), OneValue.of(likelihood, support).masses());
    }
    assertThat(masses.values())
        .as("total probability for every output, under one of the supports")
        .anySatisfy(mass -> assertThat(Arrays.stream(mass)).allSatisfy(m -> isCloseTo(m, 1, 1e-4)));
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void meanIsTheIntegralOfValueTimesDensity(Likelihood likelihood) {
    OneValue value =
        Support.of(likelihood).stream()
            .map(support -> OneValue.of(likelihood, support))
            .filter(v -> Arrays.stream(v.masses()).allMatch(m -> Math.abs(m - 1) < 1e-4))
            .findFirst()
            .orElseThrow();
    double[] integrals = value.means();
    for (int i = 0; i < integrals.length; i++) {
      isCloseTo(value.mean[i], integrals[i], 1e-4 * (1 + Math.abs(integrals[i])));
    }
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void extremeOutputsGiveFiniteDensitiesAndGradients(Likelihood likelihood) {
    float[][] outputs =
        grid(
            likelihood.outputsPerValue(),
            new float[] {-1e6f, -1e4f, -100, -20, 0, 20, 100, 1e4f, 1e6f});
    int n = outputs.length;
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> raw = graph.input(n, 1, likelihood.outputsPerValue());
      Distribution distribution = head(likelihood, graph).distribution(graph.tf(), raw);
      float[] values = likelihood.binary() ? new float[] {0, 1} : new float[] {0, 0.5f, 1};
      Operand<TFloat32> logProb =
          distribution.logProb(graph.tf(), graph.constant(Shape.of(values.length, 1), values));
      Map<Placeholder<TFloat32>, float[]> at = Map.of(raw, flat(outputs));
      assertFinite(graph.fetch(logProb, at), n * values.length);
      Operand<TFloat32> training =
          distribution.trainingLogProb(
              graph.tf(), graph.constant(Shape.of(values.length, 1), values));
      assertFinite(
          graph.fetch(graph.gradient(training, raw), at), n * likelihood.outputsPerValue());
      // A mean may be an output itself; what is fed cannot be fetched.
      Operand<TFloat32> mean = graph.tf().identity(distribution.mean(graph.tf()));
      assertFinite(graph.fetch(mean, at), n);
      assertFinite(graph.fetch(graph.gradient(logProb, raw), at), n * likelihood.outputsPerValue());
    }
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void gradientsFollowFiniteDifferences(Likelihood likelihood) {
    float[] images = likelihood.binary() ? new float[] {0, 1, 1} : new float[] {0, 0.2f, 1};
    Random random = new Random(1);
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> outputs = graph.input(4, 3L * likelihood.outputsPerValue());
      Operand<TFloat32> logProb =
          head(likelihood, graph)
              .distribution(graph.tf(), outputs)
              .logProb(graph.tf(), graph.constant(Shape.of(1, 3), images));
      float[] at = uniform(random, 4 * 3 * likelihood.outputsPerValue(), -2, 2);
      float[] gradient = graph.fetch(graph.gradient(logProb, outputs), Map.of(outputs, at));
      double[] differences = graph.differences(logProb, outputs, at, 1f / 64);
      for (int i = 0; i < at.length; i++) {
        // A density of 500 nats is rounded to 3e-5, which the width of 1/32 makes 1e-3.
        isCloseTo(gradient[i], differences[i], 2e-3 * (1 + Math.abs(differences[i])));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void theLogProbOfTrainingHasTheSameValueAndGradient(Likelihood likelihood) {
    float[] images = likelihood.binary() ? new float[] {0, 1, 1} : new float[] {0, 0.2f, 1};
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> outputs = graph.input(4, 3L * likelihood.outputsPerValue());
      Distribution distribution = head(likelihood, graph).distribution(graph.tf(), outputs);
      Operand<TFloat32> x = graph.constant(Shape.of(1, 3), images);
      Operand<TFloat32> logProb = distribution.logProb(graph.tf(), x);
      Operand<TFloat32> training = distribution.trainingLogProb(graph.tf(), x);
      for (float reach : new float[] {2, 100}) {
        Map<Placeholder<TFloat32>, float[]> at =
            Map.of(
                outputs, uniform(new Random(3), 12 * likelihood.outputsPerValue(), -reach, reach));
        assertAllClose(graph.fetch(training, at), graph.fetch(logProb, at));
        assertAllClose(
            graph.fetch(graph.gradient(training, outputs), at),
            graph.fetch(graph.gradient(logProb, outputs), at));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void initialOutputsGiveTheDatasMean(Likelihood likelihood) {
    float[] mean = {0, 1e-4f, 0.02f, 0.25f, 0.5f, 0.9f, 1};
    float[] outputs = likelihood.initialOutputs(mean);
    assertThat(outputs).hasSize(mean.length * likelihood.outputsPerValue());
    try (TestGraph graph = new TestGraph()) {
      Distribution distribution =
          head(likelihood, graph)
              .distribution(graph.tf(), graph.constant(Shape.of(1, outputs.length), outputs));
      // Never is a mean quite 0 or 1: a margin of 1/1000 is kept.
      assertThat(graph.fetch(distribution.mean(graph.tf())))
          .containsExactly(mean, within(1.01e-3f));
    }
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void initialOutputsLeaveTheMeanAsItWas(Likelihood likelihood) {
    float[] mean = {0, 0.5f, 1};
    float[] outputs = likelihood.initialOutputs(mean);
    Arrays.fill(outputs, 7);
    assertThat(mean).containsExactly(0, 0.5f, 1);
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void imagesBroadcastOverSamples(Likelihood likelihood) {
    int samples = 2;
    int rows = 3;
    int size = 4;
    int width = size * likelihood.outputsPerValue();
    Random random = new Random(2);
    float[] outputs = uniform(random, samples * rows * width, -2, 2);
    float[] images = uniform(random, rows * size, 0, 1);
    if (likelihood.binary()) {
      for (int i = 0; i < images.length; i++) {
        images[i] = Math.round(images[i]);
      }
    }
    try (TestGraph graph = new TestGraph()) {
      Likelihood.Head head = head(likelihood, graph);
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

  private static Likelihood.Head head(Likelihood likelihood, TestGraph graph) {
    return likelihood.head(graph.tf(), Parameters.initialized(graph.tf(), 0));
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

  /** All tuples of this width. */
  private static float[][] grid(int width, float[] values) {
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

  /** What a likelihood of one value may be a density over; weighted sums stand for integrals. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Support(String name, float[] points, double[] weights) {
    /** A likelihood names only the first kind; of the others, any one will do. */
    static List<Support> of(Likelihood likelihood) {
      if (likelihood.binary()) {
        return List.of(even("0 or 1", 0, 1, 1, 1));
      }
      return List.of(
          even("256 grey levels", 0, 1, 255, 1),
          trapezoids("from 0 to 1", 0, 1, 4096),
          // The densities of the usual outputs end long before 32, and are wider than 1/256.
          trapezoids("all numbers", -32, 32, 64 * 256));
    }

    private static Support even(String name, float from, float to, int intervals, double weight) {
      float[] points = new float[intervals + 1];
      for (int i = 0; i <= intervals; i++) {
        points[i] = from + (to - from) * i / intervals;
      }
      double[] weights = new double[intervals + 1];
      Arrays.fill(weights, weight);
      return new Support(name, points, weights);
    }

    private static Support trapezoids(String name, float from, float to, int intervals) {
      Support support = even(name, from, to, intervals, (double) (to - from) / intervals);
      support.weights[0] /= 2;
      support.weights[intervals] /= 2;
      return support;
    }
  }

  /**
   * The densities of images of one value.
   *
   * @param density [outputs, points]
   * @param mean [outputs], as the distribution tells it
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record OneValue(Support support, double[][] density, float[] mean) {
    static OneValue of(Likelihood likelihood, Support support) {
      float[][] outputs = grid(likelihood.outputsPerValue(), USUAL);
      int points = support.points.length;
      try (TestGraph graph = new TestGraph()) {
        Distribution distribution =
            head(likelihood, graph)
                .distribution(
                    graph.tf(),
                    graph.constant(
                        Shape.of(outputs.length, 1, likelihood.outputsPerValue()), flat(outputs)));
        float[] logProb =
            graph.fetch(
                distribution.logProb(
                    graph.tf(), graph.constant(Shape.of(points, 1), support.points)));
        double[][] density = new double[outputs.length][points];
        for (int i = 0; i < outputs.length; i++) {
          for (int j = 0; j < points; j++) {
            density[i][j] = Math.exp(logProb[i * points + j]);
          }
        }
        return new OneValue(support, density, graph.fetch(distribution.mean(graph.tf())));
      }
    }

    double[] masses() {
      return Arrays.stream(density).mapToDouble(d -> integral(d, 0)).toArray();
    }

    double[] means() {
      return Arrays.stream(density).mapToDouble(d -> integral(d, 1)).toArray();
    }

    private double integral(double[] of, int power) {
      double sum = 0;
      for (int j = 0; j < of.length; j++) {
        sum += support.weights[j] * of[j] * Math.pow(support.points[j], power);
      }
      return sum;
    }
  }
}
