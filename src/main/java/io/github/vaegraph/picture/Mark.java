package io.github.vaegraph.picture;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.knowm.xchart.style.markers.Marker;

/**
 * A marker of its own size. XChart has one size for a whole chart, in which a legend over thousands
 * of small points is unreadable.
 */
final class Mark extends Marker {
  /**
   * Shapes of about equal area within [-1, 1]. Their number is prime to the palette's 10 colours:
   * together they tell 70 classes apart.
   */
  private static final List<Shape> SHAPES =
      List.of(
          new Ellipse2D.Double(-0.85, -0.85, 1.7, 1.7),
          polygon(-1, 0.8, 1, 0.8, 0, -1),
          new Rectangle2D.Double(-0.75, -0.75, 1.5, 1.5),
          cross(0),
          polygon(0, -1.1, 0.9, 0, 0, 1.1, -0.9, 0),
          cross(Math.PI / 4),
          polygon(-1, -0.8, 1, -0.8, 0, 1));

  private final Shape shape;

  private Mark(Shape shape) {
    this.shape = shape;
  }

  /** The mark of series number {@code series}, about {@code size} pixels wide. */
  static Mark of(int series, double size) {
    Shape unit = SHAPES.get(series % SHAPES.size());
    return new Mark(
        AffineTransform.getScaleInstance(size / 2, size / 2).createTransformedShape(unit));
  }

  @Override
  public void paint(Graphics2D graphics, double x, double y, int ignoredSize) {
    graphics.fill(AffineTransform.getTranslateInstance(x, y).createTransformedShape(shape));
  }

  private static Shape polygon(double... xy) {
    var path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }

  private static Shape cross(double angle) {
    var bars = new Path2D.Double();
    bars.append(polygon(-1.1, 0, 1.1, 0), false);
    bars.append(polygon(0, -1.1, 0, 1.1), false);
    Shape wide =
        new BasicStroke(0.55f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL)
            .createStrokedShape(bars);
    return AffineTransform.getRotateInstance(angle).createTransformedShape(wide);
  }
}
