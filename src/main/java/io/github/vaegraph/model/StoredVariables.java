package io.github.vaegraph.model;

import io.github.vaegraph.graph.WeightBytes;
import io.github.vaegraph.io.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;

/** The variables of {@link VaeSession}: out of the session into memory and files, and back. */
final class StoredVariables {
  private final VaeGraph graph;
  private final Session session;

  StoredVariables(VaeGraph graph, Session session) {
    this.graph = graph;
    this.session = session;
  }

  /** The trainable ones by name, row-major. */
  Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    graph
        .parameters
        .variables()
        .forEach(
            (name, variable) -> {
              try (Result result = session.runner().fetch(variable).run()) {
                values.put(name, Tensors.floats(result.get(0)));
              }
            });
    return values;
  }

  /** Of the trainable ones. */
  String sha256() {
    MessageDigest digest = Sha256.digest();
    WeightBytes.digest(session, graph.parameters.variables().keySet(), digest);
    return Sha256.hex(digest);
  }

  /** Reads all from a checkpoint. */
  void restore(Path prefix) throws IOException {
    try {
      session.restore(prefix.toString());
    } catch (TensorFlowException | IllegalArgumentException e) {
      // The second is what TensorFlow throws when a shape does not match.
      throw new IOException(
          "%s: the checkpoint cannot be read: %s".formatted(prefix, firstLine(e)), e);
    }
  }

  /** Writes all as a checkpoint. */
  void save(Path prefix) throws IOException {
    try {
      session.save(prefix.toString());
    } catch (TensorFlowException e) {
      throw new IOException(
          "%s: the checkpoint cannot be written: %s; is the disk full?"
              .formatted(prefix, firstLine(e)),
          e);
    }
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
