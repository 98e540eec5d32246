package io.github.vaegraph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.distribution.Likelihoods;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import io.github.vaegraph.objective.LogDensities;
import io.github.vaegraph.objective.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Gradients of whole models by every parameter, beside central finite differences. */
class GradientTest {
  private static final int SAMPLES = 2;
  private static final int ROWS = 3;
  private static final int SIZE = 4;
  private static final int LATENT_DIM = 2;
  private static final float WIDTH = 1f / 64;

  /** Every likelihood with the objectives whose gradient is the bound's own. */
  static Stream<Arguments> models() {
    return Likelihoods.families().stream()
        .flatMap(
            family ->
                family.variants().stream()
                    .flatMap(
                        sigma ->
                            Stream.of(Objective.ELBO, Objective.IWAE, Objective.AE)
                                .map(o -> Arguments.of(family.name(), sigma, o))));
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradientsFollowFiniteDifferences(String likelihood, String sigma, Objective objective) {
    ModelConfig config =
        TestModels.config(List.of(3), LATENT_DIM, likelihood, sigma, objective.label());
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Parameters parameters = Parameters.initialized(tf, 4);
      Networks networks =
          Networks.create(tf, parameters, config, new float[] {0.2f, 0.4f, 0.6f, 0.8f});
      Operand<TFloat32> bound = bound(graph, networks, config, objective);

      // All parameters as one vector: set at once, and the gradient by it.
      int count = 0;
      List<Operand<TFloat32>> values = new ArrayList<>();
      List<Operand<TFloat32>> gradients = new ArrayList<>();
      List<Op> assigns = new ArrayList<>();
      Operand<TInt32> flat = tf.constant(new int[] {-1});
      Placeholder<TFloat32> point = graph.input(parameterCount(parameters));
      for (Variable<TFloat32> variable : parameters.variables().values()) {
        int size = Math.toIntExact(variable.shape().size());
        Operand<TFloat32> part =
            tf.slice(point, tf.constant(new int[] {count}), tf.constant(new int[] {size}));
        assigns.add(tf.assign(variable, tf.reshape(part, tf.constant(variable.shape()))));
        values.add(tf.reshape(tf.identity(variable), flat));
        gradients.add(tf.reshape(graph.gradient(bound, variable), flat));
        count += size;
      }
      Op assignAll = tf.withControlDependencies(assigns).noOp();

      float[] at = graph.fetch(tf.concat(values, tf.constant(0)));
      float[] gradient = graph.fetch(tf.concat(gradients, tf.constant(0)));
      for (int i = 0; i < at.length; i++) {
        // f'(x) = { 8 (f(x + h) - f(x - h)) - (f(x + 2h) - f(x - 2h)) } / (12 h) + O(h^4)
        double difference = 0;
        for (int side : new int[] {-2, -1, 1, 2}) {
          float[] moved = at.clone();
          moved[i] += side * WIDTH;
          graph.run(assignAll, Map.of(point, moved));
          double weight = Integer.signum(side) * (Math.abs(side) == 1 ? 8 : -1);
          difference += weight * sum(graph.fetch(bound)) / (12 * WIDTH);
        }
        assertThat((double) gradient[i])
            .as("parameter %d of %s", i, parameters.variables().keySet())
            .isCloseTo(difference, within(3e-3 * (1 + Math.abs(difference))));
      }
    }
  }

  private static long parameterCount(Parameters parameters) {
    return parameters.variables().values().stream().mapToLong(v -> v.shape().size()).sum();
  }

  /** [B] */
  private static Operand<TFloat32> bound(
      TestGraph graph, Networks networks, ModelConfig config, Objective objective) {
    Ops tf = graph.tf();
    Random random = new Random(9);
    float[] pixels = new float[ROWS * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = config.binaryLikelihood() ? random.nextInt(2) : random.nextFloat();
    }
    float[] noise = new float[SAMPLES * ROWS * LATENT_DIM];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    Operand<TFloat32> images = graph.constant(Shape.of(ROWS, SIZE), pixels);
    DiagonalGaussian posterior = networks.encoder().encode(tf, images);
    Operand<TFloat32> codes =
        objective.drawsCodes()
            ? posterior.sample(tf, graph.constant(Shape.of(SAMPLES, ROWS, LATENT_DIM), noise))
            : tf.expandDims(posterior.mean(), tf.constant(0));
    int drawn = objective.drawsCodes() ? SAMPLES : 1;
    Operand<TFloat32> rows = tf.reshape(codes, tf.constant(new int[] {drawn * ROWS, LATENT_DIM}));
    Operand<TFloat32> likelihood =
        networks
            .decoder()
            .decode(tf, rows)
            .trainingLogProb(tf, tf.tile(images, tf.constant(new int[] {drawn, 1})));
    LogDensities densities =
        LogDensities.of(
            tf,
            posterior,
            codes,
            tf.reshape(likelihood, tf.constant(new int[] {drawn, ROWS})),
            objective.drawsCodes());
    return objective.bound(tf, densities, tf.constant(0.7f));
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
