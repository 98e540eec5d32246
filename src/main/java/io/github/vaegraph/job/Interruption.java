package io.github.vaegraph.job;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C, a closed terminal, a request to terminate: the JVM begins to shut down, with the exit
 * status that belongs to the signal (130 for Ctrl-C), and waits for this one's hook, which waits
 * for the work to be put away.
 */
final class Interruption implements AutoCloseable {
  private final CountDownLatch putAway = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "interruption");
  private final Runnable farewell;
  private volatile boolean requested;
  private volatile boolean nothingToPutAway;

  /**
   * @param farewell run when the program is interrupted while nothing has to be put away
   */
  Interruption(Runnable farewell) {
    this.farewell = farewell;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupted() {
    requested = true;
    try {
      putAway.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; then the JVM ends at once
    }
    if (nothingToPutAway) {
      farewell.run();
    }
  }

  /** Whether the program is to end. */
  boolean requested() {
    return requested;
  }

  /** From now on an interruption need not wait. */
  void nothingToPutAway() {
    nothingToPutAway = true;
    putAway.countDown();
  }

  /** The work is put away, or done. */
  @Override
  public void close() {
    putAway.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down already: the hook has run, and ends now.
    }
  }
}
