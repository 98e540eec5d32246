package io.github.vaegraph.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * What runs when some of a graph's tensors are asked for.
 *
 * @param nodes the names of the graph's nodes
 * @param functions the names of the functions that they call, and those call
 */
record Reach(Set<String> nodes, Set<String> functions) {
  /** What runs for these tensors or nodes. */
  static Reach of(GraphDef graph, Collection<String> tensors) {
    Map<String, NodeDef> byName = new HashMap<>();
    graph.getNodeList().forEach(node -> byName.put(node.getName(), node));
    Map<String, FunctionDef> library = new HashMap<>();
    graph
        .getLibrary()
        .getFunctionList()
        .forEach(function -> library.put(function.getSignature().getName(), function));
    Set<String> nodes = new HashSet<>();
    Set<String> functions = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(tensors);
    Deque<String> calls = new ArrayDeque<>();
    while (!open.isEmpty()) {
      String name = node(open.remove());
      NodeDef node = byName.get(name);
      if (node != null && nodes.add(name)) {
        open.addAll(node.getInputList());
        calls.addAll(called(node));
      }
    }
    while (!calls.isEmpty()) {
      String name = calls.remove();
      FunctionDef function = library.get(name);
      if (function != null && functions.add(name)) {
        function.getNodeDefList().forEach(node -> calls.addAll(called(node)));
      }
    }
    return new Reach(nodes, functions);
  }

  /**
   * The node of a tensor's name: {@code node}, {@code node:0}, {@code node:out:0} or {@code ^node}.
   */
  static String node(String tensor) {
    int from = tensor.startsWith("^") ? 1 : 0;
    int colon = tensor.indexOf(':');
    return tensor.substring(from, colon < 0 ? tensor.length() : colon);
  }

  /** What a node calls, if there are functions of such names: the first stands for its op. */
  static List<String> called(NodeDef node) {
    List<String> called = new ArrayList<>(List.of(node.getOp()));
    called.addAll(functionsIn(node));
    return called;
  }

  /** The functions that a node's attributes name. */
  static List<String> functionsIn(NodeDef node) {
    List<String> named = new ArrayList<>();
    for (AttrValue value : node.getAttrMap().values()) {
      if (value.hasFunc()) {
        named.add(value.getFunc().getName());
      }
      value.getList().getFuncList().forEach(function -> named.add(function.getName()));
    }
    return named;
  }
}
