package io.github.vaegraph.network;

import java.util.ArrayList;
import java.util.List;

/** Whole numbers with commas between them, as {@code 200,100}. */
final class Widths {
  private Widths() {}

  /**
   * Reads them.
   *
   * @param what they are, in the message
   * @throws IllegalArgumentException when they are none
   */
  static List<Integer> read(String what, String text) {
    List<Integer> widths = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      try {
        widths.add(Integer.parseInt(part.trim()));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "%s must be whole numbers with commas between them, was %s".formatted(what, text), e);
      }
    }
    return widths;
  }
}
