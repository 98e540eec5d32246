package io.github.vaegraph.job;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C, a closed terminal, a request to terminate: the JVM begins to shut down, with the exit
 * status that belongs to the signal (130 for Ctrl-C), and waits for this one's hook. Where there is
 * work to put away, the hook waits until it is; else it says farewell at once.
 */
final class Interruption implements AutoCloseable {
  private final Thread hook = new Thread(this::interrupted, "interruption");
  private final Runnable farewell;
  private final CountDownLatch putAway = new CountDownLatch(1);
  private volatile boolean requested;
  private boolean holding;
  private boolean told;

  /**
   * @param farewell run when the program is interrupted while nothing has to be put away
   */
  Interruption(Runnable farewell) {
    this.farewell = farewell;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupted() {
    if (waits()) {
      try {
        putAway.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // nobody does; then the JVM ends at once
      }
    }
    sayFarewell();
  }

  private synchronized boolean waits() {
    requested = true;
    return holding;
  }

  private synchronized void sayFarewell() {
    if (!told) {
      farewell.run();
    }
  }

  /** Whether the program is to end. */
  boolean requested() {
    return requested;
  }

  /**
   * From now on an interruption waits until the work is put away.
   *
   * @return false when it is too late to begin any, as the program ends
   */
  synchronized boolean hold() {
    holding = !requested;
    return holding;
  }

  /** Whether an interruption waits. */
  synchronized boolean holds() {
    return holding;
  }

  /** From now on an interruption need not wait. */
  synchronized void release() {
    holding = false;
    putAway.countDown();
  }

  /** What became of the work has been told: there is no need of a farewell. */
  synchronized void told() {
    told = true;
  }

  @Override
  public void close() {
    release();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down already: the hook has run, or ends now.
    }
  }
}
