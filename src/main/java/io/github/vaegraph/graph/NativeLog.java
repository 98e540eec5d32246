package io.github.vaegraph.graph;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/**
 * Keeps TensorFlow's banners off standard error. Those of its own logger end with an environment
 * variable. One comes through Abseil's, which nothing can configure from outside: it is written
 * once a process, when the first session runs, so a first session is run here with standard error
 * pointing at nothing.
 */
public final class NativeLog {
  private static boolean silenced;

  private NativeLog() {}

  /** The few functions of the C library that the JDK does not offer. */
  private interface CLibrary extends Library {
    int setenv(String name, String value, int overwrite);

    int open(String path, int flags);

    int dup(int descriptor);

    int dup2(int from, int to);

    int close(int descriptor);
  }

  /** Silences the banners, once; to be called before TensorFlow is first used. */
  public static synchronized void silence() {
    if (silenced) {
      return;
    }
    silenced = true;
    if (Platform.isWindows()) {
      return; // the launcher sets the variable; Abseil's line stays
    }
    CLibrary c = Native.load(Platform.C_LIBRARY_NAME, CLibrary.class);
    c.setenv("TF_CPP_MIN_LOG_LEVEL", "2", 0);
    System.err.flush();
    int standardError = c.dup(2);
    int nothing = c.open("/dev/null", 1);
    c.dup2(nothing, 2);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      session.runner().fetch(Ops.create(graph).constant(0)).run().close();
    } finally {
      c.dup2(standardError, 2);
      c.close(nothing);
      c.close(standardError);
    }
  }
}
