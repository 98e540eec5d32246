package io.github.vaegraph.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static Split split(int... labels) {
    byte[] pixels = new byte[6];
    for (byte i = 0; i < pixels.length; i++) {
      pixels[i] = i;
    }
    return new Split("test", Images.of(new ImageShape(1, 1, 1), pixels), labels);
  }

  @Test
  void everyClassHasItsTurn() {
    Split chosen = split(7, 7, 7, 2, 7, 3).ofEveryClass(5);
    assertThat(chosen.labels()).containsExactly(2, 3, 7, 7, 7);
    assertThat(chosen.images().bytes(0, 5)).containsExactly(3, 5, 0, 1, 2);
    assertThat(split(7, 7, 7, 2, 7, 3).ofEveryClass(2).labels()).containsExactly(2, 3);
    assertThat(split(7, 7, 7, 2, 7, 3).ofEveryClass(99).count()).isEqualTo(6);
    assertThat(split().ofEveryClass(2).images().bytes(0, 2)).containsExactly(0, 1);
  }

  @Test
  void factorsFollowTheirImages() {
    Factors factors =
        new Factors(
            List.of(new Factors.Factor("a", true), new Factors.Factor("b", false)),
            new int[] {0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15});
    Split split = split(7, 7, 7, 2, 7, 3).withFactors(factors);
    Split chosen = split.ofEveryClass(3).named("other");
    assertThat(chosen.factors().orElseThrow().values()).containsExactly(3, 13, 5, 15, 0, 10);
    assertThat(split.range("part", 4, 6).factors().orElseThrow().of(1)).containsExactly(14, 15);
    assertThat(split.first(1).factors().orElseThrow().values()).containsExactly(0, 10);
    assertThat(split.labelledAs(1).factors()).contains(factors);
    assertThat(split.withImages(split.images()).factors()).contains(factors);
    assertThat(Split.empty("none", split).factors().orElseThrow().images()).isZero();
    assertThat(split().factors()).isEmpty();
    assertThatThrownBy(() -> split().withFactors(factors.range(0, 5)))
        .hasMessage("test: expected the factors of 6 images, found those of 5");
    assertThatThrownBy(() -> new Factors(factors.factors(), new int[3]))
        .hasMessage("expected a value of each of 2 factors an image, found 3 values");
    assertThatThrownBy(() -> new Factors(factors.factors(), new int[] {0, -1}))
        .hasMessage("a factor's values must not be negative");
  }

  @Test
  void numbersAreShownByTheirValueAndWordsAsTheyAreNumbered() {
    List<String> numbers = List.of("1", "10", "2", "-3");
    assertThat(Labels.shown(List.of(new int[] {1, 2}, new int[] {0, 3, 1}), numbers))
        .containsExactly(3, 0, 2, 1);
    assertThat(Labels.shown(List.of(new int[] {2, 0}), List.of("b", "a", "c10")))
        .containsExactly(0, 2);
    assertThat(Labels.shown(List.of(new int[0]), List.of("a"))).isEmpty();
    assertThat(Labels.shown(List.of(new int[] {12, 3}), List.of())).containsExactly(3, 12);
    assertThat(Labels.name(12, List.of())).isEqualTo("12");
  }

  @Test
  void imagesTellWhereTheyCameFrom() {
    Images rows = split().images();
    assertThat(rows.name(4)).isEqualTo("4");
    assertThat(rows.select(new int[] {5, 2}).name(1)).isEqualTo("2");
    Images files = new NamedImages(rows, List.of("a/1.png", "a/2.png", "b", "c", "d", "e"));
    assertThat(files.range(1, 3).name(0)).isEqualTo("a/2.png");
    assertThat(files.range(1, 3).named()).isTrue();
    assertThat(new ConcatenatedImages(List.of(rows.range(4, 6), rows)).name(3)).isEqualTo("3");
    assertThat(new ConcatenatedImages(List.of(files.range(4, 6), files)).name(3))
        .isEqualTo("a/2.png");
    assertThat(new ConcatenatedImages(List.of(files, rows)).named()).isFalse();
  }
}
