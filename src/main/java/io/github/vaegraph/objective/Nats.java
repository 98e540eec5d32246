package io.github.vaegraph.objective;

/** A number of nats in an objective's text. */
final class Nats {
  private Nats() {}

  /**
   * @param form what is expected, in errors: {@code free-bits:NATS}
   * @throws IllegalArgumentException when it is no number from 0 on
   */
  static double read(String form, String text) {
    double nats;
    try {
      nats = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      nats = Double.NaN;
    }
    if (!(nats >= 0 && nats <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "objective %s: expected NATS from 0 on, found %s"
              .formatted(form, text.isEmpty() ? "none" : text));
    }
    return nats;
  }
}
