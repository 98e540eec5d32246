package io.github.vaegraph.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.TreeSet;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;

/**
 * What tells weights from other weights, of variables as a session holds them: trained, restored
 * from a checkpoint, or loaded from an export.
 */
public final class WeightBytes {
  private static final int BLOCK = 1 << 20;

  private WeightBytes() {}

  /**
   * Digests each variable, sorted by name: the name, a zero, its values as they lie in memory. One
   * that has no node to be read by, as in a stranger's model, is passed over.
   *
   * @param variables the names of variables that {@link Parameters} created
   */
  public static void digest(Session session, Collection<String> variables, MessageDigest digest) {
    byte[] block = new byte[BLOCK];
    for (String name : new TreeSet<>(variables)) {
      if (session.graph().operation(Parameters.read(name)) == null) {
        continue;
      }
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      try (Result result = session.runner().fetch(Parameters.read(name)).run()) {
        ByteDataBuffer bytes = result.get(0).asRawTensor().data();
        for (long from = 0; from < bytes.size(); from += BLOCK) {
          int count = (int) Math.min(BLOCK, bytes.size() - from);
          bytes.offset(from).read(block, 0, count);
          digest.update(block, 0, count);
        }
      }
    }
  }
}
