package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.counting;
import static io.github.vaegraph.source.DataFiles.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileImagesTest {
  private static final ImageShape SHAPE = new ImageShape(2, 2, 1);

  @TempDir Path folder = Path.of("");
  private Path file = Path.of("");
  private Images images = Images.of(SHAPE, new byte[0]);

  @BeforeEach
  void write() throws IOException {
    file = Files.write(folder.resolve("data"), counting(3 + 4 * 50));
    images = new FileImages(file, 3, 50, SHAPE, new ByteScale(file, SHAPE, new Scale(0, 255)));
  }

  private static byte[] expected(int from, int count) {
    return Arrays.copyOfRange(counting(256), 3 + 4 * from, 3 + 4 * (from + count));
  }

  @Test
  void imagesAreReadFromTheirPlace() {
    assertThat(pixels(images)).isEqualTo(expected(0, 50));
  }

  @Test
  void rangesOfViewsAreReadAtOnce() {
    byte[] target = new byte[12];
    images.range(10, 40).readRange(5, 3, target, 0);
    assertThat(target).isEqualTo(expected(15, 3));
    images.select(new int[] {7, 8, 3}).readRange(0, 3, target, 0);
    assertThat(target).startsWith(expected(7, 2)).endsWith(expected(3, 1));
  }

  @Test
  void bytesAreDividedAsTheyAreRead() throws IOException {
    Images scaled =
        new FileImages(file, 3, 50, SHAPE, new ByteScale(file, SHAPE, new Scale(0, 51)));
    // The file's byte at b is b; v of 51 is 5 v of 255.
    assertThat(scaled.bytes(2, 3)).containsExactly(55, 60, 65, 70);
    byte[] target = new byte[8];
    scaled.read(11, target, 4);
    assertThat(target).containsExactly(0, 0, 0, 0, 235, 240, 245, 250);
    assertThatThrownBy(() -> scaled.read(12, target, 0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("data: image 12: expected bytes from 0 to 51, found 52");
  }

  @Test
  void manyThreadsReadAtOnce() {
    assertThat(
            IntStream.range(0, 5000)
                .parallel()
                .filter(
                    i -> {
                      byte[] target = new byte[4];
                      images.read(i % 50, target, 0);
                      return !Arrays.equals(target, expected(i % 50, 1));
                    })
                .count())
        .isZero();
  }

  @Test
  void anInterruptedReaderLeavesTheOthersReading() throws InterruptedException {
    byte[] target = new byte[4];
    Thread interrupted =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              try {
                images.read(0, new byte[4], 0);
              } catch (UncheckedIOException e) {
                // what an interrupted reader gets
              }
            });
    interrupted.start();
    interrupted.join();
    images.read(4, target, 0);
    assertThat(target).isEqualTo(expected(4, 1));
  }

  @Test
  void aFileThatShrankIsSaid() throws IOException {
    Files.write(file, counting(10));
    assertThatThrownBy(() -> images.read(40, new byte[4], 0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("has become shorter");
  }

  @Test
  void imagesThatDoNotExistAreRefused() {
    assertThatThrownBy(() -> images.read(50, new byte[4], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
