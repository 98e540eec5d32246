package io.github.vaegraph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that cannot be read end in one line that names the file, and no run is begun. */
final class DamagedDataTest {
  @TempDir Path folder = Path.of("");

  private void refused(Path data, String... words) {
    Vae.train(data, folder.resolve("run")).refused(words);
  }

  @AfterEach
  void noRunIsBegun() {
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void idxWithAWrongMagicNumber() throws IOException {
    Path data = TinyData.idx(folder.resolve("idx"));
    Path images = data.resolve("train-images-idx3-ubyte");
    byte[] bytes = Files.readAllBytes(images);
    bytes[0] = 1;
    Files.write(images, bytes);
    refused(data, "train-images-idx3-ubyte");
    // Labels where images should be.
    Files.write(images, TinyData.idx(TinyData.labels(60), 60));
    refused(data, "train-images-idx3-ubyte");
  }

  @Test
  void idxWithTooFewOrTooManyBytes() throws IOException {
    Path data = TinyData.idx(folder.resolve("idx"));
    Path images = data.resolve("train-images-idx3-ubyte");
    byte[] bytes = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(bytes, bytes.length - 1));
    refused(data, "train-images-idx3-ubyte", "expected 60 images", "59");
    Files.write(images, Arrays.copyOf(bytes, bytes.length + 1));
    refused(data, "train-images-idx3-ubyte");
    Files.write(images, new byte[0]);
    refused(data, "train-images-idx3-ubyte");
  }

  @Test
  void labelsWithoutImagesOrOfAnotherNumber() throws IOException {
    Path data = TinyData.idx(folder.resolve("idx"));
    Files.write(data.resolve("train-labels-idx1-ubyte"), TinyData.idx(TinyData.labels(59), 59));
    refused(data, "train-labels-idx1-ubyte", "60", "59");
    Files.delete(data.resolve("train-images-idx3-ubyte"));
    refused(data, "train-labels-idx1-ubyte", "images");
  }

  @Test
  void gzipCutShort() throws IOException {
    Path data = TinyData.idx(folder.resolve("idx"));
    Path images = data.resolve("train-images-idx3-ubyte");
    byte[] packed = TinyData.gzip(Files.readAllBytes(images));
    Files.delete(images);
    Files.write(
        data.resolve("train-images-idx3-ubyte.gz"), Arrays.copyOf(packed, packed.length / 2));
    refused(data, "train-images-idx3-ubyte.gz");
  }

  @Test
  void picturesOfUnequalSizeOrOfAGivenShape() throws IOException {
    Path data = TinyData.pictures(folder.resolve("pictures"), 12);
    Vae.train(data, folder.resolve("run"), "--shape", "5x5").refused("shape");
    Path larger = TinyData.pictures(folder.resolve("larger"), 1).resolve("picture000.png");
    Path other = data.resolve("zzz.png");
    ImageIO.write(new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB), "png", other.toFile());
    refused(data, "zzz.png");
    Files.write(other, Arrays.copyOf(Files.readAllBytes(larger), 40));
    refused(data, "zzz.png");
  }

  @Test
  void npyOfAnotherTypeRankOrRange() throws IOException {
    Path npy = folder.resolve("data.npy");
    TinyData.npy(npy, "<c8", "(2, 4, 4)", new byte[2 * 16 * 8]);
    refused(npy, "data.npy", "found <c8");
    TinyData.npy(npy, "|u1", "(960,)", TinyData.pixels(60));
    refused(npy, "data.npy", "dimensions");
    TinyData.npy(npy, "|u1", "(61, 4, 4)", TinyData.pixels(60));
    refused(npy, "data.npy", "61", "60");
    for (float value : new float[] {-0.1f, 1.1f, Float.NaN, Float.POSITIVE_INFINITY}) {
      ByteBuffer floats = ByteBuffer.allocate(2 * 16 * 4).order(ByteOrder.LITTLE_ENDIAN);
      floats.putFloat(17 * 4, value);
      TinyData.npy(npy, "<f4", "(2, 4, 4)", floats.array());
      refused(npy, "data.npy", "image 1", "from 0 to 1", "" + value);
    }
  }

  @Test
  void csvWithARowOfAnotherWidthOrWithoutANumber() throws IOException {
    Path csv = folder.resolve("data.csv");
    Files.writeString(csv, "0,1,1,0\n".repeat(20) + "0,1,1\n", UTF_8);
    refused(csv, "data.csv", "21");
    Files.writeString(csv, "0,1,1,0\n".repeat(20) + "0,1,1,x\n", UTF_8);
    refused(csv, "data.csv", "21", "x");
    Files.writeString(csv, "0,1,1,0\n".repeat(20) + "0,1,1,NaN\n", UTF_8);
    refused(csv, "data.csv", "21", "NaN");
  }
}
