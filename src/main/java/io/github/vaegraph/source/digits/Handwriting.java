package io.github.vaegraph.source.digits;

import io.github.vaegraph.data.CountedNoise;
import io.github.vaegraph.source.digits.Stroke.Point;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How one hand writes one digit: it leans, stretches, sways and shakes the form, then sets it near
 * the middle of the frame. All units but the pixels at the end are those of {@link DigitForms}.
 */
final class Handwriting {
  private static final double BOX = 100;

  /** Pixels between a line's middle and the frame's edge: the widest pen and a black border. */
  private static final double MARGIN = 3.2;

  private final CountedNoise noise;
  private final double slant; // columns to the right a row upwards
  private final double stretch; // width by height
  private final double cos;
  private final double sin;
  private final Sway swayX;
  private final Sway swayY;

  private Handwriting(CountedNoise noise) {
    this.noise = noise;
    slant = 0.12 + noise.bell(0.42);
    stretch = 0.86 + noise.bell(0.28);
    double turn = noise.bell(0.22);
    cos = StrictMath.cos(turn);
    sin = StrictMath.sin(turn);
    swayX = Sway.draw(noise);
    swayY = Sway.draw(noise);
  }

  /** A slow wave along one axis that bends the other, so that neighbours move together. */
  private record Sway(double height, double waves, double phase) {
    static Sway draw(CountedNoise noise) {
      return new Sway(noise.bell(9), noise.between(0.4, 1.1), noise.between(0, 1));
    }

    double at(double place) {
      return height * StrictMath.sin(2 * Math.PI * (phase + waves * place / BOX));
    }
  }

  /** The form as this noise's hand writes it: curves in pixels of a frame of this side. */
  static List<Stroke> write(List<Stroke> form, int side, CountedNoise noise) {
    Handwriting hand = new Handwriting(noise);
    List<Stroke> curves = form.stream().map(s -> s.map(hand::move).smooth()).toList();
    return placed(curves, side, noise);
  }

  private Point move(Point point) {
    double x = stretch * (point.x() + swayX.at(point.y()) + noise.bell(8) - BOX / 2);
    double y = point.y() + swayY.at(point.x()) + noise.bell(8) - BOX / 2;
    double leaning = x - slant * y;
    return point.movedTo(cos * leaning - sin * y, sin * leaning + cos * y);
  }

  /** Scaled to about 20 pixels and centred by mass, give or take a pixel, as MNIST's digits are. */
  private static List<Stroke> placed(List<Stroke> curves, int side, CountedNoise noise) {
    Span across = Span.of(curves, Point::x);
    Span down = Span.of(curves, Point::y);
    double scale = (18.2 + noise.bell(2.2)) / Math.max(across.length(), down.length());
    double right = across.shift(scale, side, noise.bell(1.5));
    double lower = down.shift(scale, side, noise.bell(1.5));
    return curves.stream()
        .map(s -> s.map(p -> p.movedTo(scale * p.x() + right, scale * p.y() + lower)))
        .toList();
  }

  /**
   * Where the ink of a drawing lies along one axis.
   *
   * @param middle its centre of mass, for a pen of one width
   */
  private record Span(double low, double high, double middle) {
    static Span of(List<Stroke> curves, ToDoubleFunction<Point> axis) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      double moment = 0;
      double mass = 0;
      for (Stroke curve : curves) {
        Point last = curve.points().get(0);
        for (Point point : curve.points()) {
          double place = axis.applyAsDouble(point);
          low = Math.min(low, place);
          high = Math.max(high, place);
          moment += last.distance(point) * (axis.applyAsDouble(last) + place) / 2;
          mass += last.distance(point);
          last = point;
        }
      }
      return new Span(low, high, moment / mass);
    }

    double length() {
      return high - low;
    }

    /** What to add, once scaled, for the middle to lie off the frame's by this, within margins. */
    double shift(double scale, int side, double off) {
      double wanted = side / 2.0 + off - scale * middle;
      return Math.max(MARGIN - scale * low, Math.min(side - MARGIN - scale * high, wanted));
    }
  }
}
