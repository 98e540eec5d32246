package io.github.vaegraph.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.check.Finding;
import io.github.vaegraph.check.ModelCheck;
import io.github.vaegraph.check.Rule;
import io.github.vaegraph.check.WarmUp;
import io.github.vaegraph.data.Batch;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.Step;
import io.github.vaegraph.model.VaeSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.math.Mean;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/** A whole export keeps every rule; each fault that is planted in one is found under its rule. */
final class PlantedFaultsTest {
  private static final String METHOD = "tensorflow/serving/predict";
  private static final String METHOD_OF_CLASSES = "tensorflow/serving/classify";
  private static final String DATA = "variables/variables.data-00000-of-00001";

  @TempDir static Path whole = Path.of("");
  private static Path original = Path.of("");

  @TempDir Path folder = Path.of("");
  private Path exported = Path.of("");

  @BeforeAll
  static void export() throws IOException {
    ModelConfig config = TestExports.bernoulli();
    Path checkpoint = TestExports.checkpoint(config, 0, whole.resolve("checkpoint"));
    original =
        SavedModelExporter.export(
            new SavedModelExporter.Source(config, checkpoint, 20, TestExports.batch(3)),
            new SavedModelExporter.Target(whole, "model", OptionalInt.empty()),
            model -> Map.of());
  }

  @BeforeEach
  void copy() throws IOException {
    exported = folder.resolve("1");
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = exported.resolve(original.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
    }
  }

  /** The rules that are broken, with what breaks them. */
  private static Map<Rule, String> broken(Path model) throws IOException {
    return ModelCheck.check(model).stream()
        .filter(finding -> finding.verdict() == Finding.Verdict.BROKEN)
        .collect(Collectors.toMap(Finding::rule, finding -> String.join("; ", finding.details())));
  }

  private void plant(Consumer<MetaGraphDef.Builder> fault) throws IOException {
    Path file = exported.resolve("saved_model.pb");
    SavedModel.Builder saved = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    fault.accept(saved.getMetaGraphsBuilder(0));
    Files.write(file, saved.build().toByteArray());
  }

  @Test
  void wholeExportKeepsEveryRule() throws IOException {
    assertThat(ModelCheck.check(exported))
        .allMatch(finding -> finding.verdict() == Finding.Verdict.HOLDS, "holds")
        .extracting(Finding::rule)
        .containsExactlyElementsOf(
            Arrays.stream(Rule.values()).filter(rule -> rule != Rule.VERSION).toList());
    assertThat(ModelCheck.version(exported).verdict()).isEqualTo(Finding.Verdict.HOLDS);
    assertThat(ModelCheck.version(folder.resolve("latest")).verdict())
        .isEqualTo(Finding.Verdict.BROKEN);
  }

  @Test
  void missingDefaultAndOtherTags() throws IOException {
    plant(graph -> graph.removeSignatureDef("serving_default"));
    assertThat(broken(exported)).containsOnlyKeys(Rule.DEFAULT, Rule.WARM_UP);
    plant(graph -> graph.getMetaInfoDefBuilder().clearTags().addTags("train"));
    assertThat(broken(exported)).containsOnlyKeys(Rule.TAG);
  }

  @Test
  void signatureOfAnotherMethodOrWithoutInputs() throws IOException {
    plant(
        graph -> {
          SignatureDef.Builder decode = graph.getSignatureDefOrThrow("decode").toBuilder();
          graph
              .putSignatureDef("decode", decode.setMethodName("predict").build())
              .putSignatureDef("class", decode.setMethodName(METHOD_OF_CLASSES).build())
              .putSignatureDef("bare", decode.setMethodName(METHOD).clearInputs().build());
        });
    assertThat(broken(exported))
        .containsEntry(Rule.METHOD, "decode: expected %s, found \"predict\"".formatted(METHOD))
        .containsEntry(Rule.INPUTS, "bare: has none");
  }

  @Test
  void deviceInTheGraph() throws IOException {
    for (String device : List.of("/device:GPU:0", "/device:CPU:0", "/job:worker/task:1")) {
      plant(graph -> placeOn(device, graph));
      assertThat(broken(exported).get(Rule.DEVICES)).contains("decode.image", device);
    }
  }

  private static void placeOn(String device, MetaGraphDef.Builder graph) {
    for (NodeDef.Builder node : graph.getGraphDefBuilder().getNodeBuilderList()) {
      if (node.getName().equals("decode.image")) {
        node.setDevice(device);
      }
    }
  }

  @Test
  void opsOfPythonAndOfTraining() throws IOException {
    plant(
        graph -> {
          graph.getGraphDefBuilder().addNodeBuilder().setName("py").setOp("PyFunc");
          graph.getGraphDefBuilder().addNodeBuilder().setName("own").setOp("OwnOp");
          graph.getGraphDefBuilder().addNodeBuilder().setName("adam").setOp("ApplyAdam");
        });
    assertThat(broken(exported))
        .containsEntry(Rule.OPS, "op OwnOp; op PyFunc")
        .containsEntry(Rule.INFERENCE, "op ApplyAdam")
        .containsKey(Rule.LOADS);
  }

  @Test
  void corruptOrMissingVariables() throws IOException {
    Path data = exported.resolve(DATA);
    byte[] bytes = Files.readAllBytes(data);
    bytes[bytes.length / 2] ^= 1;
    Files.write(data, bytes);
    assertThat(broken(exported)).containsOnlyKeys(Rule.LOADS);
    Files.write(data, Arrays.copyOf(bytes, 100));
    assertThat(broken(exported)).containsOnlyKeys(Rule.LOADS);
    Files.delete(data);
    assertThat(broken(exported)).containsOnlyKeys(Rule.LOADS);
    Files.delete(exported.resolve("variables/variables.index"));
    Files.delete(exported.resolve("variables"));
    assertThat(broken(exported).get(Rule.WEIGHTS))
        .contains("encoder.hidden0.weights: cannot be read");
  }

  @Test
  void weightsThatAreNoNumbers() throws IOException {
    ModelConfig config = TestExports.bernoulli();
    Path ruined = folder.resolve("ruined");
    try (VaeSession session = TestExports.initialized(config, 0)) {
      session.step(new Step(new Batch(TestExports.images(5), 5), 0, 0, Float.NaN, 1));
      session.save(ruined);
    }
    try (InferenceModel model = InferenceModel.restore(config, ruined)) {
      model.export(folder.resolve("2"));
    }
    assertThat(broken(folder.resolve("2")))
        .containsOnlyKeys(Rule.WEIGHTS, Rule.RESULTS)
        .hasEntrySatisfying(
            Rule.WEIGHTS, text -> assertThat(text).contains("decoder.outputs.bias: 36 of its"));
  }

  @Test
  void warmUpThatIsTruncatedOrAsksForSomethingElse() throws IOException {
    Path file = exported.resolve(WarmUp.FILE);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
    assertThat(broken(exported))
        .containsExactly(
            Map.entry(
                Rule.WARM_UP, "tf_serving_warmup_requests, record 18: the file ends within it"));
    Map<String, SignatureDef> others =
        new HashMap<>(ModelCheck.signatures(ModelCheck.servedGraph(exported)));
    others.put("paint", others.remove("decode"));
    others.put("score", others.get("generate"));
    Files.write(file, WarmUp.file("model", others, 1));
    assertThat(broken(exported).get(Rule.WARM_UP))
        .contains("there is no signature paint")
        .contains("score: expected the inputs [image, seed], found [seed]");
  }

  /** A graph of two signatures as no export of ours has: a scalar, and a row that looks beside. */
  @Test
  void resultsWithoutRowsAndRowsThatDependOnOthers() throws IOException {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
      Operand<TFloat32> mean = tf.math.mean(x, tf.constant(new int[] {0, 1}));
      Operand<TFloat32> first = tf.slice(x, tf.constant(new int[2]), tf.constant(new int[] {1, 2}));
      Signature.Builder scalar = Signature.builder().key("serving_default").methodName(METHOD);
      Signature.Builder unequal = Signature.builder().key("unequal").methodName(METHOD);
      Signature.Builder beside = Signature.builder().key("beside").methodName(METHOD);
      SavedModelBundle.exporter(folder.resolve("3").toString())
          .withTags("serve")
          .withSession(session)
          .withSignatures(
              scalar.input("x", x).output("mean", mean).build(),
              unequal.input("x", x).output("all", tf.identity(x)).output("one", first).build(),
              beside.input("x", x).output("y", tf.math.sub(x, mean)).build())
          .export();
    }
    assertThat(broken(folder.resolve("3")))
        .containsOnlyKeys(Rule.BATCH, Rule.RESULTS, Rule.ROWS)
        .hasEntrySatisfying(
            Rule.BATCH,
            text ->
                assertThat(text)
                    .contains("serving_default: output mean is a scalar")
                    .contains("unequal: output one is float[1, 2], expected any number of rows"))
        .hasEntrySatisfying(
            Rule.RESULTS,
            text -> assertThat(text).contains("unequal: 3 rows in, output one comes out as [1, 2]"))
        .hasEntrySatisfying(
            Rule.ROWS, text -> assertThat(text).contains("beside: output y of row 0 differs"));
  }

  /** Whole numbers and truths are compared as well; what cannot be compared is named. */
  @Test
  void rowsOfOtherTypesThatDependOnOthers() throws IOException {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
      Operand<TFloat32> beside =
          tf.math.sub(x, tf.math.mean(x, tf.constant(0), Mean.keepDims(true)));
      Signature.Builder signature = Signature.builder("serving_default").methodName(METHOD);
      SavedModelBundle.exporter(folder.resolve("4").toString())
          .withTags("serve")
          .withSession(session)
          .withSignature(
              signature
                  .input("x", x)
                  .output("positive", tf.math.greater(beside, tf.constant(0f)))
                  .output("thousandths", scaled(tf, beside, TInt64.class))
                  .output("hundredths", scaled(tf, beside, TInt32.class))
                  .output("text", tf.dtypes.asString(x))
                  .build())
          .export();
    }
    Finding rows = rows(folder.resolve("4"));
    assertThat(rows.verdict()).isEqualTo(Finding.Verdict.BROKEN);
    for (String output : List.of("positive", "thousandths", "hundredths")) {
      assertThat(rows.details()).anyMatch(line -> line.contains("output " + output + " of row"));
    }
    assertThat(rows.details()).noneMatch(line -> line.contains("text"));
  }

  private static <T extends TNumber> Operand<T> scaled(Ops tf, Operand<TFloat32> x, Class<T> type) {
    return tf.dtypes.cast(tf.math.mul(x, tf.constant(1000f)), type);
  }

  @Test
  void rowsOfTextAreNotSaidToHold() throws IOException {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
      Signature.Builder signature = Signature.builder("serving_default").methodName(METHOD);
      SavedModelBundle.exporter(folder.resolve("5").toString())
          .withTags("serve")
          .withSession(session)
          .withSignature(signature.input("x", x).output("text", tf.dtypes.asString(x)).build())
          .export();
    }
    Finding rows = rows(folder.resolve("5"));
    assertThat(rows.verdict()).isEqualTo(Finding.Verdict.UNTESTED);
    assertThat(rows.details())
        .containsExactly("serving_default: output text holds no numbers to compare");
  }

  private static Finding rows(Path model) throws IOException {
    return ModelCheck.check(model).stream()
        .filter(finding -> finding.rule() == Rule.ROWS)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max_batch_size 64                           | 1:16
          max_batch_size { value: many }              | 1:25
          max_batch_size { value: 64                  | 1:
          batch_size { value: 64 }                    | batch_size
          allowed_batch_sizes: 8 max_batch_size: 8    | 1:
          """)
  void batchingParametersThatAServerRefuses(String text, String words) throws IOException {
    Files.writeString(exported.resolve("batching_params.pbtxt"), text);
    assertThat(broken(exported)).containsOnlyKeys(Rule.BATCHING);
    assertThat(broken(exported).get(Rule.BATCHING))
        .startsWith("batching_params.pbtxt: ")
        .contains(words);
  }

  @Test
  void batchingParametersMayBeWrittenInAnyOfProtobufsWays() throws IOException {
    Files.writeString(
        exported.resolve("batching_params.pbtxt"),
        """
        # comment
        max_batch_size: < value: 16 >; allowed_batch_sizes: [8, 16]
        num_batch_threads {
          value: 4
        }
        thread_pool_name { value: "pool" } pad_variable_length_inputs: true
        enable_large_batch_splitting { value: true } max_execution_batch_size { value: 8 }
        """);
    assertThat(broken(exported)).isEmpty();
  }

  @Test
  void foldersThatHoldNoSavedModel() throws IOException {
    Path file = exported.resolve("saved_model.pb");
    for (byte[] bytes : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[1000])) {
      Files.write(file, bytes);
      assertThatThrownBy(() -> ModelCheck.check(exported))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("expected a SavedModel");
    }
    Files.delete(file);
    assertThatThrownBy(() -> ModelCheck.check(exported)).hasMessageContaining("no saved_model.pb");
  }
}
