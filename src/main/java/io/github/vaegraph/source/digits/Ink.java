package io.github.vaegraph.source.digits;

import io.github.vaegraph.source.digits.Stroke.Point;
import java.util.Arrays;
import java.util.List;

/** A round pen on a black square: how deep each pixel's centre lies in the ink decides its grey. */
final class Ink {
  /** Pixels over which the pen's edge fades from white to black. */
  private static final double SOFTNESS = 1.5;

  private final int side;
  private final double[] depth; // [side * side] pixels inside the pen's edge, negative outside

  private Ink(int side) {
    this.side = side;
    depth = new double[side * side];
    Arrays.fill(depth, -SOFTNESS);
  }

  /**
   * Draws curves given in pixels into {@code side * side} bytes from {@code offset}.
   *
   * @param startWidth half the line's width where a curve begins, in pixels
   * @param endWidth half the line's width where a curve ends, in pixels
   */
  static void draw(
      List<Stroke> curves,
      double startWidth,
      double endWidth,
      int side,
      byte[] target,
      int offset) {
    Ink ink = new Ink(side);
    for (Stroke curve : curves) {
      int lines = curve.points().size() - 1;
      for (int i = 0; i < lines; i++) {
        double halfWidth = startWidth + (endWidth - startWidth) * i / lines;
        ink.line(curve.points().get(i), curve.points().get(i + 1), halfWidth);
      }
    }
    for (int i = 0; i < ink.depth.length; i++) {
      double coverage = Math.max(0, Math.min(1, 0.5 + ink.depth[i] / SOFTNESS));
      target[offset + i] = (byte) Math.round(255 * coverage);
    }
  }

  private void line(Point from, Point to, double halfWidth) {
    double reach = halfWidth + SOFTNESS / 2;
    int left = pixel(Math.min(from.x(), to.x()) - reach);
    int right = pixel(Math.max(from.x(), to.x()) + reach);
    int top = pixel(Math.min(from.y(), to.y()) - reach);
    int bottom = pixel(Math.max(from.y(), to.y()) + reach);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        int i = row * side + column;
        depth[i] = Math.max(depth[i], halfWidth - distance(column + 0.5, row + 0.5, from, to));
      }
    }
  }

  private int pixel(double place) {
    return Math.max(0, Math.min(side - 1, (int) Math.floor(place)));
  }

  /** From a point to the nearest point of a line that ends at both its ends. */
  private static double distance(double x, double y, Point from, Point to) {
    double alongX = to.x() - from.x();
    double alongY = to.y() - from.y();
    double square = alongX * alongX + alongY * alongY;
    double dot = (x - from.x()) * alongX + (y - from.y()) * alongY;
    double t = square > 0 ? Math.max(0, Math.min(1, dot / square)) : 0;
    double offX = x - from.x() - t * alongX;
    double offY = y - from.y() - t * alongY;
    return Math.sqrt(offX * offX + offY * offY);
  }
}
