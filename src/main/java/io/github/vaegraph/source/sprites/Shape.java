package io.github.vaegraph.source.sprites;

import java.util.Locale;

/** What is drawn: a figure of area 1 around its centre of mass, x to the right, y downwards. */
enum Shape {
  /** Upright, of side 1. */
  SQUARE {
    @Override
    boolean contains(double x, double y) {
      return Math.abs(x) <= 0.5 && Math.abs(y) <= 0.5;
    }
  },

  /** Lying, half as long again as high. */
  ELLIPSE {
    @Override
    boolean contains(double x, double y) {
      // pi a b = 1 and a = 3/2 b, so that (x/a)^2 + (y/b)^2 <= 1 is 2/3 x^2 + 3/2 y^2 <= 1/pi
      return 2 * x * x / 3 + 3 * y * y / 2 <= 1 / Math.PI;
    }
  },

  /** A square on its lower corner, and half a disc on each of its upper sides. */
  HEART {
    @Override
    boolean contains(double x, double y) {
      // Along the square's sides, from its centre, in units of its side.
      double right = (x - y) / Math.sqrt(2) / HEART_SIDE + HEART_RISE;
      double left = (-x - y) / Math.sqrt(2) / HEART_SIDE + HEART_RISE;
      return (Math.abs(right) <= 0.5 && Math.abs(left) <= 0.5)
          || right * right + (left - 0.5) * (left - 0.5) <= 0.25
          || (right - 0.5) * (right - 0.5) + left * left <= 0.25;
    }
  };

  /** The square has s^2 of the area, and each half disc pi/8 s^2. */
  private static final double HEART_SIDE = 1 / Math.sqrt(1 + Math.PI / 4);

  /**
   * How far the whole's centre of mass lies from the square's along either side: a half disc's own
   * is 2 / (3 pi) beyond its straight edge.
   */
  private static final double HEART_RISE =
      Math.PI / 8 * (0.5 + 2 / (3 * Math.PI)) / (1 + Math.PI / 4);

  /** Whether a point lies in the figure. */
  abstract boolean contains(double x, double y);

  /** As the class is called. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
