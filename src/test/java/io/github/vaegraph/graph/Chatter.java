package io.github.vaegraph.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that starts: threads and a program that it has started write to standard error, each
 * line with its number, while TensorFlow is used for the first time.
 */
final class Chatter {
  static final int THREADS = 3;
  static final String OF_ANOTHER_PROGRAM = "a line of another program";
  static final String LAST = "the last line";
  private static volatile boolean started;
  private static volatile boolean used;

  private Chatter() {}

  public static void main(String[] args) throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int number = t;
      threads.add(new Thread(() -> chat(number)));
    }
    threads.forEach(Thread::start);
    Thread starter = new Thread(Chatter::startAnother);
    starter.start();
    NativeRuntime.prepare();
    used = true;
    for (Thread thread : threads) {
      thread.join();
    }
    starter.join();
    System.err.println(LAST);
    System.exit(7);
  }

  private static void chat(int thread) {
    for (int line = 0; !used || !started; line++) {
      System.err.println("thread " + thread + " line " + line);
      Thread.onSpinWait();
    }
    System.err.println("thread " + thread + " end");
  }

  private static void startAnother() {
    try {
      for (int i = 0; i < 5; i++) {
        new ProcessBuilder("sh", "-c", "sleep 0.1; echo " + OF_ANOTHER_PROGRAM + " >&2")
            .inheritIO()
            .start()
            .waitFor();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      started = true;
    }
  }
}
