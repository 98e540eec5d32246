package io.github.vaegraph.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;

/**
 * The part of a SavedModel that answers requests, once it is known to be harmless. It is what was
 * looked through that is handed to TensorFlow, and nothing else: the file is read once.
 *
 * @param graph without devices, hints for runtimes, and what no request needs
 * @param signatures by their names
 * @param file the tensor that the name of the variables' files is fed to
 * @param restore the node that reads them
 * @param initializer what is run after that, if there is anything
 */
public record HarmlessGraph(
    GraphDef graph,
    Map<String, SignatureDef> signatures,
    String file,
    String restore,
    Optional<String> initializer) {

  /**
   * Reads {@code saved_model.pb}, without running anything of it.
   *
   * @param besides nodes that are wanted besides the signatures' outputs, where there are such
   * @throws IOException when it is no SavedModel, or not known to be harmless
   */
  public static HarmlessGraph read(Path folder, Collection<String> besides) throws IOException {
    MetaGraphDef served = ModelCheck.servedGraph(folder);
    hold(folder, GraphContents.of(served, besides));
    MetaGraphDef used = used(served, besides);
    return new HarmlessGraph(
        used.getGraphDef(),
        ModelCheck.signatures(used),
        used.getSaverDef().getFilenameTensorName(),
        used.getSaverDef().getRestoreOpName(),
        GraphContents.initializers(used).stream().findFirst().map(Reach::node));
  }

  /**
   * Refuses a model that is not known to be harmless.
   *
   * @throws IOException naming the first that it has besides what computes
   */
  static void hold(Path folder, GraphContents contents) throws IOException {
    if (contents.harmless()) {
      return;
    }
    List<String> found = new ArrayList<>(contents.refused());
    found.addAll(contents.contained());
    throw new IOException(
        ("%s: expected a model that computes and does nothing else, found %s%s; vae inspect lists it"
                + " all, vae check --run tries the model in a process of its own")
            .formatted(
                folder,
                found.get(0),
                found.size() > 1 ? ", and %s more".formatted(found.size() - 1) : ""));
  }

  private static MetaGraphDef used(MetaGraphDef meta, Collection<String> besides) {
    List<String> asked = new ArrayList<>(GraphContents.asked(meta));
    asked.addAll(besides);
    asked.add(meta.getSaverDef().getFilenameTensorName());
    asked.add(meta.getSaverDef().getRestoreOpName());
    meta.getSignatureDefMap()
        .values()
        .forEach(
            signature ->
                signature.getInputsMap().values().forEach(input -> asked.add(input.getName())));
    Reach reach = Reach.of(meta.getGraphDef(), asked);
    MetaGraphDef.Builder used = meta.toBuilder();
    GraphDef.Builder graph = used.getGraphDefBuilder().clearNode().clearLibrary();
    for (NodeDef node : meta.getGraphDef().getNodeList()) {
      if (reach.nodes().contains(node.getName())) {
        graph.addNode(bare(node));
      }
    }
    for (FunctionDef function : meta.getGraphDef().getLibrary().getFunctionList()) {
      if (reach.functions().contains(function.getSignature().getName())) {
        FunctionDef.Builder bare = function.toBuilder().clearAttr().clearArgAttr().clearNodeDef();
        function.getNodeDefList().forEach(node -> bare.addNodeDef(bare(node)));
        graph.getLibraryBuilder().addFunction(bare);
      }
    }
    return used.build();
  }

  /** Attributes that begin with an underscore are hints for runtimes and compilers. */
  private static NodeDef bare(NodeDef node) {
    List<String> hints =
        node.getAttrMap().keySet().stream().filter(name -> name.startsWith("_")).toList();
    if (hints.isEmpty() && node.getDevice().isEmpty() && !node.hasExperimentalType()) {
      return node;
    }
    NodeDef.Builder bare = node.toBuilder().clearDevice().clearExperimentalType();
    hints.forEach(bare::removeAttr);
    return bare.build();
  }
}
