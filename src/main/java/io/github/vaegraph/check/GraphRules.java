package io.github.vaegraph.check;

import io.github.vaegraph.graph.NativeRuntime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

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
    Reach served = Reach.of(graph.getGraphDef(), GraphContents.asked(graph));
    Stream<NodeDef> ofGraph =
        graph.getGraphDef().getNodeList().stream()
            .filter(
                node -> served.nodes().contains(node.getName()) || !anyServerHas(node.getDevice()));
    Stream<NodeDef> ofFunctions =
        graph.getGraphDef().getLibrary().getFunctionList().stream()
            .flatMap(
                function ->
                    function.getNodeDefList().stream()
                        .filter(
                            node ->
                                served.functions().contains(function.getSignature().getName())
                                    || !anyServerHas(node.getDevice())));
    return Stream.concat(ofGraph, ofFunctions)
        .filter(node -> !node.getDevice().isEmpty())
        .map(
            node ->
                "node %s is placed on %s"
                    .formatted(
                        GraphContents.shown(node.getName()), GraphContents.shown(node.getDevice())))
        .toList();
  }

  private static boolean anyServerHas(String device) {
    return device.matches(EVERYWHERE);
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
    return new TreeSet<>(names.map(name -> prefix + GraphContents.shown(name)).toList())
        .stream().toList();
  }
}
