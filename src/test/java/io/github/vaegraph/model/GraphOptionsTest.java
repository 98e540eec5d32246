package io.github.vaegraph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphOptionsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, -1, 257})
  void towersOutOfRangeAreRefused(int towers) {
    assertThatThrownBy(() -> new GraphOptions(towers, 1, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("towers must lie between 1 and 256, was " + towers);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 2, 254, 257})
  void aMaxValueThatNoPixelHasIsRefused(int maxValue) {
    assertThatThrownBy(() -> new GraphOptions(1, maxValue, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxValue must be 1, 255 or 256, was " + maxValue);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void noImagesAStepAreRefused(int batchSize) {
    assertThatThrownBy(
            () -> new GraphOptions.Training(0, batchSize, 1, Optional.empty(), 100, new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchSize must be positive, was " + batchSize);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void noSamplesAreRefused(int samples) {
    assertThatThrownBy(
            () -> new GraphOptions.Training(0, 8, samples, Optional.empty(), 100, new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trainSamples must be positive, was " + samples);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
  void aClipNormThatIsNotPositiveAndFiniteIsRefused(float clipNorm) {
    assertThatThrownBy(
            () -> new GraphOptions.Training(0, 8, 1, Optional.of(clipNorm), 100, new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clipNorm must be positive, was " + clipNorm);
  }

  @Test
  void whatMakesSenseIsTaken() {
    assertThat(
            new GraphOptions(
                    256,
                    255,
                    Optional.of(
                        new GraphOptions.Training(
                            -1, 8, 50, Optional.of(Float.MIN_VALUE), 100, new float[4])))
                .towers())
        .isEqualTo(256);
  }
}
