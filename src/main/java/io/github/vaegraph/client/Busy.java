package io.github.vaegraph.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The server could not answer now; another attempt may succeed. */
final class Busy extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Optional<Duration> retryAfter;

  Busy(String message, Optional<Duration> retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  Busy(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = Optional.empty();
  }

  /** How long the server asks to be left alone, if it does. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
