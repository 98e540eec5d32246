package io.github.vaegraph.savedmodel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * The ops of a SavedModel that touch files or leave TensorFlow, told from its bytes alone: loading
 * it may already run some of them.
 *
 * @param own those that save and restore the model's variables, as every SavedModel has
 * @param foreign all others as {@code type name}: what signatures, initialization and functions
 *     call; a model of ours has none
 */
public record FileOps(Set<String> own, Set<String> foreign) {
  /** Words in the names of TensorFlow's kernels that read, write, print, or call other programs. */
  private static final List<String> WORDS =
      List.of(
          "File",
          "Reader",
          "Writer",
          "Save",
          "Restore",
          "Checkpoint",
          "Dataset",
          "Vocab",
          "RemapMatrix",
          "Print",
          "Debug",
          "Event",
          "PyFunc",
          "Rpc",
          "LMDB",
          "Sql",
          // Their attributes name files.
          "ImmutableConst",
          "DecodeProto",
          "EncodeProto",
          "FixedUnigram",
          "RecordInput",
          "Skipgram",
          "DumpTensor",
          "CustomCall");

  /** What loading may run: it reads the variables, and writes nothing. */
  private static final Set<String> RESTORING = Set.of("RestoreV2", "ShardedFilename");

  /** What may lie in the graph besides, where only who saves the model again runs it. */
  private static final Set<String> SAVING =
      Set.of("SaveV2", "RestoreV2", "ShardedFilename", "MergeV2Checkpoints");

  private static final List<String> RUN_ON_LOADING =
      List.of("saved_model_main_op", "legacy_init_op", "saved_model_init_op");

  /**
   * Reads {@code saved_model.pb} without running anything of it.
   *
   * @param folder the version's folder
   * @throws IOException when it cannot be read
   */
  public static FileOps of(Path folder) throws IOException {
    Set<String> own = new TreeSet<>();
    Set<String> foreign = new TreeSet<>();
    try (InputStream in = Files.newInputStream(folder.resolve("saved_model.pb"))) {
      for (MetaGraphDef graph : SavedModel.parseFrom(in).getMetaGraphsList()) {
        add(graph, own, foreign);
      }
    } catch (IOException e) {
      throw new IOException(
          "%s: the SavedModel cannot be read: %s; export it again"
              .formatted(folder, e.getMessage()),
          e);
    }
    return new FileOps(own, foreign);
  }

  private static void add(MetaGraphDef meta, Set<String> own, Set<String> foreign) {
    GraphDef graph = meta.getGraphDef();
    Set<String> called = needed(graph, called(meta));
    Set<String> restoring = needed(graph, Set.of(meta.getSaverDef().getRestoreOpName()));
    for (NodeDef node : graph.getNodeList()) {
      if (touches(node)) {
        Set<String> allowed = restoring.contains(node.getName()) ? RESTORING : SAVING;
        boolean saves = allowed.contains(node.getOp()) && !called.contains(node.getName());
        (saves ? own : foreign).add(line(node));
      }
    }
    graph.getLibrary().getFunctionList().stream()
        .flatMap(function -> function.getNodeDefList().stream())
        .filter(FileOps::touches)
        .forEach(node -> foreign.add(line(node)));
  }

  private static boolean touches(NodeDef node) {
    return WORDS.stream().anyMatch(node.getOp()::contains);
  }

  private static String line(NodeDef node) {
    return node.getOp() + " " + node.getName();
  }

  /** The signatures' outputs, and what initializes the model when it is loaded. */
  private static Set<String> called(MetaGraphDef meta) {
    Set<String> called = new HashSet<>();
    for (SignatureDef signature : meta.getSignatureDefMap().values()) {
      // Python's loader keeps its initialization in a signature without a method.
      for (TensorInfo output : signature.getOutputsMap().values()) {
        called.add(output.getName());
      }
    }
    for (String key : RUN_ON_LOADING) {
      called.addAll(
          meta.getCollectionDefOrDefault(key, CollectionDef.getDefaultInstance())
              .getNodeList()
              .getValueList());
    }
    return called;
  }

  /** The names of the nodes that run when these are asked for. */
  private static Set<String> needed(GraphDef graph, Set<String> asked) {
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    Deque<String> open = new ArrayDeque<>(asked);
    Set<String> needed = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.remove().replaceFirst("^\\^", "").replaceFirst(":\\d+$", "");
      NodeDef node = nodes.get(name);
      if (node != null && needed.add(name)) {
        open.addAll(node.getInputList());
      }
    }
    return needed;
  }
}
