package io.github.vaegraph.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.check.KnownOps.Kind;
import io.github.vaegraph.graph.NativeRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * The list is held to every op that the running TensorFlow registers, which tells of each its kind.
 */
class KnownOpsTest {
  private static final Set<DataType> OPAQUE = Set.of(DataType.DT_RESOURCE, DataType.DT_VARIANT);

  private static final Map<String, OpDef> REGISTERED = new HashMap<>();

  @BeforeAll
  static void ask() {
    NativeRuntime.prepare();
    TensorFlow.registeredOpList().getOpList().forEach(op -> REGISTERED.put(op.getName(), op));
  }

  private static Stream<OpDef> listed(Kind kind) {
    return KnownOps.listed().entrySet().stream()
        .filter(op -> op.getValue() == kind)
        .map(op -> REGISTERED.get(op.getKey()));
  }

  private static boolean calls(OpDef op) {
    return op.getAttrList().stream().anyMatch(attribute -> attribute.getType().contains("func"));
  }

  private static GraphContents contents(String op) {
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    meta.getGraphDefBuilder().addNode(NodeDef.newBuilder().setName("planted").setOp(op));
    meta.getSaverDefBuilder().setRestoreOpName("run");
    meta.getGraphDefBuilder()
        .addNode(NodeDef.newBuilder().setName("run").setOp("NoOp").addInput("^planted"));
    return GraphContents.of(meta.build());
  }

  @Test
  void everyListedOpIsOneOfTensorFlows() {
    assertThat(REGISTERED).hasSizeGreaterThan(1700).containsKeys(names());
  }

  private static String[] names() {
    return KnownOps.listed().keySet().toArray(String[]::new);
  }

  /** The harmless ones keep nothing, call nothing, and take no handle of what others keep. */
  @Test
  void harmlessOpsAreFunctionsOfTheirInputs() {
    assertThat(listed(Kind.HARMLESS))
        .isNotEmpty()
        .allSatisfy(
            op -> {
              assertThat(op.getIsStateful()).as(op.getName()).isFalse();
              assertThat(calls(op)).as(op.getName()).isFalse();
              assertThat(
                      Stream.concat(op.getInputArgList().stream(), op.getOutputArgList().stream()))
                  .as(op.getName())
                  .noneMatch(argument -> argument.getIsRef() || OPAQUE.contains(argument.getType()))
                  .noneMatch(argument -> argument.getType() == DataType.DT_STRING);
            });
  }

  @Test
  void opsThatCallFunctionsAreCallsOrLoopsOrRefused() {
    assertThat(REGISTERED.values().stream().filter(KnownOpsTest::calls))
        .extracting(op -> KnownOps.kind(op.getName()))
        .isNotEmpty()
        .isSubsetOf(Kind.HARMLESS_CALL, Kind.CONTAINED_LOOP, Kind.REFUSED);
    assertThat(listed(Kind.HARMLESS_CALL)).allMatch(KnownOpsTest::calls);
  }

  /** Whatever is on no list, is on the wrong one, or is of no TensorFlow at all. */
  @Test
  void everyOpThatIsNotListedIsRefused() {
    int refused = 0;
    for (String op : REGISTERED.keySet()) {
      GraphContents contents = contents(op);
      switch (KnownOps.kind(op)) {
        case HARMLESS, HARMLESS_STATEFUL, HARMLESS_VARIABLE, HARMLESS_CALL ->
            assertThat(contents.harmless()).as(op).isTrue();
        case CONTAINED, CONTAINED_LOOP ->
            assertThat(contents.contained()).containsExactly(op + ": planted");
        case SAVING -> assertThat(contents.refused()).containsExactly(op + ": planted");
        case HARMLESS_RESTORE ->
            assertThat(contents.refused())
                .containsExactly(op + " of another file than the variables: planted");
        case REFUSED -> {
          refused++;
          assertThat(contents.refused()).containsExactly(op + ": planted");
        }
      }
    }
    assertThat(refused).isEqualTo(REGISTERED.size() - KnownOps.listed().size());
    assertThat(contents("OpOfTomorrow").harmless()).isFalse();
  }

  /** Of the ops that are known to touch files, print, call Python or end the process. */
  @Test
  void opsKnownToReachOutAreRefused() {
    for (String op :
        List.of(
            "Abort",
            "PyFunc",
            "EagerPyFunc",
            "ReadFile",
            "WriteFile",
            "MatchingFiles",
            "Print",
            "PrintV2",
            "Save",
            "SaveSlices",
            "Restore",
            "ImmutableConst",
            "DecodeProtoV2",
            "EncodeProto",
            "FixedUnigramCandidateSampler",
            "RecordInput",
            "Skipgram",
            "DumpTensor",
            "XlaCustomCallV2",
            "XlaCallModule",
            "DebugIdentity",
            "TFRecordDataset",
            "RpcClient",
            "RemoteCall",
            "_Send",
            "InitializeTableFromTextFileV2",
            "FileSystemSetConfiguration",
            "SymbolicGradient",
            "StringFormat",
            "ExperimentalSleepDataset")) {
      assertThat(KnownOps.kind(op)).as(op).isEqualTo(Kind.REFUSED);
      assertThat(REGISTERED).containsKey(op);
    }
  }

  @Test
  void everyStatefulOpThatIsNotRefusedIsListedWithItsReason() {
    assertThat(REGISTERED.values().stream().filter(OpDef::getIsStateful))
        .hasSizeGreaterThan(500)
        .noneMatch(op -> KnownOps.kind(op.getName()) == Kind.HARMLESS);
    assertThat(listed(Kind.HARMLESS_STATEFUL)).allMatch(OpDef::getIsStateful);
    assertThat(listed(Kind.SAVING)).allMatch(OpDef::getIsStateful);
  }
}
