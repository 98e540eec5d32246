package io.github.vaegraph.model;

/**
 * Which weights a figure is of: equal ones are the same weights.
 *
 * @param step steps of training that led to them
 * @param sha256 of the trainable variables, in hexadecimal digits: of each, sorted by name, the
 *     name in UTF-8, a zero, and its values as little-endian floats
 */
public record WeightsId(long step, String sha256) {
  private static final int SHOWN = 12;

  /** As people read it: {@code step 2400, weights 1a2b3c4d5e6f}. */
  @Override
  public String toString() {
    return "step " + step + ", weights " + sha256.substring(0, Math.min(SHOWN, sha256.length()));
  }
}
