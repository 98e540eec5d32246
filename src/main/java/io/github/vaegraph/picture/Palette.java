package io.github.vaegraph.picture;

import java.awt.Color;
import java.util.List;

/**
 * Colours the colour-blind tell apart: Okabe and Ito, "Color Universal Design" (2008), without
 * their yellow, which is lost on white; after them a grey and two of Paul Tol's "muted" scheme
 * (2021), so that ten classes have ten colours.
 */
final class Palette {
  static final Color GRID = new Color(0xDDDDDD);
  static final Color AXIS = new Color(0x555555);

  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2), // blue
          new Color(0xD55E00), // vermilion
          new Color(0x009E73), // bluish green
          new Color(0xCC79A7), // reddish purple
          new Color(0x56B4E9), // sky blue
          new Color(0xE69F00), // orange
          new Color(0x000000), // black
          new Color(0x999999), // grey
          new Color(0x882255), // wine
          new Color(0x999933)); // olive

  private Palette() {}

  /** The colour of series number {@code series}; they repeat after 10. */
  static Color colour(int series) {
    return COLOURS.get(series % COLOURS.size());
  }

  static Color transparent(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }
}
