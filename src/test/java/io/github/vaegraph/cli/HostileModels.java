package io.github.vaegraph.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** An export of ours with something planted in it: models as nobody should be given them. */
final class HostileModels {
  /** What a planted op would write, if it ran: the working folder's, for the test to look for. */
  static final String WRITTEN = "vae-hostile-was-here";

  private static final String STRING =
      "attr { key: 'dtype' value { type: DT_STRING } } attr { key: 'value' value { tensor {"
          + " dtype: DT_STRING tensor_shape {} string_val: '%s' } } }";
  private static final String INTEGERS =
      "attr { key: 'dtype' value { type: DT_INT32 } } attr { key: 'value' value { tensor {"
          + " dtype: DT_INT32 tensor_shape { dim { size: %s } } int_val: %s } } }";
  private static final String FUNCTION = "attr { key: '%s' value { func { name: '%s' } } }";

  interface Plant {
    void in(SavedModel.Builder saved, MetaGraphDef.Builder graph);
  }

  /** All ops are harmless; {@code vae check} would try it, in its process. */
  static final Plant HUGE_INPUT =
      (saved, graph) ->
          inSignatures(
              graph,
              node(
                  graph,
                  "huge",
                  "op: 'Placeholder' attr { key: 'dtype' value { type: DT_FLOAT } } attr { key:"
                      + " 'shape' value { shape { dim { size: 1000000 } dim { size: 1000000 } } } }"));

  private HostileModels() {}

  /** All, by what is planted. */
  static Map<String, Plant> all() {
    Map<String, Plant> all = new LinkedHashMap<>();
    all.put("abort with status 0 on loading", (s, g) -> onLoading(g, abort(g, true)));
    all.put("abort with a signal on loading", (s, g) -> onLoading(g, abort(g, false)));
    all.put("endless loop on loading", (s, g) -> onLoading(g, loop(g, "NoOp")));
    all.put("abort by the older collection", (s, g) -> byCollection(g, "legacy_init_op"));
    all.put("abort by the main op", (s, g) -> byCollection(g, "saved_model_main_op"));
    all.put(
        "two nodes on loading",
        (s, g) -> {
          onLoading(g, node(g, "one", "op: 'NoOp'"));
          node(g, "two", "op: 'NoOp'");
          g.putCollectionDef("legacy_init_op", collection("two"));
        });
    all.put(
        "abort on reading the variables", (s, g) -> before(g, "save/restore_all", abort(g, true)));
    all.put("abort in every signature", (s, g) -> inSignatures(g, abort(g, true)));
    all.put("abort where only noise is asked for", (s, g) -> besides(g, abort(g, true)));
    all.put("endless loop in every signature", (s, g) -> inSignatures(g, loop(g, "NoOp")));
    all.put("loop of TensorFlow 1's kind", (s, g) -> inSignatures(g, oldLoop(g)));
    all.put("function that calls itself", (s, g) -> inSignatures(g, recursion(g)));
    all.put("writing within a loop's function", (s, g) -> inSignatures(g, loop(g, "WriteFile")));
    all.put("function that is never called", (s, g) -> function(g, "idle", "WriteFile", ""));
    all.put("function of an op's name", (s, g) -> function(g, "MatMul", "NoOp", ""));
    all.put("Python", (s, g) -> inSignatures(g, node(g, "py", "op: 'PyFunc'")));
    all.put("writing a file", (s, g) -> inSignatures(g, write(g)));
    all.put("saving over a file", (s, g) -> inSignatures(g, "save/Save"));
    all.put("saving as a signature's output", (s, g) -> output(g, "save/control_dependency"));
    all.put("reading a file", (s, g) -> inSignatures(g, read(g)));
    all.put("reading a file as the graph is read", (s, g) -> read(g));
    all.put("variables of another model", (s, g) -> otherVariables(g));
    all.put(
        "variables by another tensor",
        (s, g) -> g.getSaverDefBuilder().setFilenameTensorName("evil:0"));
    all.put("printing as the program does", (s, g) -> inSignatures(g, print(g)));
    all.put(
        "printing of TensorFlow 1's kind", (s, g) -> inSignatures(g, node(g, "p", "op: 'Print'")));
    all.put("formatted text", (s, g) -> inSignatures(g, node(g, "f", "op: 'StringFormat'")));
    all.put("assertion", (s, g) -> inSignatures(g, node(g, "a", "op: 'Assert'")));
    all.put("constants of terabytes", (s, g) -> inSignatures(g, fill(g)));
    all.put(
        "constant of terabytes",
        (s, g) -> node(g, "c", "op: 'Const' " + INTEGERS.formatted("1000000000000", 1)));
    all.put("two graphs to serve", (s, g) -> s.addMetaGraphs(s.getMetaGraphs(0)));
    all.put("tag twice, in a second graph", (s, g) -> twice(s));
    all.put(
        "two nodes of one name",
        (s, g) -> g.getGraphDefBuilder().addNode(g.getGraphDef().getNode(0)));
    all.put("op that nobody knows", (s, g) -> node(g, "n", "op: 'OpOfNobodys'"));
    all.put("names that paint a terminal", (s, g) -> node(g, "\033[2Jholds", "op: 'Abort'"));
    all.put(
        "table filled from a file", (s, g) -> node(g, "t", "op: 'InitializeTableFromTextFileV2'"));
    all.put(
        "harmless op that calls",
        (s, g) -> node(g, "h", "op: 'NoOp' " + FUNCTION.formatted("_f", "f")));
    return all;
  }

  /** Copies an export, and plants something in it. */
  static Path planted(Path export, Path copy, Plant plant) throws IOException {
    try (Stream<Path> files = Files.walk(export)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(export.relativize(file).toString());
        Files.createDirectories(to.resolveSibling(""));
        Files.copy(file, to);
      }
    }
    Path file = copy.resolve("saved_model.pb");
    SavedModel.Builder saved = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    plant.in(saved, saved.getMetaGraphsBuilder(0));
    Files.write(file, saved.build().toByteArray());
    return copy;
  }

  private static String node(MetaGraphDef.Builder graph, String name, String text) {
    graph.getGraphDefBuilder().addNode(parsed(text).setName(name));
    return name;
  }

  private static NodeDef.Builder parsed(String text) {
    NodeDef.Builder node = NodeDef.newBuilder();
    try {
      TextFormat.merge(text, node);
    } catch (TextFormat.ParseException e) {
      throw new AssertionError(e);
    }
    return node;
  }

  private static void function(MetaGraphDef.Builder graph, String name, String op, String rest) {
    FunctionDef.Builder function = FunctionDef.newBuilder();
    function.getSignatureBuilder().setName(name);
    graph
        .getGraphDefBuilder()
        .getLibraryBuilder()
        .addFunction(function.addNodeDef(parsed("op: '%s' %s".formatted(op, rest)).setName("n")));
  }

  private static String abort(MetaGraphDef.Builder graph, boolean quietly) {
    return node(
        graph,
        "abort",
        "op: 'Abort' attr { key: 'exit_without_error' value { b: %s } }".formatted(quietly));
  }

  /** A loop on a constant that is true, whose body does this besides handing it on. */
  private static String loop(MetaGraphDef.Builder graph, String op) {
    for (String name : new String[] {"cond", "body"}) {
      FunctionDef.Builder function = FunctionDef.newBuilder();
      try {
        TextFormat.merge(
            """
            signature { name: '%s' input_arg { name: 'x' type: DT_BOOL }
                        output_arg { name: 'y' type: DT_BOOL } }
            ret { key: 'y' value: 'x' }
            """
                .formatted(name),
            function);
      } catch (TextFormat.ParseException e) {
        throw new AssertionError(e);
      }
      if (name.equals("body") && !op.equals("NoOp")) {
        function.addNodeDef(parsed("op: '%s'".formatted(op)).setName("n"));
      }
      graph.getGraphDefBuilder().getLibraryBuilder().addFunction(function);
    }
    node(
        graph,
        "true",
        "op: 'Const' attr { key: 'dtype' value { type: DT_BOOL } } attr { key: 'value' value {"
            + " tensor { dtype: DT_BOOL tensor_shape {} bool_val: true } } }");
    return node(
        graph,
        "loop",
        "op: 'While' input: 'true' attr { key: 'T' value { list { type: DT_BOOL } } } "
            + FUNCTION.formatted("cond", "cond")
            + FUNCTION.formatted("body", "body"));
  }

  private static String oldLoop(MetaGraphDef.Builder graph) {
    node(graph, "enter", "op: 'Enter' input: 'true'");
    node(graph, "merge", "op: 'Merge' input: 'enter' input: 'next'");
    return node(graph, "next", "op: 'NextIteration' input: 'merge'");
  }

  private static String recursion(MetaGraphDef.Builder graph) {
    function(graph, "again", "PartitionedCall", FUNCTION.formatted("f", "again"));
    return node(graph, "call", "op: 'PartitionedCall' " + FUNCTION.formatted("f", "again"));
  }

  private static String write(MetaGraphDef.Builder graph) {
    node(graph, "name", "op: 'Const' " + STRING.formatted(WRITTEN));
    return node(graph, "write", "op: 'WriteFile' input: 'name' input: 'name'");
  }

  /** What a graph's shapes depend on, TensorFlow computes as it reads the graph. */
  private static String read(MetaGraphDef.Builder graph) {
    node(graph, "name", "op: 'Const' " + STRING.formatted("/etc/passwd"));
    node(graph, "content", "op: 'ReadFile' input: 'name'");
    node(
        graph,
        "sizes",
        "op: 'DecodeRaw' input: 'content' attr { key: 'out_type' value { type: DT_INT32 } }");
    return node(
        graph,
        "shaped",
        "op: 'Reshape' input: 'sizes' input: 'sizes' attr { key: 'T' value { type: DT_INT32 } }");
  }

  private static String print(MetaGraphDef.Builder graph) {
    node(graph, "said", "op: 'Const' " + STRING.formatted("holds     harmless"));
    return node(
        graph,
        "print",
        "op: 'PrintV2' input: 'said' attr { key: 'output_stream' value { s: 'stdout' } }");
  }

  private static String fill(MetaGraphDef.Builder graph) {
    node(graph, "sides", "op: 'Const' " + INTEGERS.formatted("2", 1000000));
    node(graph, "seven", "op: 'Const' " + INTEGERS.replace("dim { size: %s }", "").formatted(7));
    return node(
        graph,
        "fill",
        "op: 'Fill' input: 'sides' input: 'seven' attr { key: 'T' value { type: DT_INT32 } }");
  }

  private static void otherVariables(MetaGraphDef.Builder graph) {
    node(graph, "elsewhere", "op: 'Const' " + STRING.formatted("/elsewhere/variables"));
    for (NodeDef.Builder node : graph.getGraphDefBuilder().getNodeBuilderList()) {
      if (node.getOp().equals("RestoreV2")) {
        node.setInput(0, "elsewhere");
      }
    }
  }

  /** TensorFlow takes the tags for a set. */
  private static void twice(SavedModel.Builder saved) {
    MetaGraphDef.Builder second = saved.getMetaGraphs(0).toBuilder();
    second.getMetaInfoDefBuilder().addTags("serve");
    saved.addMetaGraphs(0, second);
  }

  private static void onLoading(MetaGraphDef.Builder graph, String node) {
    graph.putSignatureDef(
        "__saved_model_init_op",
        SignatureDef.newBuilder()
            .putOutputs("__saved_model_init_op", TensorInfo.newBuilder().setName(node).build())
            .build());
  }

  private static void byCollection(MetaGraphDef.Builder graph, String key) {
    graph.putCollectionDef(key, collection(abort(graph, true)));
  }

  private static CollectionDef collection(String node) {
    CollectionDef.Builder collection = CollectionDef.newBuilder();
    collection.getNodeListBuilder().addValueBytes(ByteString.copyFromUtf8(node));
    return collection.build();
  }

  /** Has a node wait for another. */
  private static void before(MetaGraphDef.Builder graph, String name, String first) {
    for (NodeDef.Builder node : graph.getGraphDefBuilder().getNodeBuilderList()) {
      if (node.getName().equals(name)) {
        node.addInput("^" + first);
      }
    }
  }

  private static void inSignatures(MetaGraphDef.Builder graph, String first) {
    for (SignatureDef signature : graph.getSignatureDefMap().values()) {
      for (TensorInfo output : signature.getOutputsMap().values()) {
        before(graph, output.getName().replaceFirst(":.*", ""), first);
      }
    }
  }

  private static void besides(MetaGraphDef.Builder graph, String first) {
    for (NodeDef.Builder node : graph.getGraphDefBuilder().getNodeBuilderList()) {
      if (node.getName().equals("score.rate")) {
        node.setName("score.former_rate");
      }
    }
    node(graph, "score.rate", "op: 'Identity' input: 'encode.image' input: '^%s'".formatted(first));
  }

  private static void output(MetaGraphDef.Builder graph, String node) {
    SignatureDef.Builder decode = graph.getSignatureDefOrThrow("decode").toBuilder();
    decode.putOutputs("saved", TensorInfo.newBuilder().setName(node + ":0").build());
    graph.putSignatureDef("decode", decode.build());
  }
}
