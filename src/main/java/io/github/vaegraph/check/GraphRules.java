package io.github.vaegraph.check;

import io.github.vaegraph.graph.NativeRuntime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** The rules that can be read off the graph's nodes and those of its functions. */
final class GraphRules {
  /** Devices that every server has. */
  private static final String EVERYWHERE = "(/job:localhost/replica:0/task:0)?/device:CPU:[0*]";

  private static final Set<String> PYTHON = Set.of("PyFunc", "PyFuncStateless", "EagerPyFunc");

  private final MetaGraphDef graph;
  private final List<NodeDef> nodes;

  GraphRules(MetaGraphDef graph) {
    this.graph = graph;
    this.nodes =
        Stream.concat(
                graph.getGraphDef().getNodeList().stream(),
                graph.getGraphDef().getLibrary().getFunctionList().stream()
                    .flatMap(function -> function.getNodeDefList().stream()))
            .toList();
  }

  /** Saving and restoring may name the CPU; what a request runs through names nothing. */
  List<String> devices() {
    Set<NodeDef> served = served();
    return nodes.stream()
        .filter(node -> !node.getDevice().isEmpty())
        .filter(node -> served.contains(node) || !node.getDevice().matches(EVERYWHERE))
        .map(node -> "node %s is placed on %s".formatted(node.getName(), node.getDevice()))
        .toList();
  }

  List<String> ops() {
    NativeRuntime.prepare();
    Set<String> known =
        TensorFlow.registeredOpList().getOpList().stream()
            .map(OpDef::getName)
            .collect(Collectors.toSet());
    known.removeAll(PYTHON);
    graph
        .getGraphDef()
        .getLibrary()
        .getFunctionList()
        .forEach(function -> known.add(function.getSignature().getName()));
    return named(nodes.stream().map(NodeDef::getOp).filter(op -> !known.contains(op)), "op ");
  }

  List<String> inference() {
    return named(
        nodes.stream()
            .map(NodeDef::getOp)
            .filter(op -> op.matches("(Resource)?(Sparse)?Apply[A-Z]\\w*|\\w+Grad(V\\d)?")),
        "op ");
  }

  private static List<String> named(Stream<String> names, String prefix) {
    return new TreeSet<>(names.map(name -> prefix + name).toList()).stream().toList();
  }

  /** The nodes that the signatures' outputs depend on, and those of the functions they call. */
  private Set<NodeDef> served() {
    Map<String, NodeDef> byName = new HashMap<>();
    graph.getGraphDef().getNodeList().forEach(node -> byName.put(node.getName(), node));
    Map<String, FunctionDef> functions = new HashMap<>();
    graph
        .getGraphDef()
        .getLibrary()
        .getFunctionList()
        .forEach(function -> functions.put(function.getSignature().getName(), function));
    Deque<NodeDef> open = new ArrayDeque<>();
    for (SignatureDef signature : graph.getSignatureDefMap().values()) {
      for (TensorInfo output : signature.getOutputsMap().values()) {
        addNode(output.getName(), byName, open);
      }
    }
    Set<NodeDef> seen = new HashSet<>();
    while (!open.isEmpty()) {
      NodeDef node = open.remove();
      if (seen.add(node)) {
        node.getInputList().forEach(input -> addNode(input, byName, open));
        for (String function : called(node)) {
          FunctionDef body = functions.remove(function);
          if (body != null) {
            open.addAll(body.getNodeDefList());
          }
        }
      }
    }
    return seen;
  }

  /** From a tensor's name, {@code node:0} or {@code ^node}. */
  private static void addNode(String tensor, Map<String, NodeDef> byName, Deque<NodeDef> open) {
    NodeDef node = byName.get(tensor.replaceFirst("^\\^", "").replaceFirst(":.*", ""));
    if (node != null) {
      open.add(node);
    }
  }

  private static Collection<String> called(NodeDef node) {
    List<String> called = new ArrayList<>(List.of(node.getOp()));
    for (AttrValue value : node.getAttrMap().values()) {
      if (value.hasFunc()) {
        called.add(value.getFunc().getName());
      }
      value.getList().getFuncList().forEach(function -> called.add(function.getName()));
    }
    return called;
  }
}
