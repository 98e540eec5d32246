package io.github.vaegraph.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.vaegraph.check.GraphContents;
import io.github.vaegraph.check.ModelCheck;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.signature.Call;
import io.github.vaegraph.signature.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.VariableDef;

/** The form of an export that other programs read; what they make of it is for src/interop. */
final class PortableModelTest {
  private static final ModelConfig CONFIG = TestExports.bernoulli();

  @TempDir static Path folder = Path.of("");

  /** As TensorFlow Java writes it, as our exports were before. */
  private static Path before = Path.of("");

  private static Path rewritten = Path.of("");

  @BeforeAll
  static void export() throws IOException {
    Path checkpoint = TestExports.checkpoint(CONFIG, 0, folder.resolve("checkpoint"));
    before = folder.resolve("before");
    rewritten = folder.resolve("rewritten");
    try (InferenceGraph graph = new InferenceGraph(CONFIG, 20, Map.of());
        Session session = new Session(graph.graph)) {
      session.restore(checkpoint.toString());
      for (Path written : List.of(before, rewritten)) {
        SavedModelBundle.exporter(written.toString())
            .withTags(SavedModelBundle.DEFAULT_TAG)
            .withSession(session)
            .withSignatures(graph.signatures.toArray(Signature[]::new))
            .export();
      }
    }
    PortableModel.rewrite(rewritten);
  }

  private static MetaGraphDef graph(Path model) throws IOException {
    return ModelCheck.servedGraph(model);
  }

  private static List<NodeDef> nodes(Path model, String op) throws IOException {
    return graph(model).getGraphDef().getNodeList().stream()
        .filter(node -> node.getOp().equals(op))
        .toList();
  }

  private static Set<String> names(List<NodeDef> nodes) {
    return nodes.stream().map(NodeDef::getName).collect(Collectors.toSet());
  }

  /** TFLite's converter leaves its usual way where the version is 0, and ends in an error. */
  @Test
  void itsSchemaHasTheVersionThatPythonWrites() throws IOException {
    byte[] bytes = Files.readAllBytes(rewritten.resolve("saved_model.pb"));
    assertThat(SavedModel.parseFrom(bytes).getSavedModelSchemaVersion()).isEqualTo(1);
    assertThat(graph(rewritten).getMetaInfoDef().getTensorflowVersion())
        .isEqualTo(TensorFlow.version());
  }

  /** OpenVINO reads the names of variables nowhere else. */
  @Test
  void stringsStandInStringValues() throws IOException {
    List<String> spelled = new ArrayList<>();
    for (NodeDef node : nodes(rewritten, "Const")) {
      if (node.getAttrOrThrow("dtype").getType() == DataType.DT_STRING) {
        assertThat(node.getAttrOrThrow("value").getTensor().getTensorContent()).isEmpty();
        node.getAttrOrThrow("value").getTensor().getStringValList().stream()
            .map(ByteString::toStringUtf8)
            .forEach(spelled::add);
      }
    }
    assertThat(spelled).containsExactlyInAnyOrderElementsOf(names(nodes(before, "VariableV2")));
  }

  /** tf.saved_model.load(...).variables is made of these. */
  @Test
  void itsVariablesAreResourcesThatAreTold() throws IOException {
    Set<String> variables = names(nodes(before, "VariableV2"));
    assertThat(variables).hasSize(8);
    assertThat(names(nodes(rewritten, "VarHandleOp"))).isEqualTo(variables);
    assertThat(nodes(rewritten, "VariableV2")).isEmpty();
    assertThat(nodes(rewritten, "Assign")).isEmpty();
    for (String collection : List.of("variables", "trainable_variables")) {
      assertThat(
              graph(rewritten)
                  .getCollectionDefOrThrow(collection)
                  .getBytesList()
                  .getValueList()
                  .stream()
                  .map(PortableModelTest::variable))
          .containsExactlyInAnyOrderElementsOf(variables);
    }
  }

  private static String variable(ByteString bytes) {
    try {
      VariableDef told = VariableDef.parseFrom(bytes);
      assertThat(told.getIsResource()).isTrue();
      assertThat(told.getSnapshotName()).isEqualTo(told.getVariableName().replace(":0", ".read:0"));
      return told.getVariableName().replace(":0", "");
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** TensorFlow 2.4 refuses MatMul's grad_a, which came later and is false anyway. */
  @Test
  void noAttributeSaysWhatAnOpDoesAnyway() throws IOException {
    assertThat(attributesOfDefaultValue(before)).contains("MatMul grad_a");
    assertThat(attributesOfDefaultValue(rewritten)).isEmpty();
    assertThat(graph(rewritten).getMetaInfoDef().getStrippedDefaultAttrs()).isTrue();
  }

  private static List<String> attributesOfDefaultValue(Path model) throws IOException {
    List<String> found = new ArrayList<>();
    for (OpDef op : TensorFlow.registeredOpList().getOpList()) {
      for (NodeDef node : nodes(model, op.getName())) {
        for (OpDef.AttrDef attribute : op.getAttrList()) {
          if (attribute.hasDefaultValue()
              && attribute.getDefaultValue().equals(node.getAttrMap().get(attribute.getName()))) {
            found.add(op.getName() + " " + attribute.getName());
          }
        }
      }
    }
    return found;
  }

  /** Older exports are of the form before. */
  @Test
  void bothFormsAreReadAndComputeTheSameBits() throws IOException {
    Floats images = Floats.ofPixels(TestExports.images(7), TestExports.SIZE);
    long[] seeds = {1, 2, 3, -4, 5, 6, Long.MIN_VALUE};
    try (InferenceModel old = InferenceModel.load(before);
        InferenceModel model = InferenceModel.load(rewritten)) {
      assertThat(model.info()).isEqualTo(old.info());
      assertThat(model.info().variables()).hasSize(8);
      for (Call<?> call :
          List.of(
              Call.encode(images),
              Call.reconstruct(images),
              Call.generate(seeds),
              Call.sample(images, seeds),
              Call.score(images, seeds))) {
        assertThat(model.ask(call)).usingRecursiveComparison().isEqualTo(old.ask(call));
      }
      assertThat(GraphContents.of(ModelCheck.servedGraph(rewritten)))
          .isEqualTo(GraphContents.of(ModelCheck.servedGraph(before)));
    }
  }
}
