package io.github.vaegraph.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetSummaryTest {
  private static Split split(String name, int[] labels, int... pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    return new Split(name, Images.of(new ImageShape(1, 2, 1), bytes), labels);
  }

  private static DatasetSummary summary(Split train, Split test) {
    Split validation = split("validation", new int[0]);
    return DatasetSummary.of(new Dataset("x", "x", train, validation, test, List.of()));
  }

  private static final Split TEST = split("test", new int[0], 0, 255);

  @Test
  void meanIsOverTrainingImagesOnly() {
    Split train = split("train", new int[0], 0, 255, 51, 255);
    assertThat(summary(train, TEST).mean()).containsExactly(0.1f, 1f);
  }

  @Test
  void brightestAndConstantValuesAreThoseOfTheTrainingImages() {
    DatasetSummary varied = summary(split("train", new int[0], 3, 7, 3, 8, 3, 7), TEST);
    assertThat(varied.brightest()).isEqualTo(8);
    assertThat(varied.constant()).isEqualTo(1);
    assertThat(summary(split("train", new int[0], 255, 0, 254, 1), TEST).constant()).isZero();
    assertThat(summary(split("train", new int[0], 255, 0), TEST).constant()).isEqualTo(2);
  }

  @Test
  void onlyBlackAndWhiteIsBinary() {
    assertThat(summary(split("train", new int[0], 0, 255), TEST).binary()).isTrue();
    for (int value = 1; value < 255; value++) {
      assertThat(summary(split("train", new int[0], 0, value), TEST).binary()).isFalse();
    }
    assertThat(summary(TEST, split("test", new int[0], 0, 7)).binary()).isFalse();
  }

  @Test
  void checksumSeesPixelsLabelsAndSplits() {
    List<String> checksums =
        List.of(
            summary(split("train", new int[0], 0, 255), TEST).checksum(),
            summary(split("train", new int[0], 0, 254), TEST).checksum(),
            summary(split("train", new int[] {0}, 0, 255), TEST).checksum(),
            summary(split("train", new int[] {1}, 0, 255), TEST).checksum(),
            summary(split("train", new int[0], 0, 255, 0, 255), split("test", new int[0]))
                .checksum());
    assertThat(checksums).doesNotHaveDuplicates().allMatch(c -> c.matches("[0-9a-f]{64}"));
    assertThat(summary(split("train", new int[0], 0, 255), TEST).checksum())
        .isEqualTo(checksums.get(0));
  }

  @Test
  void manyBlocksSumAsOne() {
    byte[] pixels = new byte[3_000_000];
    Arrays.fill(pixels, (byte) 51);
    Split train = new Split("train", Images.of(new ImageShape(1, 2, 1), pixels), new int[0]);
    assertThat(summary(train, TEST).mean()).containsExactly(0.2f, 0.2f);
  }
}
