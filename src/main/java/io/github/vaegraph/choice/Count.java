package io.github.vaegraph.choice;

/** The whole number behind a name, such as the 8 of {@code realnvp:8}. */
public final class Count {
  private Count() {}

  /**
   * Reads it.
   *
   * @param what has it, in the message
   * @param form how it is written, {@code realnvp:COUPLINGS}
   * @param text what stands behind the colon
   * @throws IllegalArgumentException when it is no number from 1 to the most
   */
  public static int read(String what, String form, int most, String text) {
    if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > most) {
      String name = form.substring(0, form.indexOf(':'));
      throw new IllegalArgumentException(
          "%s must be %s with %s from 1 to %d, was %s:%s"
              .formatted(what, form, form.substring(name.length() + 1), most, name, text));
    }
    return Integer.parseInt(text);
  }
}
