package io.github.vaegraph.train;

/**
 * Training has left the range of numbers, or of sense, and going back did not help. The message
 * names the step, what went bad first, the likely cause and what to try.
 */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DivergenceException(String message) {
    super(message);
  }
}
