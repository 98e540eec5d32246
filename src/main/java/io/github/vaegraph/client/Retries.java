package io.github.vaegraph.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes further attempts where a server is busy. Before attempt k + 2 it waits as long as the
 * server asks for, else
 *
 * <pre>min(10 s, 0.2 s * 2^k) * u,  u uniform in [0.5, 1]</pre>
 *
 * so that clients that were refused together do not come back together.
 */
final class Retries {
  private static final long FIRST_WAIT = 200;
  private static final long LONGEST_WAIT = 10_000;

  private final int retries;
  private final Duration patience;
  private final Sleeper sleeper;

  /** Waits so many milliseconds. */
  interface Sleeper {
    void sleep(long millis) throws InterruptedException;
  }

  /** One attempt. */
  interface Attempt<T> {
    T run() throws IOException;
  }

  /**
   * @param patience the longest wait that a server may ask for
   */
  Retries(int retries, Duration patience, Sleeper sleeper) {
    this.retries = retries;
    this.patience = patience;
    this.sleeper = sleeper;
  }

  /**
   * The first attempt that succeeds.
   *
   * @throws IOException what the last attempt threw, or the first that no other would mend; an
   *     {@link InterruptedIOException} when the thread is interrupted, which then makes no attempt
   */
  <T> T call(Attempt<T> attempt) throws IOException {
    for (int k = 0; ; k++) {
      if (Thread.currentThread().isInterrupted()) {
        // An answer that is there at once would otherwise be taken, and one that is not, not.
        throw new InterruptedIOException("interrupted before the server was asked");
      }
      try {
        return attempt.run();
      } catch (Busy e) {
        if (k == retries) {
          throw k == 0
              ? e
              : new IOException("%s (%d attempts)".formatted(e.getMessage(), k + 1), e);
        }
        if (e.retryAfter().isPresent() && e.retryAfter().get().compareTo(patience) > 0) {
          throw new IOException(
              "%s; it asks to come back in %d s"
                  .formatted(e.getMessage(), e.retryAfter().get().toSeconds()),
              e);
        }
        pause(e, k);
      }
    }
  }

  private void pause(Busy busy, int k) throws IOException {
    long exponential = Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(k, 16));
    long wait =
        busy.retryAfter()
            .map(Duration::toMillis)
            .orElseGet(
                () -> ThreadLocalRandom.current().nextLong(exponential / 2, exponential + 1));
    try {
      sleeper.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while waiting for a busy server");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
