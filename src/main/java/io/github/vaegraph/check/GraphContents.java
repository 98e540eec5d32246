package io.github.vaegraph.check;

import io.github.vaegraph.check.KnownOps.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * What a model can do besides computing numbers, told from its graph alone, without TensorFlow. All
 * nodes are looked at, those of its functions too, whoever calls them or nobody: TensorFlow
 * computes some as it reads a graph.
 *
 * @param onLoading what is run when a server loads the model, besides reading its variables
 * @param idle what is not run unless somebody saves the model again: it may write the variables
 * @param contained what a served model may have, but not one that is run beside a user's work: it
 *     may not end, or take all memory
 * @param refused what is not known to be harmless
 */
public record GraphContents(
    List<String> onLoading, List<String> idle, List<String> contained, List<String> refused) {
  private static final String INIT_SIGNATURE = "__saved_model_init_op";
  private static final List<String> INIT_COLLECTIONS =
      List.of("saved_model_main_op", "legacy_init_op");

  /** Goes through a graph. */
  public static GraphContents of(MetaGraphDef meta) {
    return of(meta, List.of());
  }

  /** Goes through a graph of which these nodes are asked for as well. */
  static GraphContents of(MetaGraphDef meta, Collection<String> besides) {
    return new Search(meta, besides).found();
  }

  /** Whether it does nothing but compute, in an end. */
  public boolean harmless() {
    return contained.isEmpty() && refused.isEmpty();
  }

  /** The nodes that are run when a server loads the model; TensorFlow takes the first alone. */
  static List<String> initializers(MetaGraphDef meta) {
    List<String> nodes = new ArrayList<>();
    meta.getSignatureDefOrDefault(INIT_SIGNATURE, SignatureDef.getDefaultInstance())
        .getOutputsMap()
        .values()
        .forEach(output -> nodes.add(output.getName()));
    for (String key : INIT_COLLECTIONS) {
      nodes.addAll(
          meta.getCollectionDefOrDefault(key, CollectionDef.getDefaultInstance())
              .getNodeList()
              .getValueList());
    }
    return nodes.stream().distinct().toList();
  }

  /** All that a request, or loading, may ask for, but reading the variables. */
  static List<String> asked(MetaGraphDef meta) {
    List<String> asked = new ArrayList<>(initializers(meta));
    for (SignatureDef signature : meta.getSignatureDefMap().values()) {
      for (TensorInfo output : signature.getOutputsMap().values()) {
        asked.add(output.getName());
      }
    }
    return asked;
  }

  /** A name of the model's, as it can be shown. */
  static String shown(String name) {
    String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() <= 80 ? plain : plain.substring(0, 77) + "...";
  }

  /** One walk through a graph. */
  private static final class Search {
    private final MetaGraphDef meta;
    private final GraphDef graph;
    private final Map<String, FunctionDef> library = new HashMap<>();
    private final Reach asked;
    private final Reach run;
    private final Map<String, List<NodeDef>> callers = new HashMap<>();
    private final Set<String> calledByFunctions = new HashSet<>();
    private final Map<String, List<String>> idle = new TreeMap<>();
    private final Map<String, List<String>> contained = new TreeMap<>();
    private final Map<String, List<String>> refused = new TreeMap<>();

    Search(MetaGraphDef meta, Collection<String> besides) {
      this.meta = meta;
      this.graph = meta.getGraphDef();
      for (FunctionDef function : graph.getLibrary().getFunctionList()) {
        String name = function.getSignature().getName();
        if (library.put(name, function) != null) {
          add(refused, "two functions of one name", name);
        }
        if (KnownOps.kind(name) != Kind.REFUSED) {
          add(refused, "a function with the name of an op", name);
        }
      }
      for (NodeDef node : graph.getNodeList()) {
        Reach.called(node)
            .forEach(name -> callers.computeIfAbsent(name, none -> new ArrayList<>()).add(node));
      }
      library
          .values()
          .forEach(
              function ->
                  function
                      .getNodeDefList()
                      .forEach(node -> calledByFunctions.addAll(Reach.called(node))));
      List<String> asked = new ArrayList<>(GraphContents.asked(meta));
      asked.addAll(besides);
      this.asked = Reach.of(graph, asked);
      List<String> all = new ArrayList<>(asked);
      all.add(meta.getSaverDef().getRestoreOpName());
      this.run = Reach.of(graph, all);
    }

    GraphContents found() {
      lookAt(graph.getNodeList(), "");
      library.forEach((name, function) -> lookAt(function.getNodeDefList(), name));
      CallSizes.endless(graph).forEach(name -> add(contained, "calls without an end", name));
      List<String> init = initializers(meta);
      if (init.size() > 1) {
        init.forEach(name -> add(refused, "more than one node that is run on loading", name));
      }
      meta.getAssetFileDefList()
          .forEach(asset -> add(contained, "a file that comes along", asset.getFilename()));
      return new GraphContents(
          init.stream().map(GraphContents::shown).toList(),
          lines(idle),
          lines(contained),
          lines(refused));
    }

    private void lookAt(List<NodeDef> nodes, String function) {
      Set<String> names = new HashSet<>();
      for (NodeDef node : nodes) {
        if (!names.add(node.getName())) {
          add(refused, "two nodes of one name", where(node.getName(), function));
        }
        lookAt(node, function);
      }
      ConstantSizes.tooLarge(nodes)
          .forEach(
              name -> add(contained, "constants that take much memory", where(name, function)));
    }

    private void lookAt(NodeDef node, String function) {
      String op = node.getOp();
      String where = where(node.getName(), function);
      Kind kind = library.containsKey(op) ? Kind.HARMLESS_CALL : KnownOps.kind(op);
      switch (kind) {
        case HARMLESS, HARMLESS_STATEFUL, HARMLESS_VARIABLE -> {
          if (!Reach.functionsIn(node).isEmpty()) {
            add(refused, op + " that calls a function", where);
          }
        }
        case HARMLESS_CALL -> {
          for (String called : Reach.functionsIn(node)) {
            if (!library.containsKey(called)) {
              add(refused, "a call of a function that is not there", where);
            }
          }
        }
        case HARMLESS_RESTORE -> {
          if (!readsTheVariables(node, function)) {
            add(refused, op + " of another file than the variables", where);
          }
        }
        case SAVING -> add(idle(node, function) ? idle : refused, op, where);
        case CONTAINED_LOOP, CONTAINED -> add(idle(node, function) ? idle : contained, op, where);
        case REFUSED -> add(refused, op, where);
      }
    }

    /** Neither loading nor a request runs it. */
    private boolean idle(NodeDef node, String function) {
      return function.isEmpty()
          ? !run.nodes().contains(node.getName())
          : !run.functions().contains(function);
    }

    /** Its file's name is what whoever restores the model gives it, and nobody else runs it. */
    private boolean readsTheVariables(NodeDef node, String function) {
      if (node.getInputCount() == 0) {
        return false;
      }
      String file = meta.getSaverDef().getFilenameTensorName();
      if (function.isEmpty()) {
        return sameTensor(node.getInput(0), file) && !asked.nodes().contains(node.getName());
      }
      FunctionDef body = library.get(function);
      if (body == null
          || asked.functions().contains(function)
          || calledByFunctions.contains(function)) {
        return false;
      }
      List<String> arguments =
          body.getSignature().getInputArgList().stream().map(OpDef.ArgDef::getName).toList();
      int argument = arguments.indexOf(node.getInput(0));
      return argument >= 0
          && callers.getOrDefault(function, List.of()).stream()
              .allMatch(
                  caller ->
                      argument < caller.getInputCount()
                          && sameTensor(caller.getInput(argument), file));
    }

    private static boolean sameTensor(String one, String other) {
      return !one.isEmpty() && first(one).equals(first(other));
    }

    private static String first(String tensor) {
      return tensor.contains(":") ? tensor : tensor + ":0";
    }

    private static String where(String node, String function) {
      return function.isEmpty() ? node : node + " in function " + function;
    }

    private static void add(Map<String, List<String>> lists, String what, String where) {
      lists.computeIfAbsent(what, none -> new ArrayList<>()).add(where);
    }

    /** A line for each kind of thing, with some of the places. */
    private static List<String> lines(Map<String, List<String>> lists) {
      List<String> lines = new ArrayList<>();
      lists.forEach((what, where) -> lines.add(line(what, where)));
      return lines;
    }

    private static String line(String what, Collection<String> where) {
      String places = String.join(", ", where.stream().limit(3).map(GraphContents::shown).toList());
      return "%s: %s%s"
          .formatted(
              shown(what),
              places,
              where.size() > 3 ? " and %s more".formatted(where.size() - 3) : "");
    }
  }
}
