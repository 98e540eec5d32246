package io.github.vaegraph.savedmodel;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.VariableDef;

/**
 * Variables of TensorFlow 2's kind in place of the references of TensorFlow 1, the only ones that
 * TensorFlow Java saves. Python's TensorFlow then has the model's {@code variables}, and converters
 * that start from what it has loaded find their values.
 */
final class ResourceVariables {
  /** Where Python's TensorFlow looks for a model's variables. */
  private static final List<String> COLLECTIONS = List.of("variables", "trainable_variables");

  private final Map<String, NodeDef.Builder> variables = new LinkedHashMap<>();
  private final Map<String, NodeDef.Builder> reads = new HashMap<>();
  private final Map<String, NodeDef.Builder> assigns = new HashMap<>();

  private ResourceVariables(GraphDef.Builder graph) {
    for (NodeDef.Builder node : graph.getNodeBuilderList()) {
      if (node.getOp().equals("VariableV2")) {
        variables.put(node.getName(), node);
      }
    }
    for (NodeDef.Builder node : graph.getNodeBuilderList()) {
      if (node.getInputCount() > 0 && variables.containsKey(node.getInput(0))) {
        switch (node.getOp()) {
          case "Identity" -> reads.putIfAbsent(node.getInput(0), node);
          case "Assign" -> assigns.putIfAbsent(node.getInput(0), node);
          default -> {} // takes a value, as others do in any place
        }
      }
    }
  }

  /** Replaces all variables of a graph, those who use them, and tells of them. */
  static void replaceReferences(MetaGraphDef.Builder meta) {
    ResourceVariables found = new ResourceVariables(meta.getGraphDefBuilder());
    for (NodeDef.Builder node : meta.getGraphDefBuilder().getNodeBuilderList()) {
      found.replace(node);
    }
    for (String collection : COLLECTIONS) {
      CollectionDef.Builder told = CollectionDef.newBuilder();
      found.variables.keySet().stream()
          .map(name -> found.definition(name).toByteString())
          .forEach(told.getBytesListBuilder()::addValue);
      meta.putCollectionDef(collection, told.build());
    }
  }

  private void replace(NodeDef.Builder node) {
    switch (node.getOp()) {
      case "VariableV2" ->
          // The name tells one variable from another in a server's memory.
          node.setOp("VarHandleOp").putAttr("shared_name", text(node.getName()));
      case "Identity" -> {
        if (variables.containsKey(node.getInput(0))) {
          node.setOp("ReadVariableOp");
          onlyType(node);
        }
      }
      case "Assign" -> {
        node.setOp("AssignVariableOp");
        onlyType(node);
      }
      default -> {
        for (int i = 0; i < node.getInputCount(); i++) {
          if (variables.containsKey(node.getInput(i))) {
            node.setInput(i, read(node.getInput(i)).getName());
          }
        }
      }
    }
  }

  private NodeDef.Builder read(String variable) {
    return Objects.requireNonNull(reads.get(variable), variable);
  }

  /** These ops of a reference call its type T. */
  private static void onlyType(NodeDef.Builder node) {
    AttrValue type = node.getAttrOrThrow("T");
    node.clearAttr().putAttr("dtype", type);
  }

  private static AttrValue text(String value) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
  }

  private VariableDef definition(String variable) {
    return VariableDef.newBuilder()
        .setVariableName(variable + ":0")
        .setSnapshotName(read(variable).getName() + ":0")
        .setInitializerName(Objects.requireNonNull(assigns.get(variable), variable).getName())
        .setIsResource(true)
        .setTrainable(true)
        .build();
  }
}
