package io.github.vaegraph.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.check.Finding;
import io.github.vaegraph.check.ModelCheck;
import io.github.vaegraph.check.Rule;
import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.Step;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.train.ModelTexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/**
 * Colour images of 27,648 values, whose sums round by more than 1e-5: models of every seed are
 * exported, and small faults are found nevertheless.
 */
final class LargeImagesTest {
  private static final ImageShape SHAPE = new ImageShape(96, 96, 3);
  private static final int SIZE = 96 * 96 * 3;
  private static final int COUNT = 8;
  private static final int STEPS = 10;
  private static final String METHOD = "tensorflow/serving/predict";

  @TempDir static Path shared = Path.of("");
  private static SavedModelExporter.Source trained =
      new SavedModelExporter.Source(
          config("1.0", "relu"), Path.of(""), 1, new Batch(new byte[0], 0));

  @TempDir Path folder = Path.of("");

  private static ModelConfig config(String sigma, String activation) {
    return ModelTexts.read(
        SHAPE,
        Map.of("network", "mlp:32", "activation", activation, "likelihood", "gaussian:" + sigma));
  }

  /** Two colours an image, from one to the other, with noise. */
  private static byte[] images(long seed) {
    Random random = new Random(seed);
    byte[] images = new byte[COUNT * SIZE];
    for (int image = 0; image < COUNT; image++) {
      float[] colours = new float[6];
      for (int i = 0; i < colours.length; i++) {
        colours[i] = 20 + 215 * random.nextFloat();
      }
      for (int i = 0; i < SIZE; i++) {
        float down = (float) i / SIZE;
        float value = colours[i % 3] * down + colours[3 + i % 3] * (1 - down);
        images[image * SIZE + i] = (byte) (value + random.nextInt(20) - 10);
      }
    }
    return images;
  }

  private static SavedModelExporter.Source trained(ModelConfig config, long seed, Path checkpoint)
      throws IOException {
    float[] mean = new float[SIZE];
    Arrays.fill(mean, 0.5f);
    GraphOptions.Training training =
        new GraphOptions.Training(seed, COUNT, 1, Optional.empty(), 100, mean);
    GraphOptions options = new GraphOptions(1, 255, Optional.of(training));
    try (VaeSession session = VaeSession.initialized(config, options)) {
      for (int step = 0; step < STEPS; step++) {
        session.step(new Step(new Batch(images(step), COUNT), seed, step, 3e-3f, 1));
      }
      session.save(checkpoint);
    }
    return new SavedModelExporter.Source(config, checkpoint, 2, new Batch(images(-1), COUNT));
  }

  @BeforeAll
  static void train() throws IOException {
    trained = trained(config("1.0", "relu"), 0, shared.resolve("checkpoint"));
  }

  @ParameterizedTest
  @CsvSource({"1.0, 1", "learned, 2", "per-pixel, 5"})
  void modelsOfEverySeedAreExported(String sigma, long seed) throws IOException {
    SavedModelExporter.Source source =
        trained(config(sigma, "relu"), seed, folder.resolve("checkpoint"));
    Path exported =
        SavedModelExporter.export(
            source,
            new SavedModelExporter.Target(folder, "m", OptionalInt.empty()),
            model -> Map.of());
    assertThat(ModelCheck.check(exported))
        .allMatch(finding -> finding.verdict() == Finding.Verdict.HOLDS, "holds");
  }

  /**
   * Not the first layer's bias: after ten steps it is 0.02, beside sums of 27,648 terms less than
   * what they round.
   */
  @ParameterizedTest
  @CsvSource({
    "encoder.hidden0.weights, LARGER_BY_A_PER_CENT",
    "encoder.posterior.weights, LARGER_BY_A_PER_CENT",
    "encoder.posterior.weights, COLUMNS_SWAPPED",
    "encoder.posterior.bias, FORGOTTEN",
    "decoder.hidden0.weights, LARGER_BY_A_PER_CENT",
    "decoder.hidden0.bias, FORGOTTEN",
    "decoder.outputs.weights, LARGER_BY_A_PER_CENT",
    "decoder.outputs.weights, COLUMNS_SWAPPED",
    "decoder.outputs.bias, LARGER_BY_A_PER_CENT"
  })
  void smallFaultsAreFound(String name, Fault fault) throws IOException {
    Path exported = folder.resolve("1");
    try (InferenceGraph graph =
            new InferenceGraph(trained.config(), trained.scoreSamples(), Map.of());
        Session session = new Session(graph.graph)) {
      session.restore(trained.checkpoint().toString());
      Ops tf = Ops.create(graph.graph);
      Output<TFloat32> variable = graph.graph.operation(name).output(0);
      session.run(tf.assign(variable, fault.of(tf, tf.identity(variable))));
      SavedModelBundle.exporter(exported.toString())
          .withTags("serve")
          .withSession(session)
          .withSignatures(graph.signatures.toArray(Signature[]::new))
          .export();
    }
    assertThatThrownBy(() -> ExportGate.check(trained, exported))
        .isInstanceOf(RefusedExportException.class)
        .hasMessageContaining("the export differs from the model")
        .hasMessageContaining("rounding explains")
        .hasMessageContaining("another try would end the same");
  }

  private enum Fault {
    LARGER_BY_A_PER_CENT,
    COLUMNS_SWAPPED,
    FORGOTTEN;

    Operand<TFloat32> of(Ops tf, Operand<TFloat32> x) {
      return switch (this) {
        case LARGER_BY_A_PER_CENT -> tf.math.mul(x, tf.constant(1.01f));
        case COLUMNS_SWAPPED -> tf.reverse(x, tf.constant(new int[] {1}));
        case FORGOTTEN -> tf.zerosLike(x);
      };
    }
  }

  @ParameterizedTest
  @CsvSource({"1.0, tanh, encode mean of row 0", "1.001, relu, score elbo of row 0"})
  void anotherModelOfTheSameWeightsIsFound(String sigma, String activation, String where)
      throws IOException {
    ModelConfig another = config(sigma, activation);
    try (InferenceModel model = InferenceModel.restore(another, 2, trained.checkpoint())) {
      model.export(folder.resolve("1"));
    }
    assertThatThrownBy(() -> ExportGate.check(trained, folder.resolve("1")))
        .isInstanceOf(RefusedExportException.class)
        .hasMessageContaining(where);
  }

  /** One layer, untrained, that adds so much of the neighbours' mean to each row. */
  @ParameterizedTest
  @CsvSource({"0, HOLDS", "0.01, BROKEN"})
  void rowsThatDependOnOthersALittleAreFound(float share, Finding.Verdict expected)
      throws IOException {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, SIZE)));
      Operand<TFloat32> weights =
          tf.random.statelessRandomNormal(
              tf.constant(new int[] {SIZE, 20}), tf.constant(new long[] {1, 2}), TFloat32.class);
      Operand<TFloat32> codes =
          tf.math.mul(tf.linalg.matMul(x, weights), tf.constant(1 / (float) Math.sqrt(SIZE)));
      Operand<TFloat32> mean = tf.math.mean(codes, tf.constant(0), Mean.keepDims(true));
      Operand<TFloat32> beside = tf.math.add(codes, tf.math.mul(mean, tf.constant(share)));
      SavedModelBundle.exporter(folder.resolve("2").toString())
          .withTags("serve")
          .withSession(session)
          .withSignature(
              Signature.builder("serving_default")
                  .methodName(METHOD)
                  .input("x", x)
                  .output("z", beside)
                  .build())
          .export();
    }
    assertThat(ModelCheck.check(folder.resolve("2")))
        .filteredOn(finding -> finding.rule() == Rule.ROWS)
        .extracting(Finding::verdict)
        .containsExactly(expected);
  }
}
