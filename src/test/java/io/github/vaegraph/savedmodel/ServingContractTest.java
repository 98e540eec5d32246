package io.github.vaegraph.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.signature.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * What TensorFlow Serving demands, for every signature of every kind of model. The exports are read
 * with TensorFlow's own classes alone.
 */
final class ServingContractTest {
  /** All that an export of ours is made of: nothing that draws, trains, or looks outside. */
  private static final Set<String> OPS =
      Set.of(
          ("Placeholder Const Identity NoOp VarHandleOp ReadVariableOp AssignVariableOp SaveV2"
                  + " RestoreV2 Reshape Shape"
                  + " GatherV2 Pack Slice ConcatV2 ExpandDims Squeeze Split SplitV Range Tile Transpose"
                  + " ZerosLike Cast RightShift BitwiseAnd BitwiseXor MatMul BiasAdd Add AddV2 Sub"
                  + " Mul Div Neg Exp Log Square Softplus Sigmoid Tanh Relu Ndtri Sum Mean Max"
                  + " StopGradient Abs Sign Less LessEqual Maximum Minimum SelectV2 ClipByValue"
                  + " Reciprocal Log1p Erfc Cumsum Greater Floor"
                  + " Conv2D Conv2DBackpropInput Elu PadV2 AddN OneHot")
              .split(" "));

  @TempDir static Path folder = Path.of("");
  private static final Map<String, SavedModelBundle> BUNDLES = new LinkedHashMap<>();

  @BeforeAll
  static void export() throws IOException {
    for (Map.Entry<String, ModelConfig> model : TestExports.all().entrySet()) {
      Path checkpoint = folder.resolve("checkpoint-" + BUNDLES.size());
      TestExports.checkpoint(model.getValue(), 0, checkpoint);
      Path exported = folder.resolve(model.getKey());
      try (InferenceModel restored = InferenceModel.restore(model.getValue(), checkpoint)) {
        restored.export(exported);
      }
      BUNDLES.put(model.getKey(), SavedModelBundle.load(exported.toString(), "serve"));
    }
  }

  @AfterAll
  static void close() {
    BUNDLES.values().forEach(SavedModelBundle::close);
  }

  private static MetaGraphDef metaGraph(String model) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(model).resolve("saved_model.pb"));
    SavedModel parsed = SavedModel.parseFrom(bytes);
    assertThat(parsed.getMetaGraphsCount()).isEqualTo(1);
    return parsed.getMetaGraphs(0);
  }

  static Stream<String> models() {
    return TestExports.all().keySet().stream();
  }

  static Stream<Arguments> signatures() throws IOException {
    List<Arguments> all = new ArrayList<>();
    for (Map.Entry<String, ModelConfig> model : TestExports.all().entrySet()) {
      List<String> keys =
          new ArrayList<>(
              List.of(
                  "encode",
                  "serving_default",
                  "generate",
                  "generate_from_noise",
                  "decode",
                  "reconstruct",
                  "interpolate"));
      if (model.getValue().hasRate()) {
        keys.addAll(List.of("sample", "score"));
      }
      keys.forEach(key -> all.add(Arguments.of(model.getKey(), key)));
    }
    return all.stream();
  }

  @Test
  void plainAutoencoderHasNoSignatureThatDrawsFromAPosterior() throws IOException {
    assertThat(metaGraph("autoencoder").getSignatureDefMap().keySet())
        .containsExactlyInAnyOrder(
            "encode",
            "serving_default",
            "generate",
            "generate_from_noise",
            "decode",
            "reconstruct",
            "interpolate");
    try (InferenceModel model = InferenceModel.load(folder.resolve("autoencoder"))) {
      Floats image = Floats.ofPixels(TestExports.images(1), TestExports.SIZE);
      assertThatThrownBy(() -> model.score(image, new long[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no signature score");
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void graphHoldsInferenceAloneAndNamesNoDevice(String model) throws IOException {
    GraphDef graph = metaGraph(model).getGraphDef();
    assertThat(graph.getLibrary().getFunctionCount()).isZero();
    assertThat(graph.getNodeList()).extracting(NodeDef::getDevice).containsOnly("");
    assertThat(graph.getNodeList()).extracting(NodeDef::getOp).isSubsetOf(OPS);
    // Neither Adam's slots nor its powers.
    assertThat(graph.getNodeList())
        .filteredOn(node -> node.getOp().equals("VarHandleOp"))
        .extracting(NodeDef::getName)
        .isNotEmpty()
        .allMatch(name -> name.matches("(encoder|decoder|likelihood|prior)\\.[a-zA-Z0-9.]+"));
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void everyTensorHasTheBatchAsItsFirstAxis(String model, String key) throws IOException {
    SignatureDef signature = metaGraph(model).getSignatureDefOrThrow(key);
    assertThat(signature.getMethodName()).isEqualTo("tensorflow/serving/predict");
    assertThat(signature.getInputsMap()).isNotEmpty();
    Map<String, TensorInfo> tensors = new TreeMap<>(signature.getInputsMap());
    signature.getOutputsMap().forEach((name, info) -> tensors.put("output " + name, info));
    tensors.forEach(
        (name, info) -> {
          assertThat(info.getTensorShape().getDimCount()).as(name).isPositive();
          assertThat(info.getTensorShape().getDim(0).getSize()).as(name).isEqualTo(-1);
        });
  }

  /** tf.saved_model.load makes every input a parameter, which no keyword of Python's can be. */
  @ParameterizedTest
  @MethodSource("signatures")
  void inputsCanBeParametersInPython(String model, String key) throws IOException {
    assertThat(metaGraph(model).getSignatureDefOrThrow(key).getInputsMap().keySet())
        .allMatch(name -> name.matches("[a-z_]+"))
        .doesNotContain("and", "as", "async", "await", "class", "def", "del", "for", "from")
        .doesNotContain("global", "if", "import", "in", "is", "lambda", "not", "or", "with");
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void mergedRequestsGiveTheRowsOfSingleOnes(String model, String key) {
    Map<String, float[]> merged = call(model, key, new Inputs(1, 7, 7));
    for (int row = 0; row < 7; row++) {
      Map<String, float[]> single = call(model, key, new Inputs(1, 7, 7).row(row));
      for (Map.Entry<String, float[]> output : single.entrySet()) {
        float[] all = Objects.requireNonNull(merged.get(output.getKey()));
        int width = output.getValue().length;
        assertThat(all).hasSize(7 * width);
        for (int i = 0; i < width; i++) {
          float value = output.getValue()[i];
          // Noise agrees bit for bit; products and exponentials round by the number of rows.
          boolean noise = !model.matches(".*(realnvp|flow|ladder).*");
          boolean exact = noise && key.equals("generate") && output.getKey().equals("z");
          double allowed = exact ? 0 : 1e-6;
          assertThat(all[row * width + i])
              .isCloseTo(value, within((float) (allowed * Math.max(1, Math.abs(value)))));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void anyBatchGivesAsManyRowsOrAnError(String model, String key) {
    for (float scale : new float[] {1, 1e30f, Float.POSITIVE_INFINITY, Float.NaN}) {
      for (int rows : new int[] {0, 1, 3}) {
        call(model, key, new Inputs(scale, rows, rows));
      }
    }
    call(model, key, new Inputs(1, 1000, 1000));
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void inputsOfDifferentNumbersOfRowsAreAnError(String model, String key) {
    int inputs = bundle(model).function(key).signature().inputNames().size();
    for (int others : new int[] {0, 1, 2, 6}) {
      if (inputs > 1) {
        assertThatThrownBy(() -> call(model, key, new Inputs(1, 3, others)))
            .isInstanceOf(TFInvalidArgumentException.class);
      }
    }
    assertThat(inputs).isBetween(1, 4);
  }

  private static SavedModelBundle bundle(String model) {
    return Objects.requireNonNull(BUNDLES.get(model));
  }

  /** Calls a signature, and holds every output to as many rows as went in. */
  private static Map<String, float[]> call(String model, String key, Inputs inputs) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (String name : bundle(model).function(key).signature().inputNames()) {
      tensors.put(name, inputs.tensor(name));
    }
    Map<String, float[]> outputs = new TreeMap<>();
    try (Result result = bundle(model).function(key).call(tensors)) {
      for (Map.Entry<String, Tensor> output : result) {
        TFloat32 values = (TFloat32) output.getValue();
        assertThat(values.shape().get(0)).isEqualTo(inputs.count());
        float[] copy = new float[(int) values.size()];
        values.asRawTensor().data().asFloats().read(copy);
        outputs.put(output.getKey(), copy);
      }
    } finally {
      tensors.values().forEach(Tensor::close);
    }
    return outputs;
  }

  /**
   * Inputs for any signature.
   *
   * @param scale what values from 0 to 1 are multiplied with
   * @param first rows from here on, of the rows of all inputs
   * @param count rows of the first input
   * @param others rows of the other inputs
   */
  private record Inputs(float scale, int first, int count, int others) {
    Inputs(float scale, int count, int others) {
      this(scale, 0, count, others);
    }

    Inputs row(int row) {
      return new Inputs(scale, row, 1, 1);
    }

    Tensor tensor(String name) {
      return switch (name) {
        case "image", "start" -> floats(name, count, Shape.of(count, 4, 3, 3));
        case "end" -> floats(name, others, Shape.of(others, 4, 3, 3));
        case "z", "noise" -> floats(name, count, Shape.of(count, TestExports.LATENT_DIM));
        case "position", "choice" -> floats(name, others, Shape.of(others));
        case "seed" -> {
          // With an image, the seed is the second input; alone, it is the first.
          long[] seeds = new Random(9).longs(first + Math.max(count, others)).toArray();
          if (seeds.length > 1) {
            seeds[1] = Long.MIN_VALUE;
          }
          yield TInt64.vectorOf(Arrays.copyOfRange(seeds, first, first + others));
        }
        case "label" -> {
          // As many rows as all others have, or as none has.
          int rows = count == others ? count : count + others + 1;
          long[] labels = new long[rows];
          Arrays.setAll(labels, i -> (first + i) % TestExports.CLASSES.count());
          yield TInt64.vectorOf(labels);
        }
        default -> throw new IllegalArgumentException("an input that is new here: " + name);
      };
    }

    private Tensor floats(String name, int rows, Shape shape) {
      int width = rows == 0 ? 0 : (int) (shape.size() / rows);
      Random random = new Random(name.hashCode());
      float[] values = new float[(first + rows) * width];
      for (int i = 0; i < values.length; i++) {
        values[i] = scale * random.nextFloat();
      }
      float[] asked = Arrays.copyOfRange(values, first * width, values.length);
      return TFloat32.tensorOf(shape, DataBuffers.of(asked));
    }
  }
}
