package io.github.vaegraph.graph;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/**
 * Settles what TensorFlow's native library settles once a process, before it is first used.
 *
 * <ul>
 *   <li>Threads inside an op: the first session of a process sets their number for all that follow,
 *       whatever those ask for. It is one here, as the towers keep the cores busy: with two of
 *       each, the products of two towers wait for one another, and a step at batch 100 takes 4.8 ms
 *       instead of 3.7 on two cores.
 *   <li>Products through oneDNN: TensorFlow chooses them by itself only on processors with AVX-512
 *       VNNI or its successors. On one with AVX2 they take a tenth off the step.
 *   <li>Banners on standard error: those of TensorFlow's own logger end with an environment
 *       variable. One comes through Abseil's, which nothing can configure from outside: it is
 *       written when the first session runs, so that runs with standard error pointing at nothing.
 * </ul>
 */
public final class NativeRuntime {
  private static boolean prepared;

  private NativeRuntime() {}

  /** The few functions of the C library that the JDK does not offer. */
  private interface CLibrary extends Library {
    int setenv(String name, String value, int overwrite);

    int open(String path, int flags);

    int dup(int descriptor);

    int dup2(int from, int to);

    int close(int descriptor);
  }

  /** Settles it all, once; to be called before TensorFlow is first used. */
  public static synchronized void prepare() {
    if (prepared) {
      return;
    }
    prepared = true;
    if (Platform.isWindows()) {
      runFirstSession(); // the launcher sets the variables; Abseil's line stays
      return;
    }
    CLibrary c = Native.load(Platform.C_LIBRARY_NAME, CLibrary.class);
    c.setenv("TF_CPP_MIN_LOG_LEVEL", "2", 0);
    if (Platform.isIntel()) {
      c.setenv("TF_ENABLE_ONEDNN_OPTS", "1", 0);
    }
    System.err.flush();
    int standardError = c.dup(2);
    int nothing = c.open("/dev/null", 1);
    c.dup2(nothing, 2);
    try {
      runFirstSession();
    } finally {
      c.dup2(standardError, 2);
      c.close(nothing);
      c.close(standardError);
    }
  }

  private static void runFirstSession() {
    try (Graph graph = new Graph();
        Session session = new Session(graph, threads(1))) {
      session.runner().fetch(Ops.create(graph).constant(0)).run().close();
    }
  }

  /**
   * One thread inside an op and so many ops at once. Threads without work sleep: waiting busily
   * they would take the core from the thread that prepares the next batch.
   */
  public static ConfigProto threads(int ops) {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(ops)
        .setUsePerSessionThreads(true)
        .setExperimental(ConfigProto.Experimental.newBuilder().setDisableThreadSpinning(true))
        .build();
  }
}
