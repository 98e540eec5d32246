package io.github.vaegraph.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** How many nodes the calls of functions come to: those may call others, or themselves. */
final class CallSizes {
  private static final double MOST_NODES = 1e6;

  /** What a call for each row counts: those of two within one another are too many. */
  private static final double ROWS = 1e4;

  private static final int DEEPEST = 200;

  private final Map<String, FunctionDef> library = new HashMap<>();
  private final Map<String, Double> known = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  private CallSizes(GraphDef graph) {
    graph
        .getLibrary()
        .getFunctionList()
        .forEach(function -> library.put(function.getSignature().getName(), function));
  }

  /** The functions and nodes whose calls come to no end that one could wait for. */
  static List<String> endless(GraphDef graph) {
    CallSizes sizes = new CallSizes(graph);
    List<String> endless = new ArrayList<>();
    for (String name : sizes.library.keySet()) {
      if (!(sizes.ofFunction(name) <= MOST_NODES)) {
        endless.add(name);
      }
    }
    double all = 0;
    for (NodeDef node : graph.getNodeList()) {
      double calls = sizes.ofCalls(node);
      all += calls;
      if (calls > MOST_NODES || (calls > 0 && all > MOST_NODES)) {
        endless.add(node.getName());
      }
    }
    return endless;
  }

  /** Infinity for one that calls itself, or goes deeper than anybody's. */
  private double ofFunction(String name) {
    Double size = known.get(name);
    if (size != null) {
      return size;
    }
    if (open.size() >= DEEPEST || !open.add(name)) {
      return Double.POSITIVE_INFINITY;
    }
    double nodes = 0;
    for (NodeDef node :
        library.getOrDefault(name, FunctionDef.getDefaultInstance()).getNodeDefList()) {
      nodes += 1 + ofCalls(node);
    }
    open.remove(name);
    known.put(name, nodes);
    return nodes;
  }

  private double ofCalls(NodeDef node) {
    double nodes = 0;
    for (String called : Reach.called(node)) {
      if (library.containsKey(called)) {
        nodes += ofFunction(called) * (node.getOp().equals("MapDefun") ? ROWS : 1);
      }
    }
    return nodes;
  }
}
