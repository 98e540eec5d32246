package io.github.vaegraph.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import io.github.vaegraph.latent.Noise;
import io.github.vaegraph.latent.Priors;
import io.github.vaegraph.likelihood.Likelihoods;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.objective.BatchRows;
import io.github.vaegraph.objective.Objective;
import io.github.vaegraph.objective.Objectives;
import io.github.vaegraph.objective.Pressure;
import io.github.vaegraph.train.ModelTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
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
  private static final float NEAR = 1f / 256;

  /** Of more parameters so many are looked at. */
  private static final int MOST = 100;

  /** Every likelihood, prior and objective, points, and every kind of network. */
  static Stream<Map<String, String>> models() {
    List<Map<String, String>> models = new ArrayList<>();
    // Of an image's densities an objective sees the sum: each meets one of them.
    List<String> objectives = List.of("elbo", "iwae", "ae");
    for (String likelihood : Likelihoods.CHOICE.examples()) {
      String objective = objectives.get(models.size() % objectives.size());
      models.add(Map.of("likelihood", likelihood, "objective", objective));
    }
    // Of a prior an objective sees the density, and the rate with its closed form or without.
    for (String prior : Priors.CHOICE.examples()) {
      for (String objective : List.of("elbo", "free-bits:0.5", "iwae")) {
        models.add(Map.of("prior", prior, "objective", objective));
      }
    }
    for (Choice.Option<Objective> objective : Objectives.CHOICE.options()) {
      models.add(Map.of("objective", objective.usual().text()));
    }
    for (String network : List.of("mlp:none", "conv:2", "conv:3,2", "resnet:2/1", "resnet:3,2/2")) {
      for (String likelihood : List.of("bernoulli", "gaussian:per-pixel")) {
        models.add(Map.of("network", network, "likelihood", likelihood));
      }
    }
    models.add(Map.of("posterior", "iaf:2", "prior", "realnvp:1"));
    models.add(Map.of("posterior", "iaf:1", "objective", "iwae"));
    models.add(Map.of("latentDim", "1,1"));
    models.add(Map.of("latentDim", "1,1", "prior", "mixture:2", "objective", "iwae"));
    models.add(Map.of("network", "ladder:2", "latentDim", "1,1", "activation", "elu"));
    models.add(
        Map.of("network", "ladder:2,3", "latentDim", "1,2,1", "objective", "iwae", "classes", "3"));
    for (String prior : List.of("vamp:4", "realnvp:2")) {
      models.add(Map.of("prior", prior, "network", "conv:2", "classes", "3"));
    }
    for (String network : List.of("mlp:none", "mlp:3", "conv:2")) {
      models.add(Map.of("network", network, "classes", "3"));
    }
    return models.stream();
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradientsFollowFiniteDifferences(Map<String, String> parts) {
    Map<String, String> texts = new HashMap<>();
    texts.putAll(Map.of("network", "mlp:3", "activation", "tanh", "latentDim", "" + LATENT_DIM));
    texts.putAll(parts);
    Optional<Classes> classes =
        Optional.ofNullable(texts.remove("classes"))
            .map(c -> new Classes(List.of("a", "b", "c"), List.of(1, 1, 1)));
    ModelConfig config = ModelTexts.read(new ImageShape(2, 2, 1), classes, texts);
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Parameters parameters = Parameters.initialized(tf, 4);
      Networks networks =
          Networks.create(tf, parameters, config, new Start(new float[] {0.2f, 0.4f, 0.6f, 0.8f}));
      Operand<TFloat32> bound = bound(graph, networks, config);

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
      Bound along =
          moved -> {
            graph.run(assignAll, Map.of(point, moved));
            return sum(graph.fetch(bound));
          };
      Random drawn = new Random(2);
      for (int i : drawn.ints(0, at.length).distinct().limit(Math.min(MOST, at.length)).toArray()) {
        // f'(x) = { 8 (f(x + h) - f(x - h)) - (f(x + 2h) - f(x - 2h)) } / (12 h) + O(h^4)
        double difference =
            (8 * (along.at(at, i, WIDTH) - along.at(at, i, -WIDTH))
                    - along.at(at, i, 2 * WIDTH)
                    + along.at(at, i, -2 * WIDTH))
                / (12 * WIDTH);
        // Where a cusp lies within these points, the slopes close by to either side hold for both.
        double above = (along.at(at, i, NEAR) - along.at(at, i, 0)) / NEAR;
        double below = (along.at(at, i, 0) - along.at(at, i, -NEAR)) / NEAR;
        double tolerance = 3e-3 * (1 + Math.abs(difference));
        double low = Math.min(difference, Math.min(above, below)) - tolerance;
        double high = Math.max(difference, Math.max(above, below)) + tolerance;
        assertThat((double) gradient[i])
            .as("%s: parameter %d of %s", parts, i, parameters.variables().keySet())
            .isBetween(low, high);
      }
    }
  }

  /** The bound at a point near another. */
  private interface Bound {
    double at(float[] point);

    default double at(float[] point, int i, float by) {
      float[] moved = point.clone();
      moved[i] += by;
      return at(moved);
    }
  }

  private static long parameterCount(Parameters parameters) {
    return parameters.variables().values().stream().mapToLong(v -> v.shape().size()).sum();
  }

  /** [B] */
  private static Operand<TFloat32> bound(TestGraph graph, Networks networks, ModelConfig config) {
    Ops tf = graph.tf();
    Random random = new Random(9);
    float[] pixels = new float[ROWS * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = config.binaryPixels() ? random.nextInt(2) : random.nextFloat();
    }
    float[] drawn = new float[SAMPLES * ROWS * config.latentDim()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) random.nextGaussian();
    }
    Noise noise = (ops, columns) -> graph.constant(Shape.of(SAMPLES, ROWS, columns), drawn);
    Operand<TFloat32> images = graph.constant(Shape.of(ROWS, SIZE), pixels);
    Tower tower =
        Tower.build(
            tf,
            networks,
            images,
            config.classes().isPresent()
                ? Condition.of(tf, tf.constant(new int[] {2, 0, 2}), config.classCount())
                : Condition.NONE,
            noise,
            Samples.known(tf, SAMPLES),
            (ops, reconstruction, x) -> reconstruction.trainingLogProb(ops, x));
    return config
        .objective()
        .bound(
            tf,
            tower.evidence(),
            new BatchRows(graph.constant(Shape.of(ROWS), 1, 1, 0), 10), // one row fills it up
            new Pressure(tf.constant(0.7f), tf.constant(0.2f)))
        .value();
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
