package io.github.vaegraph.data;

import static io.github.vaegraph.source.DataFiles.counting;
import static io.github.vaegraph.source.DataFiles.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.ReadOptions.Crop;
import io.github.vaegraph.source.file.ResizedImages;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Images out of other images, told apart by their pixels: image i holds 4 i to 4 i + 3. */
class ImagesTest {
  private static final ImageShape SHAPE = new ImageShape(2, 2, 1);

  private static Images counted(int from, int to) {
    return Images.of(SHAPE, Arrays.copyOfRange(counting(40), 4 * from, 4 * to));
  }

  private static byte[] image(int number) {
    return Arrays.copyOfRange(counting(40), 4 * number, 4 * number + 4);
  }

  @Test
  void sourcesFollowOneAnotherEmptyOnesToo() {
    Images none = counted(0, 0);
    Images all =
        new ConcatenatedImages(
            List.of(none, counted(0, 3), none, none, counted(3, 4), counted(4, 10), none));
    assertThat(all.count()).isEqualTo(10);
    for (int i = 0; i < 10; i++) {
      byte[] target = new byte[6];
      all.read(i, target, 2);
      assertThat(Arrays.copyOfRange(target, 2, 6)).isEqualTo(image(i));
    }
    byte[] range = new byte[1 + 5 * 4];
    all.readRange(2, 5, range, 1);
    assertThat(Arrays.copyOfRange(range, 1, range.length))
        .isEqualTo(Arrays.copyOfRange(counting(40), 8, 28));
    assertThatThrownBy(() -> all.read(10, new byte[4], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aSelectionIsReadInItsOwnOrder() {
    int[] order = {7, 2, 3, 4, 0};
    Images some = new SelectedImages(counted(0, 10), order.length, i -> order[i]);
    byte[] range = new byte[1 + 3 * 4];
    some.readRange(1, 3, range, 1); // neighbours in the source
    assertThat(Arrays.copyOfRange(range, 1, 13)).isEqualTo(Arrays.copyOfRange(counting(40), 8, 20));
    byte[] all = pixels(some);
    for (int i = 0; i < order.length; i++) {
      assertThat(Arrays.copyOfRange(all, 4 * i, 4 * i + 4)).isEqualTo(image(order[i]));
    }
    assertThatThrownBy(() -> some.read(5, new byte[4], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** The same images, made anew whenever they are read, and by which threads. */
  private record Computed(Images source, Set<Thread> readers) implements Images {
    @Override
    public int count() {
      return source.count();
    }

    @Override
    public ImageShape shape() {
      return source.shape();
    }

    @Override
    public boolean computed() {
      return true;
    }

    @Override
    public void read(int image, byte[] target, int offset) {
      readers.add(Thread.currentThread());
      LockSupport.parkNanos(1_000_000); // long enough for another thread to help
      source.read(image, target, offset);
    }
  }

  @Test
  void computedImagesAreReadByAllCoresThroughAllViews() {
    Computed computed = new Computed(counted(0, 10), ConcurrentHashMap.newKeySet());
    List<String> names = IntStream.range(0, 10).mapToObj(i -> "image " + i).toList();
    for (Images view :
        List.of(
            computed,
            new NamedImages(computed, names),
            new ConcatenatedImages(List.of(computed.range(0, 4), computed.range(4, 10))),
            computed.select(IntStream.range(0, 10).toArray()),
            new ResizedImages(computed, SHAPE, Crop.NONE))) {
      assertThat(view.computed()).isTrue();
      computed.readers().clear();
      byte[] range = new byte[1 + 8 * 4];
      view.readRange(1, 8, range, 1);
      assertThat(Arrays.copyOfRange(range, 1, 33))
          .isEqualTo(Arrays.copyOfRange(counting(40), 4, 36));
      byte[] some = new byte[1 + 4 * 4];
      view.readAll(new int[] {9, 2, 2, 5}, some, 1);
      int at = 1;
      for (int image : new int[] {9, 2, 2, 5}) {
        assertThat(Arrays.copyOfRange(some, at, at + 4)).isEqualTo(image(image));
        at += 4;
      }
      if (Runtime.getRuntime().availableProcessors() > 1) {
        assertThat(computed.readers()).hasSizeGreaterThan(1);
      }
    }
    assertThat(counted(0, 10).computed()).isFalse();
  }

  @Test
  void aSplitsPartsKeepTheirLabels() {
    Split split = new Split("train", counted(0, 10), new int[] {9, 8, 7, 6, 5, 4, 3, 2, 1, 0});
    assertThat(split.first(3).labels()).containsExactly(9, 8, 7);
    assertThat(split.first(3).count()).isEqualTo(3);
    assertThat(split.first(30).count()).isEqualTo(10);
    assertThat(split.values(8, 10)).hasDimensions(2, 4);
    assertThat(split.values(8, 10)[1]).containsExactly(36 / 255f, 37 / 255f, 38 / 255f, 39 / 255f);
    assertThat(split).hasToString("train: 10 images of 2x2x1, labelled");
    assertThat(new Split("test", counted(0, 2), new int[0])).hasToString("test: 2 images of 2x2x1");
  }
}
