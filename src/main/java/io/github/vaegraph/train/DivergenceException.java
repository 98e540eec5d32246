package io.github.vaegraph.train;

/** Training has left the range of numbers: the loss is infinite or none. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DivergenceException(String message) {
    super(message);
  }
}
