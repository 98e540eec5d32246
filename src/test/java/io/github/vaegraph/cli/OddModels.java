package io.github.vaegraph.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Copies of the model that comes with the repository, in which something is not as it was said. */
final class OddModels {
  private static final Path SOUND = Path.of("savedmodel", "digits", "1");

  private OddModels() {}

  /** A copy that is changed. */
  static Path changed(Path folder, Consumer<MetaGraphDef.Builder> change) throws IOException {
    try (Stream<Path> files = Files.walk(SOUND)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(SOUND.relativize(file));
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
    }
    Path graph = folder.resolve("saved_model.pb");
    SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(graph)).toBuilder();
    change.accept(model.getMetaGraphsBuilder(0));
    Files.write(graph, model.build().toByteArray());
    return folder;
  }

  /** Changes what is said of an output. */
  static Consumer<MetaGraphDef.Builder> output(
      String signature, String output, Consumer<TensorInfo.Builder> change) {
    return graph -> {
      SignatureDef.Builder said = graph.getSignatureDefOrThrow(signature).toBuilder();
      TensorInfo.Builder tensor = said.getOutputsOrThrow(output).toBuilder();
      change.accept(tensor);
      graph.putSignatureDef(signature, said.putOutputs(output, tensor.build()).build());
    };
  }

  /** Changes what is said of an input. */
  static Consumer<MetaGraphDef.Builder> input(
      String signature, String input, Consumer<TensorInfo.Builder> change) {
    return graph -> {
      SignatureDef.Builder said = graph.getSignatureDefOrThrow(signature).toBuilder();
      TensorInfo.Builder tensor = said.getInputsOrThrow(input).toBuilder();
      change.accept(tensor);
      graph.putSignatureDef(signature, said.putInputs(input, tensor.build()).build());
    };
  }

  /** Multiplies all outputs by a number, or by what is none. */
  static Consumer<MetaGraphDef.Builder> times(float factor) {
    return graph -> {
      GraphDef.Builder nodes = graph.getGraphDefBuilder();
      TensorProto.Builder value =
          TensorProto.newBuilder()
              .setDtype(DataType.DT_FLOAT)
              .setTensorShape(shape())
              .addFloatVal(factor);
      constant(nodes, "odd.factor", value.build());
      for (var signature : graph.getSignatureDefMap().entrySet()) {
        for (String name : signature.getValue().getOutputsMap().keySet()) {
          output(
                  signature.getKey(),
                  name,
                  t ->
                      t.setName(
                          node(
                              nodes,
                              "odd.%s.%s".formatted(signature.getKey(), name),
                              "Mul",
                              DataType.DT_FLOAT,
                              t.getName(),
                              "odd.factor")))
              .accept(graph);
        }
      }
    };
  }

  /** The sides of a tensor; -1 is an open one. */
  static TensorShapeProto shape(long... sides) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long side : sides) {
      shape.addDimBuilder().setSize(side);
    }
    return shape.build();
  }

  /** Adds a node that computes something of others, and returns its output's name. */
  static String node(
      GraphDef.Builder graph, String name, String op, DataType type, String... inputs) {
    NodeDef.Builder node = graph.addNodeBuilder().setName(name).setOp(op);
    for (String input : inputs) {
      node.addInput(input);
    }
    node.putAttr("T", AttrValue.newBuilder().setType(type).build());
    return name + ":0";
  }

  /** Adds a constant. */
  static String constant(GraphDef.Builder graph, String name, TensorProto value) {
    graph
        .addNodeBuilder()
        .setName(name)
        .setOp("Const")
        .putAttr("dtype", AttrValue.newBuilder().setType(value.getDtype()).build())
        .putAttr("value", AttrValue.newBuilder().setTensor(value).build());
    return name;
  }
}
