package io.github.vaegraph.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
  private static final int COUNT = 103;
  private static final ImageShape SHAPE = new ImageShape(1, 16, 1);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 102, 103, 104, 1000})
  void everyImageComesOnceAnEpoch(int batchSize) {
    try (Batches batches = Batches.shuffled(numbered("train"), Binarization.NONE, batchSize, 3)) {
      for (int epoch = 0; epoch < 3; epoch++) {
        assertThat(numbers(batches.epoch(epoch, 0)))
            .containsExactlyInAnyOrderElementsOf(IntStream.range(0, COUNT).boxed().toList());
      }
    }
  }

  @Test
  void closedBatchesSaySo() {
    Batches batches = Batches.inOrder(numbered("test"), Binarization.NONE, 10, 3);
    Iterator<Batch> begun = batches.epoch(0, 0);
    begun.next();
    batches.close();
    batches.close();
    assertThatThrownBy(begun::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("these batches have been closed");
    assertThatThrownBy(() -> batches.epoch(1, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyEpochAndSeedHasAnOrderOfItsOwn() {
    try (Batches batches = Batches.shuffled(numbered("train"), Binarization.NONE, 10, 3);
        Batches otherSeed = Batches.shuffled(numbered("train"), Binarization.NONE, 10, 4)) {
      List<Integer> first = numbers(batches.epoch(0, 0));
      assertThat(numbers(batches.epoch(1, 0))).isNotEqualTo(first);
      assertThat(numbers(otherSeed.epoch(0, 0))).isNotEqualTo(first);
      assertThat(first).isNotEqualTo(IntStream.range(0, COUNT).boxed().toList());
    }
  }

  @Test
  void theOrderDoesNotDependOnTheBatchSize() {
    try (Batches small = Batches.shuffled(numbered("train"), Binarization.NONE, 7, 3);
        Batches large = Batches.shuffled(numbered("train"), Binarization.NONE, 50, 3)) {
      assertThat(numbers(small.epoch(2, 0))).isEqualTo(numbers(large.epoch(2, 0)));
    }
  }

  @Test
  void inOrderIsTheSplitsOwnOrder() {
    try (Batches batches = Batches.inOrder(numbered("test"), Binarization.NONE, 10, 3)) {
      assertThat(numbers(batches.epoch(0, 0)))
          .isEqualTo(IntStream.range(0, COUNT).boxed().toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedAndEpochGiveTheSameBatches(Binarization binarization) {
    try (Batches batches = Batches.shuffled(grey("train"), binarization, 10, 3);
        Batches again = Batches.shuffled(grey("train"), binarization, 10, 3)) {
      List<byte[]> expected = pixels(batches.epoch(4, 0));
      pixels(again.epoch(9, 0)); // what came before does not matter
      assertThat(pixels(again.epoch(4, 0))).usingRecursiveComparison().isEqualTo(expected);
    }
  }

  @Test
  void startingLaterIsTheSameAsSkipping() {
    try (Batches batches = Batches.shuffled(grey("train"), Binarization.DYNAMIC, 10, 3)) {
      List<byte[]> all = pixels(batches.epoch(4, 0));
      for (int first = 0; first <= batches.perEpoch(); first++) {
        assertThat(pixels(batches.epoch(4, first)))
            .usingRecursiveComparison()
            .isEqualTo(all.subList(first, all.size()));
      }
    }
  }

  @Test
  void anEpochLeftHalfwayDoesNotDisturbTheNext() {
    try (Batches batches = Batches.shuffled(grey("train"), Binarization.DYNAMIC, 10, 3)) {
      List<byte[]> expected = pixels(batches.epoch(5, 0));
      batches.epoch(4, 0).next();
      assertThat(pixels(batches.epoch(5, 0))).usingRecursiveComparison().isEqualTo(expected);
    }
  }

  @Test
  void theLastBatchHoldsWhatIsLeft() {
    try (Batches batches = Batches.shuffled(numbered("train"), Binarization.NONE, 10, 3)) {
      assertThat(batches.perEpoch()).isEqualTo(11);
      assertThat(counts(batches.epoch(0, 0)))
          .containsExactly(10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 3);
    }
  }

  @Test
  void aBatchSizeAboveTheSetIsTheSet() {
    try (Batches batches =
        Batches.shuffled(numbered("train"), Binarization.NONE, Integer.MAX_VALUE, 3)) {
      assertThat(batches.perEpoch()).isEqualTo(1);
      assertThat(counts(batches.epoch(0, 0))).containsExactly(COUNT);
    }
  }

  @Test
  void anEmptySplitHasNoBatches() {
    Split empty = new Split("validation", Images.of(SHAPE, new byte[0]), new int[0]);
    try (Batches batches = Batches.inOrder(empty, Binarization.NONE, 10, 3)) {
      assertThat(batches.perEpoch()).isZero();
      assertThat(batches.epoch(0, 0).hasNext()).isFalse();
    }
  }

  @Test
  void afterTheLastBatchThereIsNone() {
    try (Batches batches = Batches.inOrder(numbered("test"), Binarization.NONE, COUNT, 3)) {
      Iterator<Batch> epoch = batches.epoch(0, 0);
      epoch.next();
      assertThat(epoch.hasNext()).isFalse();
      assertThatThrownBy(epoch::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void dynamicPixelsAreDrawnAnewEachEpochAndStaticOnesStay() {
    try (Batches dynamic = Batches.inOrder(grey("train"), Binarization.DYNAMIC, 10, 3);
        Batches fixed = Batches.inOrder(grey("train"), Binarization.STATIC, 10, 3)) {
      assertThat(pixels(dynamic.epoch(1, 0)))
          .usingRecursiveComparison()
          .isNotEqualTo(pixels(dynamic.epoch(0, 0)));
      assertThat(pixels(fixed.epoch(1, 0)))
          .usingRecursiveComparison()
          .isEqualTo(pixels(fixed.epoch(0, 0)));
    }
  }

  @Test
  void splitsDrawApart() {
    try (Batches train = Batches.inOrder(grey("train"), Binarization.STATIC, 10, 3);
        Batches test = Batches.inOrder(grey("test"), Binarization.STATIC, 10, 3);
        Batches shuffledTrain = Batches.shuffled(numbered("train"), Binarization.NONE, 10, 3);
        Batches shuffledTest = Batches.shuffled(numbered("test"), Binarization.NONE, 10, 3)) {
      assertThat(pixels(train.epoch(0, 0)))
          .usingRecursiveComparison()
          .isNotEqualTo(pixels(test.epoch(0, 0)));
      assertThat(numbers(shuffledTrain.epoch(0, 0)))
          .isNotEqualTo(numbers(shuffledTest.epoch(0, 0)));
    }
  }

  @Test
  void shufflingBinarizesAnImageAsInOrder() {
    // What is drawn for an image depends on its place in the split, not in the batch.
    try (Batches inOrder = Batches.inOrder(grey("train"), Binarization.DYNAMIC, 1, 3);
        Batches shuffled = Batches.shuffled(grey("train"), Binarization.DYNAMIC, 1, 3)) {
      List<String> expected = sorted(pixels(inOrder.epoch(2, 0)));
      assertThat(sorted(pixels(shuffled.epoch(2, 0)))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -4})
  void aBatchSizeThatIsNotPositiveIsRefused(int batchSize) {
    assertThatThrownBy(() -> Batches.shuffled(numbered("train"), Binarization.NONE, batchSize, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchSize must be positive, was " + batchSize);
  }

  @Test
  void aReadThatFailsIsThrownAsItWas() {
    UncheckedIOException failure = new UncheckedIOException(new IOException("the disk is gone"));
    Images broken =
        new Watched(
            () -> {
              throw failure;
            });
    try (Batches batches =
        Batches.inOrder(new Split("train", broken, new int[0]), Binarization.NONE, 10, 3)) {
      Iterator<Batch> epoch = batches.epoch(0, 0);
      assertThatThrownBy(epoch::next).isSameAs(failure);
    }
  }

  @Test
  void closingEndsTheThread() throws InterruptedException {
    AtomicReference<Thread> reader = new AtomicReference<>();
    Images images = new Watched(() -> reader.set(Thread.currentThread()));
    try (Batches batches =
        Batches.inOrder(new Split("train", images, new int[0]), Binarization.NONE, 10, 3)) {
      batches.epoch(0, 0).next();
      assertThat(thread(reader)).isNotSameAs(Thread.currentThread());
      assertThat(thread(reader).isAlive()).isTrue();
    }
    thread(reader).join(60_000);
    assertThat(thread(reader).isAlive()).isFalse();
  }

  private static Thread thread(AtomicReference<Thread> reference) {
    return Objects.requireNonNull(reference.get());
  }

  /** Images that begin with their number. */
  private static Split numbered(String name) {
    byte[] pixels = new byte[COUNT * SHAPE.size()];
    for (int i = 0; i < COUNT; i++) {
      pixels[i * SHAPE.size()] = (byte) i;
    }
    return new Split(name, Images.of(SHAPE, pixels), new int[0]);
  }

  private static Split grey(String name) {
    byte[] pixels = new byte[COUNT * SHAPE.size()];
    Arrays.fill(pixels, (byte) 100);
    return new Split(name, Images.of(SHAPE, pixels), new int[0]);
  }

  private static List<Integer> numbers(Iterator<Batch> epoch) {
    List<Integer> numbers = new ArrayList<>();
    epoch.forEachRemaining(
        batch -> {
          for (int i = 0; i < batch.count(); i++) {
            numbers.add(batch.pixels()[i * SHAPE.size()] & 0xff);
          }
        });
    return numbers;
  }

  private static List<Integer> counts(Iterator<Batch> epoch) {
    List<Integer> counts = new ArrayList<>();
    epoch.forEachRemaining(batch -> counts.add(batch.count()));
    return counts;
  }

  private static List<byte[]> pixels(Iterator<Batch> epoch) {
    List<byte[]> pixels = new ArrayList<>();
    epoch.forEachRemaining(
        batch -> pixels.add(Arrays.copyOf(batch.pixels(), batch.count() * SHAPE.size())));
    return pixels;
  }

  private static List<String> sorted(List<byte[]> images) {
    return images.stream().map(Arrays::toString).sorted().toList();
  }

  /** Black images; something happens at each read. */
  private record Watched(Runnable atRead) implements Images {
    @Override
    public int count() {
      return COUNT;
    }

    @Override
    public ImageShape shape() {
      return SHAPE;
    }

    @Override
    public void read(int image, byte[] target, int offset) {
      atRead.run();
    }
  }
}
