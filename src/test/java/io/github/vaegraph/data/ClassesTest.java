package io.github.vaegraph.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ClassesTest {
  private static final ImageShape SHAPE = new ImageShape(1, 1, 1);

  private static Split split(String name, int... labels) {
    return new Split(name, Images.of(SHAPE, new byte[labels.length]), labels);
  }

  private static Dataset data(Split test) {
    Split train = split("train", 2, 0, 2, 2);
    return new Dataset(
        "letters", "made", train, Split.empty("validation", train), test, List.of("a", "b", "c"));
  }

  @Test
  void classesAreThoseOfTheTrainingImages() {
    Classes classes = Classes.of(data(split("test", 0, 2)));
    assertThat(classes.names()).containsExactly("a", "b", "c");
    assertThat(classes.images()).containsExactly(1, 0, 3);
    assertThat(classes.shown()).containsExactly(0, 2);
    assertThat(classes.mostFrequent()).isEqualTo(2);
    assertThat(classes.index("c")).isEqualTo(2);
    assertThat(classes.logFrequencies())
        .containsExactly(
            new double[] {Math.log(0.25), Double.NEGATIVE_INFINITY, Math.log(0.75)}, within(1e-12));
  }

  @Test
  void labelsOfOtherDataAreFoundByName() {
    Classes classes = Classes.of(data(split("test", 0)));
    Split other = classes.relabelled(split("all", 0, 1, 0), List.of("c", "a"));
    assertThat(other.labels()).containsExactly(2, 0, 2);
    assertThatThrownBy(() -> classes.relabelled(split("all", 0), List.of("d")))
        .hasMessage("no class d; the model knows a, b, c");
    assertThatThrownBy(() -> classes.relabelled(split("all", 0), List.of("b")))
        .hasMessage("no training image was of class b, of which the model knows nothing");
    Split bare = new Split("all", Images.of(SHAPE, new byte[2]), new int[0]);
    assertThatThrownBy(() -> classes.relabelled(bare, List.of()))
        .hasMessageContaining("expected a label for each of the all images, found none");
  }

  @Test
  void whatCannotBeLearntIsRefused() {
    assertThatThrownBy(() -> Classes.of(data(split("test", 0, 1))))
        .hasMessage(
            "letters: test images are of class b, and no training image is: a conditional model"
                + " cannot learn it");
    Split bare = new Split("test", Images.of(SHAPE, new byte[2]), new int[0]);
    assertThatThrownBy(() -> Classes.of(data(bare)))
        .hasMessageContaining("a label for every image, found none for the test images");
  }

  @Test
  void oneClassTellsNothing() {
    assertThatThrownBy(() -> new Classes(List.of("a"), List.of(1)))
        .hasMessageContaining("from 2 to 4096");
    assertThatThrownBy(() -> new Classes(List.of("a", "a"), List.of(1, 1)))
        .hasMessageContaining("names of their own");
    assertThatThrownBy(() -> new Classes(List.of("a", "b"), List.of(0, 0)))
        .hasMessageContaining("must have images");
  }
}
