package io.github.vaegraph.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

class FileOpsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void theModelThatComesWithTheRepositorySavesAndRestoresAlone() throws IOException {
    FileOps ops = FileOps.of(Path.of("savedmodel", "digits", "1"));
    assertThat(ops.own())
        .isNotEmpty()
        .allMatch(op -> op.matches("(\\w+V2|\\w+Checkpoints|ShardedFilename) .*"));
    assertThat(ops.foreign()).isEmpty();
  }

  @Test
  void whatASignatureReadsOrWritesIsForeign() throws IOException {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variable<TFloat32> variable = tf.withName("v").variable(Shape.scalar(), TFloat32.class);
      tf.withInitScope().assign(variable, tf.withInitScope().constant(1f));
      session.initialize();
      Placeholder<TString> name =
          tf.withName("name").placeholder(TString.class, Placeholder.shape(Shape.scalar()));
      Signature signature =
          Signature.builder("read")
              .input("name", name)
              .output("text", tf.withName("content").io.readFile(name))
              .methodName("tensorflow/serving/predict")
              .build();
      SavedModelBundle.exporter(folder.resolve("reads").toString())
          .withTags("serve")
          .withSession(session)
          .withSignature(signature)
          .export();
    }
    FileOps ops = FileOps.of(folder.resolve("reads"));
    assertThat(ops.foreign()).hasSize(1).allMatch(op -> op.startsWith("ReadFile "));
    assertThat(ops.own()).isNotEmpty();
  }

  /** Ops of TensorFlow 2.20 whose attributes name a file, whatever their own names say. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReadFile",
        "ImmutableConst",
        "DecodeProtoV2",
        "EncodeProto",
        "FixedUnigramCandidateSampler",
        "RecordInput",
        "Skipgram",
        "DumpTensor",
        "XlaCustomCallV2"
      })
  void opsThatReadOrWriteAreForeignWhereverTheyStand(String op) throws IOException {
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    meta.getGraphDefBuilder().addNode(NodeDef.newBuilder().setName("planted").setOp(op));
    FileOps ops = fileOps(meta);
    assertThat(ops.foreign()).containsExactly(op + " planted");
    assertThat(ops.own()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "RestoreV2, true",
    "ShardedFilename, true",
    "SaveV2, false",
    "MergeV2Checkpoints, false",
    "WriteFile, false"
  })
  void restoringReadsAndWritesNothing(String op, boolean own) throws IOException {
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    meta.getSaverDefBuilder().setRestoreOpName("restore_all");
    meta.getGraphDefBuilder()
        .addNode(NodeDef.newBuilder().setName("restore_all").setOp("NoOp").addInput("^between"))
        .addNode(NodeDef.newBuilder().setName("between").setOp("Identity").addInput("planted:0"))
        .addNode(NodeDef.newBuilder().setName("planted").setOp(op));
    FileOps ops = fileOps(meta);
    assertThat(own ? ops.own() : ops.foreign()).containsExactly(op + " planted");
    assertThat(own ? ops.foreign() : ops.own()).isEmpty();
  }

  private FileOps fileOps(MetaGraphDef.Builder meta) throws IOException {
    SavedModel model = SavedModel.newBuilder().addMetaGraphs(meta).build();
    Files.write(folder.resolve("saved_model.pb"), model.toByteArray());
    return FileOps.of(folder);
  }

  @Test
  void bytesThatAreNoModelAreRefused() throws IOException {
    Files.writeString(folder.resolve("saved_model.pb"), "no protocol buffer");
    assertThatThrownBy(() -> FileOps.of(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder + ": the SavedModel cannot be read: ");
  }
}
