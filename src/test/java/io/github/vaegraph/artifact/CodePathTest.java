package io.github.vaegraph.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodePathTest {
  private static final float[] START = {3, 0, -1};
  private static final float[] END = {-0.5f, 2, 4};

  private static float[] at(CodePath path, float[] start, float[] end, double t) {
    float[] code = new float[start.length];
    path.fill(start, end, t, code, 0);
    return code;
  }

  @ParameterizedTest
  @EnumSource
  void itLeadsFromTheStartToTheEnd(CodePath path) {
    assertThat(at(path, START, END, 0)).containsExactly(START, within(1e-6f));
    assertThat(at(path, START, END, 1)).containsExactly(END, within(1e-6f));
  }

  @Test
  void anArcStaysOnItsSphereAtEvenAngles() {
    for (int i = 0; i <= 6; i++) {
      double angle = Math.PI / 2 * i / 6;
      assertThat(at(CodePath.SPHERICAL, new float[] {2, 0}, new float[] {0, 2}, i / 6.0))
          .containsExactly(
              new float[] {(float) (2 * Math.cos(angle)), (float) (2 * Math.sin(angle))},
              within(1e-6f));
    }
    // The straight line's middle is nearer to 0.
    assertThat(at(CodePath.LINEAR, new float[] {2, 0}, new float[] {0, 2}, 0.5))
        .containsExactly(1, 1);
  }

  @Test
  void whereNoArcIsTheShortestTheLineIsStraight() {
    float[][] ends = {{-1, -2}, {2, 4}, {0, 0}};
    for (float[] end : ends) {
      assertThat(at(CodePath.SPHERICAL, new float[] {1, 2}, end, 0.25))
          .containsExactly(at(CodePath.LINEAR, new float[] {1, 2}, end, 0.25), within(1e-5f));
    }
  }
}
