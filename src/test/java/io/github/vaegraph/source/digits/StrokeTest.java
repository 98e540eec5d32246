package io.github.vaegraph.source.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.source.digits.Stroke.Point;
import org.junit.jupiter.api.Test;

class StrokeTest {
  @Test
  void textReadsAsPointsAndCorners() {
    assertThat(Stroke.parse(" 10,6 86,4! 40,100 ").points())
        .containsExactly(
            new Point(10, 6, false), new Point(86, 4, true), new Point(40, 100, false));
  }

  @Test
  void theCurvePassesEveryPoint() {
    Stroke stroke = Stroke.parse("10,6 86,4! 40,100 0,50");
    for (Point point : stroke.points()) {
      assertThat(stroke.smooth().points())
          .anySatisfy(
              p -> {
                assertThat(p.x()).isCloseTo(point.x(), within(1e-9));
                assertThat(p.y()).isCloseTo(point.y(), within(1e-9));
              });
    }
  }

  @Test
  void evenPointsOnALineGiveThatLine() {
    assertThat(Stroke.parse("0,0 10,20 20,40 30,60").smooth().points())
        .allSatisfy(p -> assertThat(p.y()).isCloseTo(2 * p.x(), within(1e-9)));
  }

  @Test
  void aCornerKeepsTheLinesBesideItStraight() {
    assertThat(Stroke.parse("0,0 50,0! 50,100").smooth().points())
        .allSatisfy(p -> assertThat(p.x() == 50 || p.y() == 0).isTrue());
  }
}
