package io.github.vaegraph.source.digits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One movement of a pen that stays on the paper: the points it passes, y downwards.
 *
 * @param points at least two
 */
record Stroke(List<Point> points) {
  /** Lines that stand for the curve between two points. */
  private static final int LINES_A_SPAN = 6;

  /**
   * A place the pen passes.
   *
   * @param corner whether it turns here sharply
   */
  record Point(double x, double y, boolean corner) {
    Point movedTo(double newX, double newY) {
      return new Point(newX, newY, corner);
    }

    double distance(Point other) {
      double across = other.x - x;
      double down = other.y - y;
      return Math.sqrt(across * across + down * down); // exact to the bit everywhere, unlike hypot
    }
  }

  /** Reads {@code "10,6 86,4! 40,100"}: points as x,y, the corners with an exclamation mark. */
  static Stroke parse(String text) {
    return new Stroke(Arrays.stream(text.strip().split("\\s+")).map(Stroke::parsePoint).toList());
  }

  private static Point parsePoint(String text) {
    boolean corner = text.endsWith("!");
    int comma = text.indexOf(',');
    return new Point(
        Integer.parseInt(text.substring(0, comma)),
        Integer.parseInt(text.substring(comma + 1, text.length() - (corner ? 1 : 0))),
        corner);
  }

  Stroke map(UnaryOperator<Point> move) {
    return new Stroke(points.stream().map(move).toList());
  }

  /** The same movement in short lines, round everywhere but at the corners. */
  Stroke smooth() {
    List<Point> curve = new ArrayList<>((points.size() - 1) * LINES_A_SPAN + 1);
    curve.add(points.get(0));
    for (int i = 1; i < points.size(); i++) {
      Point from = points.get(i - 1);
      Point to = points.get(i);
      Point before = i == 1 || from.corner() ? from : points.get(i - 2);
      Point after = i + 1 == points.size() || to.corner() ? to : points.get(i + 1);
      for (int line = 1; line <= LINES_A_SPAN; line++) {
        double t = (double) line / LINES_A_SPAN;
        curve.add(
            to.movedTo(
                catmullRom(before.x(), from.x(), to.x(), after.x(), t),
                catmullRom(before.y(), from.y(), to.y(), after.y(), t)));
      }
    }
    return new Stroke(curve);
  }

  // p(t) = (2 b + (c - a) t + (2 a - 5 b + 4 c - d) t^2 + (3 b - a - 3 c + d) t^3) / 2,
  // from b at t = 0 to c at t = 1 (Catmull and Rom, 1974)
  private static double catmullRom(double a, double b, double c, double d, double t) {
    return (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * b - a - 3 * c + d))))
        / 2;
  }
}
