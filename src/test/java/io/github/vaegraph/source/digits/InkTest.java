package io.github.vaegraph.source.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class InkTest {
  @Test
  void aLinesInkIsItsLengthTimesItsWidthAndItsRoundEnds() {
    // A bar of 20 x 4 and a disc of radius 2. An edge that fades over s = 1.5 pixels adds
    // pi s^2 / 12 to a disc: the mean of pi (2 + u)^2 over u in [-s/2, s/2] is pi (4 + s^2 / 12).
    double expected = 20 * 4 + Math.PI * (4 + 1.5 * 1.5 / 12);
    assertThat(ink(draw(Stroke.parse("6,14 26,14"), 2))).isCloseTo(expected, within(0.5));
  }

  @Test
  void thePensMiddleIsWhiteItsEdgeGreyAndTheRestBlack() {
    byte[] image = draw(Stroke.parse("6,14 26,14"), 1.5);
    // Row 13 has its centres at 13.5, half a pixel from the line's middle; its edge lies at 12.5.
    assertThat(Byte.toUnsignedInt(image[13 * 32 + 16])).isEqualTo(255);
    assertThat(Byte.toUnsignedInt(image[12 * 32 + 16])).isBetween(127, 128);
    assertThat(Byte.toUnsignedInt(image[11 * 32 + 16])).isZero();
  }

  @Test
  void inkCrossedTwiceIsNoWhiterThanWhite() {
    Stroke there = Stroke.parse("6,14 26,14! 6,14");
    assertThat(draw(there, 1.5)).isEqualTo(draw(Stroke.parse("6,14 26,14"), 1.5));
  }

  @Test
  void whatLiesOutsideTheFrameIsCutOff() {
    assertThat(ink(draw(Stroke.parse("-20,14 52,14"), 1))).isCloseTo(64.0, within(0.5));
  }

  private static byte[] draw(Stroke stroke, double halfWidth) {
    byte[] image = new byte[32 * 32];
    Ink.draw(List.of(stroke.smooth()), halfWidth, halfWidth, 32, image, 0);
    return image;
  }

  private static double ink(byte[] image) {
    double sum = 0;
    for (byte value : image) {
      sum += Byte.toUnsignedInt(value) / 255.0;
    }
    return sum;
  }
}
