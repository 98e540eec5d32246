package io.github.vaegraph.savedmodel;

import com.sun.management.OperatingSystemMXBean;
import io.github.vaegraph.check.HarmlessGraph;
import io.github.vaegraph.signature.SignatureSpecs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TString;

/**
 * A harmless SavedModel in TensorFlow, read without TensorFlow's own loader: that one would read
 * the file a second time, and run what nobody has looked at.
 */
record StoredModel(Graph graph, Session session, List<Signature> signatures, SignatureSpecs specs)
    implements AutoCloseable {
  private static final int FLOAT = 4;

  /**
   * Loads it, with its variables.
   *
   * @param where named in messages
   * @param prefix the variables' files without their endings
   * @throws IOException when its signatures are not as they must be, or not of the graph; or when a
   *     tensor would not fit into this machine's memory
   * @throws RuntimeException TensorFlow's own, when it refuses the graph or the variables
   */
  static StoredModel load(String where, HarmlessGraph model, Path prefix) throws IOException {
    SignatureSpecs specs = specs(where, model);
    Graph graph = new Graph();
    Session session = null;
    try {
      graph.importGraphDef(model.graph());
      GraphTensors.checkNodes(where, graph, model.signatures());
      holdToMemory(where, graph);
      List<Signature> signatures = new ArrayList<>();
      for (Map.Entry<String, SignatureDef> signature : model.signatures().entrySet()) {
        signatures.add(signature(graph, signature.getKey(), signature.getValue()));
      }
      session = new Session(graph);
      try (Tensor name = TString.scalarOf(prefix.toString())) {
        session.runner().addTarget(model.restore()).feed(model.file(), name).run().close();
      }
      if (model.initializer().isPresent()) {
        session.runner().addTarget(model.initializer().get()).run().close();
      }
      return new StoredModel(graph, session, signatures, specs);
    } catch (IOException | RuntimeException e) {
      if (session != null) {
        session.close();
      }
      graph.close();
      throw e;
    }
  }

  /** What is as large for a single row fits no machine, whatever the model says of itself. */
  private static void holdToMemory(String where, Graph graph) throws IOException {
    double machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    for (var operations = graph.operations(); operations.hasNext(); ) {
      GraphOperation operation = operations.next();
      for (int i = 0; i < operation.numOutputs(); i++) {
        Shape shape = operation.output(i).shape();
        double bytes = FLOAT;
        for (int axis = 0; axis < shape.numDimensions(); axis++) {
          bytes *= Math.max(1, shape.get(axis));
        }
        if (bytes > machine) {
          throw new IOException(
              "%s: node %s would take %.0f GiB, this machine has %.0f"
                  .formatted(where, operation.name(), bytes / (1 << 30), machine / (1 << 30)));
        }
      }
    }
  }

  private static SignatureSpecs specs(String where, HarmlessGraph model) throws IOException {
    SignatureSpecs specs = new SignatureSpecs(where, GraphTensors.said(model.signatures()));
    try {
      specs.check();
      return specs;
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Signature signature(Graph graph, String key, SignatureDef said) {
    Signature.Builder signature = Signature.builder().key(key).methodName(said.getMethodName());
    said.getInputsMap()
        .forEach((name, tensor) -> signature.input(name, graph.outputOrThrow(tensor.getName())));
    said.getOutputsMap()
        .forEach((name, tensor) -> signature.output(name, graph.outputOrThrow(tensor.getName())));
    return signature.build();
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
