package io.github.vaegraph.graph;

import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Session;
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
 *       variable. One comes through Abseil's, which nothing can configure from outside (its
 *       functions are hidden in TensorFlow's library): it is written when the first session runs,
 *       and is taken out of what goes to standard error meanwhile.
 * </ul>
 */
public final class NativeRuntime {
  private static boolean prepared;
  private static @Nullable String failure; // the JVM does not try a second time

  private NativeRuntime() {}

  /**
   * Settles it all, once; to be called before TensorFlow is first used.
   *
   * @throws UncheckedIOException when a native library cannot be loaded, in one line
   */
  public static synchronized void prepare() {
    if (prepared) {
      return;
    }
    if (failure != null) {
      throw new UncheckedIOException(new IOException(failure));
    }
    try {
      settle();
      prepared = true;
    } catch (IOException e) {
      failure = e.getMessage();
      throw new UncheckedIOException(e);
    }
  }

  private static void settle() throws IOException {
    NativeFolder.settle();
    if (Platform.isWindows()) {
      NativeLibraries.tensorFlow();
      runFirstSession(); // the launcher sets the variables; Abseil's line stays
    } else {
      CLibrary c = NativeLibraries.c();
      c.setenv("TF_CPP_MIN_LOG_LEVEL", "2", 0);
      if (Platform.isIntel()) {
        c.setenv("TF_ENABLE_ONEDNN_OPTS", "1", 0);
      }
      NativeLibraries.tensorFlow();
      Optional<FilteredError> filtered = FilteredError.open(c);
      try {
        runFirstSession();
      } finally {
        filtered.ifPresent(FilteredError::close);
      }
    }
  }

  private static void runFirstSession() {
    try (Graph graph = new Graph();
        Session session = new Session(graph, threads(1))) {
      session.runner().fetch(GraphOps.of(graph).constant(0)).run().close();
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
