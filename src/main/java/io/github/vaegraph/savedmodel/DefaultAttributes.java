package io.github.vaegraph.savedmodel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * The attributes of nodes that say what an op does anyway. A runtime older than ours refuses those
 * that it does not know yet, though it would do the same: what says nothing is left out.
 *
 * @param byOp the default values of an op's attributes, by their names
 */
record DefaultAttributes(Map<String, Map<String, AttrValue>> byOp) {
  /** Those of the ops of the TensorFlow that runs here. */
  static DefaultAttributes ofThisRuntime() {
    Map<String, Map<String, AttrValue>> byOp = new HashMap<>();
    for (OpDef op : TensorFlow.registeredOpList().getOpList()) {
      Map<String, AttrValue> defaults = new HashMap<>();
      for (OpDef.AttrDef attribute : op.getAttrList()) {
        if (attribute.hasDefaultValue()) {
          defaults.put(attribute.getName(), attribute.getDefaultValue());
        }
      }
      byOp.put(op.getName(), defaults);
    }
    return new DefaultAttributes(byOp);
  }

  /** Takes them from all nodes of a graph and of its functions. */
  void strip(GraphDef.Builder graph) {
    graph.getNodeBuilderList().forEach(this::strip);
    for (FunctionDef.Builder function : graph.getLibraryBuilder().getFunctionBuilderList()) {
      function.getNodeDefBuilderList().forEach(this::strip);
    }
  }

  private void strip(NodeDef.Builder node) {
    Map<String, AttrValue> defaults = byOp.getOrDefault(node.getOp(), Map.of());
    for (String name : List.copyOf(node.getAttrMap().keySet())) {
      if (node.getAttrOrThrow(name).equals(defaults.get(name))) {
        node.removeAttr(name);
      }
    }
  }
}
