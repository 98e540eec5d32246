package io.github.vaegraph;

import io.github.vaegraph.savedmodel.InferenceModel;
import java.io.IOException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The weights as they stand, to compute with: taken when somebody asks, and taken again when they
 * have changed since. Threads ask side by side; whoever takes or closes waits for them.
 */
final class Snapshot implements AutoCloseable {
  /** Builds a model of the weights as they are now. */
  interface Taking {
    InferenceModel take() throws IOException;
  }

  private final Taking taking;
  private final ReadWriteLock lock = new ReentrantReadWriteLock(); // reading: computing with it
  private volatile boolean outdated;
  private @Nullable InferenceModel taken;
  private boolean closed;

  Snapshot(Taking taking) {
    this.taking = taking;
  }

  /**
   * What is asked of the weights.
   *
   * @throws IllegalStateException when it has been closed
   * @throws IOException when the weights cannot be taken
   */
  <T> T ask(VaeModel.Asking<T> asking) throws IOException {
    InferenceModel model = held();
    try {
      return asking.ask(model);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The model, which nobody takes away before the reading lock is given back. */
  @SuppressWarnings("LockNotBeforeTry") // who called gives it back
  private InferenceModel held() throws IOException {
    lock.readLock().lock();
    if (taken != null && !outdated) {
      return taken;
    }
    lock.readLock().unlock();
    lock.writeLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("this model has been closed; build or load another");
      }
      if (taken == null || outdated) {
        drop();
        outdated = false; // before: what changes meanwhile counts
        taken = taking.take();
      }
      lock.readLock().lock(); // before anybody else may take it away
      return taken;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The weights have changed, or are about to. */
  void outdate() {
    outdated = true;
  }

  private void drop() {
    if (taken != null) {
      taken.close();
      taken = null;
    }
  }

  /** Frees it when nobody computes with it any more; nothing is taken from now on. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      drop();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
