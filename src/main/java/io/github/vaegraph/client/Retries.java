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
 * so that clients that were refused together do not come back together. All of it together takes no
 * longer than the attempts may take: a pause for which no time is left ends it.
 */
final class Retries {
  private static final long FIRST_WAIT = 200;
  private static final long LONGEST_WAIT = 10_000;

  private final int retries;
  private final Duration timeout;
  private final Sleeper sleeper;

  /** Waits so many milliseconds. */
  interface Sleeper {
    void sleep(long millis) throws InterruptedException;

    /** Milliseconds since some moment. */
    default long now() {
      return System.nanoTime() / 1_000_000;
    }
  }

  /** One attempt. */
  interface Attempt<T> {
    /**
     * Makes it.
     *
     * @param time how long it may take
     */
    T run(Duration time) throws IOException;
  }

  /**
   * @param timeout of an attempt, and the longest wait that a server may ask for
   */
  Retries(int retries, Duration timeout, Sleeper sleeper) {
    this.retries = retries;
    this.timeout = timeout;
    this.sleeper = sleeper;
  }

  /**
   * The first attempt that succeeds.
   *
   * @throws IOException what the last attempt threw, or the first that no other would mend; an
   *     {@link InterruptedIOException} when the thread is interrupted, which then makes no attempt
   */
  <T> T call(Attempt<T> attempt) throws IOException {
    long end = sleeper.now() + timeout.toMillis() * (1L + retries);
    for (int k = 0; ; k++) {
      if (Thread.currentThread().isInterrupted()) {
        // An answer that is there at once would otherwise be taken, and one that is not, not.
        throw new InterruptedIOException("interrupted before the server was asked");
      }
      try {
        long left = Math.max(1, end - sleeper.now());
        return attempt.run(Duration.ofMillis(Math.min(timeout.toMillis(), left)));
      } catch (Busy e) {
        long wait = wait(e, k);
        if (k == retries || wait >= end - sleeper.now()) {
          throw k == 0
              ? e
              : new IOException("%s (%d attempts)".formatted(e.getMessage(), k + 1), e);
        }
        pause(wait);
      }
    }
  }

  /** Milliseconds to the next attempt. */
  private long wait(Busy busy, int k) throws IOException {
    if (busy.retryAfter().isEmpty()) {
      long exponential = Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(k, 16));
      return ThreadLocalRandom.current().nextLong(exponential / 2, exponential + 1);
    }
    Duration asked = busy.retryAfter().get();
    if (k < retries && asked.compareTo(timeout) > 0) {
      throw new IOException(
          "%s; it asks to come back in %d s".formatted(busy.getMessage(), asked.toSeconds()), busy);
    }
    return asked.toMillis();
  }

  private void pause(long millis) throws IOException {
    try {
      sleeper.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while waiting for a busy server");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
