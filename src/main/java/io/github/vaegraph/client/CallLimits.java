package io.github.vaegraph.client;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a call may take, and how much it may move.
 *
 * @param timeout of one attempt, from the request's first byte to the answer's last; positive. All
 *     attempts of a request, and the pauses between them, take no longer than the timeouts of so
 *     many attempts, {@code timeout * (1 + retries)}
 * @param retries attempts after the first where a server is busy or the connection is lost
 * @param maxResponseBytes a longer answer is refused; of signatures, and of errors, one above 1 MiB
 * @param rowsPerRequest more rows than these are sent in several requests; a server that batches
 *     refuses more than its {@code max_batch_size}
 */
public record CallLimits(Duration timeout, int retries, int maxResponseBytes, int rowsPerRequest) {
  /** 30 seconds, 4 retries, 64 MiB, 64 rows. */
  public static final CallLimits STANDARD = new CallLimits(Duration.ofSeconds(30), 4, 64 << 20, 64);

  /** Values of a tensor in one request, so that large images do not add up to gigabytes. */
  private static final int VALUES_PER_REQUEST = 1_000_000;

  /**
   * @throws IllegalArgumentException when a limit allows nothing
   */
  public CallLimits {
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, was " + timeout);
    }
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative, was " + retries);
    }
    if (maxResponseBytes < 1) {
      throw new IllegalArgumentException(
          "maxResponseBytes must be positive, was " + maxResponseBytes);
    }
    if (rowsPerRequest < 1) {
      throw new IllegalArgumentException("rowsPerRequest must be positive, was " + rowsPerRequest);
    }
  }

  /** Rows in one request whose widest tensor has so many values a row. */
  int rows(int widest) {
    return Math.max(1, Math.min(rowsPerRequest, VALUES_PER_REQUEST / widest));
  }

  /** A time as people read it. */
  static String text(Duration time) {
    return "%s s".formatted(time.toMillis() / 1000.0).replace(".0 s", " s");
  }
}
