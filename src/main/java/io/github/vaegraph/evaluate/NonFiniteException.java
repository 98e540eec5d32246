package io.github.vaegraph.evaluate;

/**
 * A figure came out as no finite number: no result, and not written as one. The message names it
 * and what may be the cause.
 */
public final class NonFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NonFiniteException(String figure, double value) {
    super(
        "the model's %s is %s: its weights, or values of the data, are beyond what can be computed"
                .formatted(figure, value)
            + " with; was it trained to the end, and is it of data like these?");
  }
}
