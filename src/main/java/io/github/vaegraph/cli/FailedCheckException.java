package io.github.vaegraph.cli;

/** What was asked for has been done, and the answer is no: exit status 1, without a stack trace. */
final class FailedCheckException extends RuntimeException {
  private static final long serialVersionUID = 1;

  FailedCheckException(String message) {
    super(message);
  }
}
