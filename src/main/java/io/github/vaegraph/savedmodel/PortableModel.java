package io.github.vaegraph.savedmodel;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Brings {@code saved_model.pb} as TensorFlow Java writes it into the form that Python's TensorFlow
 * writes, which is the only one that other programs were made for. Servers read both, and compute
 * the same with both.
 */
final class PortableModel {
  /** What Python's writes; without it the converter of TFLite goes a way that ends in an error. */
  private static final int SCHEMA_VERSION = 1;

  private PortableModel() {}

  /**
   * Rewrites the file in this folder.
   *
   * @throws IOException when it cannot be read or written
   */
  static void rewrite(Path folder) throws IOException {
    Path file = folder.resolve("saved_model.pb");
    SavedModel.Builder saved = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    saved.setSavedModelSchemaVersion(SCHEMA_VERSION);
    DefaultAttributes defaults = DefaultAttributes.ofThisRuntime();
    for (MetaGraphDef.Builder meta : saved.getMetaGraphsBuilderList()) {
      ResourceVariables.replaceReferences(meta);
      GraphDef.Builder graph = meta.getGraphDefBuilder();
      for (NodeDef.Builder node : graph.getNodeBuilderList()) {
        spellOutStrings(node);
      }
      defaults.strip(graph);
      meta.getMetaInfoDefBuilder()
          .setTensorflowVersion(TensorFlow.version())
          .setStrippedDefaultAttrs(true);
    }
    Files.write(file, saved.build().toByteArray());
  }

  /** OpenVINO looks for the variables' names in {@code string_val} alone. */
  private static void spellOutStrings(NodeDef.Builder node) throws IOException {
    if (!node.getOp().equals("Const")) {
      return;
    }
    TensorProto tensor = node.getAttrOrThrow("value").getTensor();
    if (tensor.getDtype() == DataType.DT_STRING && !tensor.getTensorContent().isEmpty()) {
      TensorProto.Builder spelled = tensor.toBuilder().clearTensorContent();
      spelled.addAllStringVal(strings(tensor));
      node.putAttr("value", node.getAttrOrThrow("value").toBuilder().setTensor(spelled).build());
    }
  }

  /** The content of a tensor of strings: the length of each as a varint, then all their bytes. */
  private static List<ByteString> strings(TensorProto tensor) throws IOException {
    long count =
        tensor.getTensorShape().getDimList().stream()
            .mapToLong(TensorShapeProto.Dim::getSize)
            .reduce(1, Math::multiplyExact);
    CodedInputStream content = tensor.getTensorContent().newCodedInput();
    List<Integer> lengths = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      lengths.add(content.readRawVarint32());
    }
    List<ByteString> strings = new ArrayList<>();
    for (int length : lengths) {
      strings.add(ByteString.copyFrom(content.readRawBytes(length)));
    }
    return strings;
  }
}
