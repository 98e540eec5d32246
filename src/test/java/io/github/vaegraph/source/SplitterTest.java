package io.github.vaegraph.source;

import static io.github.vaegraph.source.DataFiles.counting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.DataOptions.SplitSize;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.file.Parts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every image here is one pixel, and its label is its place in the source. */
class SplitterTest {
  private static final Optional<SplitSize> NONE = Optional.empty();

  private static Split split(String name, int from, int to) {
    byte[] pixels = Arrays.copyOfRange(counting(256), from, to);
    int[] labels = IntStream.range(from, to).toArray();
    return new Split(name, Images.of(new ImageShape(1, 1, 1), pixels), labels);
  }

  private static Optional<SplitSize> size(double value) {
    return Optional.of(new SplitSize(value));
  }

  private static Splitter splitter(
      Optional<SplitSize> validation, Optional<SplitSize> test, long seed) {
    return new Splitter(
        "x", new DataOptions("x", Optional.empty(), ReadOptions.USUAL, validation, test, seed));
  }

  private static Parts whole(int count) {
    return new Parts(split("train", 0, count), Optional.empty(), Optional.empty(), List.of());
  }

  private static Parts published() {
    return new Parts(
        split("train", 0, 60),
        Optional.of(split("validation", 60, 70)),
        Optional.of(split("test", 70, 100)),
        List.of());
  }

  private static List<Integer> counts(Dataset set) {
    return List.of(set.train().count(), set.validation().count(), set.test().count());
  }

  @Test
  void eightyTenTenByDefault() {
    assertThat(counts(splitter(NONE, NONE, 0).split(whole(200), "x"))).containsExactly(160, 20, 20);
  }

  @Test
  void everyImageGoesToOneSplitWithItsLabelAndInOrder() {
    Dataset set = splitter(NONE, NONE, 3).split(whole(100), "x");
    for (Split split : List.of(set.train(), set.validation(), set.test())) {
      assertThat(split.labels()).isSorted();
      assertThat(DataFiles.pixels(split)).isEqualTo(intsAsBytes(split.labels()));
    }
    assertThat(
            Stream.of(set.train(), set.validation(), set.test())
                .flatMapToInt(split -> Arrays.stream(split.labels()))
                .sorted())
        .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
  }

  private static byte[] intsAsBytes(int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void theSeedDecidesAlone() {
    int[] first = splitter(NONE, NONE, 5).split(whole(100), "x").test().labels();
    assertThat(splitter(NONE, NONE, 5).split(whole(100), "x").test().labels()).isEqualTo(first);
    assertThat(splitter(NONE, NONE, 6).split(whole(100), "x").test().labels()).isNotEqualTo(first);
  }

  @Test
  void countsAndFractionsAreTaken() {
    assertThat(counts(splitter(size(7), size(0.25), 0).split(whole(100), "x")))
        .containsExactly(68, 7, 25);
    assertThat(counts(splitter(size(0), size(0), 0).split(whole(100), "x")))
        .containsExactly(100, 0, 0);
  }

  @Test
  void splitsThatLeaveNothingAreRefused() {
    assertThatThrownBy(() -> splitter(size(90), size(10), 0).split(whole(100), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "x: of 100 images 90 would validate and 10 test, which leaves none to train on");
  }

  @Test
  void validationIsDrawnFromTrainingWhereOnlyATestSplitCame() {
    Parts parts =
        new Parts(
            split("train", 0, 100),
            Optional.empty(),
            Optional.of(split("test", 100, 150)),
            List.of());
    Dataset set = splitter(NONE, NONE, 0).split(parts, "x");
    assertThat(counts(set)).containsExactly(90, 10, 50);
    assertThat(set.test().labels()).startsWith(100).endsWith(149);
  }

  @Test
  void splitsThatCameStay() {
    Dataset set = splitter(NONE, NONE, 0).split(published(), "x");
    assertThat(counts(set)).containsExactly(60, 10, 30);
  }

  @Test
  void publishedSetsAreSplitInOrder() {
    Dataset usual = splitter(NONE, NONE, 0).splitInOrder(published(), "x");
    assertThat(counts(usual)).containsExactly(60, 10, 30);
    Dataset more = splitter(size(20), NONE, 0).splitInOrder(published(), "x");
    assertThat(more.train().labels()).startsWith(0).endsWith(49);
    assertThat(more.validation().labels()).startsWith(50).endsWith(69);
    Dataset none = splitter(size(0), NONE, 0).splitInOrder(published(), "x");
    assertThat(counts(none)).containsExactly(70, 0, 30);
  }
}
