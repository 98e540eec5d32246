package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.all;
import static io.github.vaegraph.source.DataFiles.counting;
import static io.github.vaegraph.source.DataFiles.gzip;
import static io.github.vaegraph.source.DataFiles.idx;
import static io.github.vaegraph.source.DataFiles.idxImages;
import static io.github.vaegraph.source.DataFiles.idxLabels;
import static io.github.vaegraph.source.DataFiles.options;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.squares;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
  private static final byte[] BITS = {0, 1, 1, 0, 0, 1};

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"train-images-idx3-ubyte", "train-images.idx3-ubyte"})
  void imagesAreReadInOrderRawAndCompressed(String name) throws IOException {
    Path raw = write(folder.resolve("raw").resolve(name), idxImages(20));
    Path packed = write(folder.resolve("gz").resolve(name + ".gz"), gzip(idxImages(20)));
    for (Path file : new Path[] {raw, packed, raw.getParent(), packed.getParent()}) {
      Split all = all(file);
      assertThat(all.images().shape()).isEqualTo(new ImageShape(2, 3, 1));
      assertThat(pixels(all)).isEqualTo(counting(120));
      assertThat(all.labelled()).isFalse();
    }
  }

  @Test
  void colourImagesHaveFourDimensions() throws IOException {
    Path file = write(folder.resolve("x-idx4-ubyte"), idx(counting(24), 2, 2, 2, 3));
    assertThat(all(file).images().shape()).isEqualTo(new ImageShape(2, 2, 3));
  }

  @Test
  void channelsBeforeRowsAreRefused() throws IOException {
    refusal(write(folder.resolve("x-idx4-ubyte"), idx(counting(24), 2, 3, 2, 2)))
        .contains("expected channels last, 1 or 3, found images of 3x2x2", "say layout(planar)");
  }

  @Test
  void labelsAreReadBesideTheirImages() throws IOException {
    write(folder.resolve("train-images-idx3-ubyte"), idxImages(20));
    write(folder.resolve("train-labels-idx1-ubyte.gz"), gzip(idxLabels(20)));
    write(folder.resolve("test-images-idx3-ubyte"), idxImages(5));
    write(folder.resolve("test-labels-idx1-ubyte"), idx(new byte[] {1, 2, 3, 4, (byte) 255}, 5));
    Dataset set = Datasets.open(folder.toString());
    assertThat(set.test().labels()).containsExactly(1, 2, 3, 4, 255);
    assertThat(set.train().labelled()).isTrue();
    assertThat(set.labelNames()).hasSize(256).endsWith("255");
  }

  @Test
  void truncatedFileNamesTheMissingImages() throws IOException {
    byte[] whole = idxImages(60);
    Path file =
        write(folder.resolve("train-images-idx3-ubyte"), Arrays.copyOf(whole, 16 + 41 * 6 + 3));
    refusal(file)
        .contains(
            "train-images-idx3-ubyte: expected 60 images, the file ends after 41;"
                + " is the download complete?");
  }

  @Test
  void truncatedContentOfGzipNamesTheMissingImages() throws IOException {
    byte[] cut = gzip(Arrays.copyOf(idxImages(60), 16 + 41 * 6));
    refusal(write(folder.resolve("train-images-idx3-ubyte.gz"), cut))
        .contains("expected 60 images, the file ends after 41");
  }

  @Test
  void gzipCutShortIsSaid() throws IOException {
    byte[] whole = gzip(idxImages(60));
    for (int length = 1; length < whole.length; length++) {
      Path file = write(folder.resolve("a-idx3-ubyte.gz"), Arrays.copyOf(whole, length));
      refusal(file).containsAnyOf("end", "expected gzip data");
    }
  }

  @Test
  void imagesThatAreMostlyBlackMayGrowAsTheyLike() throws IOException {
    byte[] squares = squares(2000);
    byte[] packed = gzip(idx(squares, 2000, 128, 128));
    assertThat(squares.length / packed.length).isGreaterThan(600);
    assertThat(pixels(all(write(folder.resolve("a-idx3-ubyte.gz"), packed)))).isEqualTo(squares);
  }

  @Test
  void damagedGzipIsSaid() throws IOException {
    byte[] bytes = gzip(idxImages(60));
    bytes[bytes.length - 6] ^= 1; // in the check sum
    refusal(write(folder.resolve("a-idx3-ubyte.gz"), bytes)).contains("damaged", "fetch");
  }

  @Test
  void headerCutShortIsSaid() throws IOException {
    for (int length = 1; length < 16; length++) {
      Path file = write(folder.resolve("a-idx3-ubyte"), Arrays.copyOf(idxImages(1), length));
      refusal(file).contains("the file ends within its header");
    }
  }

  @Test
  void tooManyBytesAreRefused() throws IOException {
    byte[] longer = Arrays.copyOf(idxImages(3), 16 + 3 * 6 + 1);
    refusal(write(folder.resolve("a-idx3-ubyte"), longer))
        .contains("expected 3 images and no more");
    refusal(write(folder.resolve("b-idx3-ubyte.gz"), gzip(longer)))
        .contains("expected 3 images and no more");
  }

  @Test
  void wrongMagicIsShown() throws IOException {
    refusal(write(folder.resolve("a-idx3-ubyte"), "<html>not found</html>"))
        .contains("found 0x3c68746d (a web page)");
    byte[] floats = idxImages(1);
    floats[2] = 0x0d;
    refusal(write(folder.resolve("b-idx3-ubyte"), floats))
        .contains(
            "expected IDX type 0x08, unsigned bytes, found 0x0d, floats; save the array as .npy");
  }

  @Test
  void promisedTerabytesAllocateNothing() throws IOException {
    byte[] promise = idx(new byte[10], Integer.MAX_VALUE, 4096, 4096);
    refusal(write(folder.resolve("a-idx3-ubyte"), promise))
        .contains("expected 2147483647 images, the file ends after 0");
    refusal(write(folder.resolve("b-idx3-ubyte.gz"), gzip(promise))).contains("2 GiB");
    byte[] gigabytes = idx(new byte[10], 2_000_000, 28, 28);
    refusal(write(folder.resolve("c-idx3-ubyte.gz"), gzip(gigabytes)))
        .contains("expected 2000000 images, the file ends after 0");
  }

  @Test
  void impossibleDimensionsAreRefused() throws IOException {
    refusal(write(folder.resolve("a-idx3-ubyte"), idx(new byte[10], -1, 28, 28)))
        .contains("dimension 0 must be from 1 to 2147483647, the header says 4294967295");
    refusal(write(folder.resolve("b-idx3-ubyte"), idx(new byte[10], 1, 65536, 65536)))
        .contains("an image may hold at most");
    refusal(write(folder.resolve("c-idx3-ubyte"), idx(new byte[0], 0, 28, 28)))
        .contains("dimension 0 must be from 1");
  }

  @Test
  void labelsWithoutImagesAreRefused() throws IOException {
    write(folder.resolve("train-labels-idx1-ubyte"), idxLabels(5));
    refusal(folder).contains("train-labels-idx1-ubyte: expected a file train-images-idx3-ubyte");
    refusal(folder.resolve("train-labels-idx1-ubyte")).contains("found labels");
  }

  @Test
  void unequalCountsAreRefused() throws IOException {
    write(folder.resolve("train-images-idx3-ubyte"), idxImages(5));
    write(folder.resolve("train-labels-idx1-ubyte"), idxLabels(4));
    refusal(folder).contains("expected 5 labels as train-images-idx3-ubyte holds images, found 4");
  }

  @Test
  void splitsOfUnequalSizeAreRefused() throws IOException {
    write(folder.resolve("train-images-idx3-ubyte"), idxImages(5));
    write(folder.resolve("t10k-images-idx3-ubyte"), idx(counting(8), 2, 2, 2));
    refusal(folder).contains("expected test images of 2x3x1 as in training, found 2x2x1");
  }

  @Test
  void testImagesAloneAreRefused() throws IOException {
    write(folder.resolve("t10k-images-idx3-ubyte"), idxImages(5));
    refusal(folder).contains("expected training images");
  }

  @Test
  void largeRawFilesStayOnDisk() throws IOException {
    Path file = write(folder.resolve("a-idx3-ubyte"), idxImages(20));
    InputFile input = InputFile.open(file);
    Images onDisk = read(input, new ReadLimits(119, 0));
    assertThat(onDisk).isInstanceOf(FileImages.class);
    assertThat(pixels(onDisk)).isEqualTo(counting(120));
    assertThat(read(input, new ReadLimits(120, 0))).isNotInstanceOf(FileImages.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"emnist-letters-", "qmnist-", "my_", "a.b.", "kmnist-49-"})
  void namesMayBeginWithAnything(String prefix) throws IOException {
    write(folder.resolve(prefix + "train-images-idx3-ubyte.gz"), gzip(idxImages(20)));
    write(folder.resolve(prefix + "train-labels-idx1-ubyte.gz"), gzip(idxLabels(20)));
    write(folder.resolve(prefix + "test-images-idx3-ubyte"), idxImages(5));
    write(folder.resolve(prefix + "test-labels-idx1-ubyte"), idxLabels(5));
    Dataset set = Datasets.open(folder.toString());
    assertThat(set.test().labels()).containsExactly(0, 1, 2, 3, 4);
    assertThat(set.train().labelled()).isTrue();
    assertThat(set.notes()).hasSize(prefix.startsWith("emnist") ? 1 : 0);
  }

  @Test
  void emnistIsSaidToLieOnItsSide() throws IOException {
    write(folder.resolve("emnist-digits-train-images-idx3-ubyte"), idxImages(20));
    assertThat(Datasets.open(folder.toString()).notes())
        .singleElement()
        .asString()
        .contains("rows and columns exchanged; say transpose(true)");
    ReadOptions turned = ReadOptions.with().transpose(true).build();
    Dataset upright = Datasets.open(DataOptions.of(folder.toString()).withReading(turned));
    assertThat(upright.notes()).isEmpty();
    assertThat(upright.shape()).isEqualTo(new ImageShape(3, 2, 1));
  }

  @Test
  void severalSetsInOneFolderAreNamed() throws IOException {
    write(folder.resolve("emnist-letters-train-images-idx3-ubyte"), idxImages(20));
    write(folder.resolve("emnist-digits-train-images-idx3-ubyte"), idxImages(20));
    refusal(folder)
        .contains("those of 2: emnist-digits-..., emnist-letters-...", "data(emnist-letters)");
    write(folder.resolve("train-images-idx3-ubyte"), idxImages(20));
    refusal(folder).contains("files without a prefix");
  }

  @Test
  void labelsMayBeTheFirstOfSeveralInts() throws IOException {
    // As QMNIST's: type 0x0c, [N, 8] ints, of which the first is the class.
    ByteBuffer labels = ByteBuffer.allocate(12 + 5 * 8 * 4);
    labels.putInt(0xc02).putInt(5).putInt(8);
    for (int i = 0; i < 5; i++) {
      for (int column = 0; column < 8; column++) {
        labels.putInt(column == 0 ? 9 - i : 7000 + column);
      }
    }
    write(folder.resolve("qmnist-train-images-idx3-ubyte"), idxImages(5));
    Path file = write(folder.resolve("qmnist-train-labels-idx2-int"), labels.array());
    assertThat(all(folder).labels()).containsExactly(9, 8, 7, 6, 5);
    write(file, Arrays.copyOf(labels.array(), labels.capacity() - 40));
    refusal(folder).contains("expected 5 labels, the file ends after 3");
    write(file, idx(new byte[10], 5, 2));
    refusal(folder).contains("expected labels, of 1 dimension, found 2");
  }

  @Test
  void planarImagesAreReadWhenToldSo() throws IOException {
    Path file = write(folder.resolve("x-idx4-ubyte"), idx(counting(6), 1, 3, 1, 2));
    ReadOptions planar = ReadOptions.with().layout(ReadOptions.Layout.PLANAR).build();
    Split all = Datasets.openAll(DataOptions.of(file.toString()).withReading(planar));
    assertThat(pixels(all)).containsExactly(0, 2, 4, 1, 3, 5);
  }

  private static Images read(InputFile file, ReadLimits limits) throws IOException {
    return IdxFile.images(file, ReadOptions.USUAL, limits).train().images();
  }

  @Test
  void maxValueDividesBytes() throws IOException {
    for (byte[] bytes : List.of(idx(BITS, 2, 1, 3), gzip(idx(BITS, 2, 1, 3)))) {
      Path file = write(folder.resolve("train-images-idx3-ubyte"), bytes);
      for (Path path : List.of(file, folder)) {
        DataOptions options = options(path, null, LabelColumn.NONE, 1.0);
        assertThat(pixels(Datasets.openAll(options))).containsExactly(0, 255, 255, 0, 0, 255);
      }
    }
    Path file = write(folder.resolve("a-idx3-ubyte"), idx(new byte[] {0, 1, 2, 1}, 2, 1, 2));
    refusal(options(file, null, LabelColumn.NONE, 1.0))
        .contains(
            "a-idx3-ubyte: image 1: expected bytes from 0 to 1, found 2; say another maxValue");
  }

  @Test
  void unreadableFileIsSaid() throws IOException {
    Path file = write(folder.resolve("a-idx3-ubyte"), idxImages(20));
    assumeTrue(file.toFile().setReadable(false) && !Files.isReadable(file));
    refusal(file).contains("permission denied");
  }

  @Test
  void emptyFileIsSaid() throws IOException {
    refusal(write(folder.resolve("a-idx3-ubyte"), "")).contains("the file is empty");
  }

  @Test
  void nameGzWithoutGzipIsSaid() throws IOException {
    refusal(write(folder.resolve("train-images-idx3-ubyte.gz"), idxImages(2)))
        .contains("expected gzip data as the name says, found IDX data");
  }

  @Test
  void aFolderThatWrapsTheFilesIsLookedThrough() throws IOException {
    Path raw = folder.resolve("MNIST/raw");
    write(raw.resolve("train-images-idx3-ubyte"), idxImages(5));
    write(raw.resolve("train-labels-idx1-ubyte"), idxLabels(5));
    write(folder.resolve(".DS_Store"), "x");
    Dataset set = Datasets.open(folder.toString());
    assertThat(set.train().labelled()).isTrue();
    assertThat(set.notes())
        .containsExactly("all files lie in the folder MNIST/raw, which is looked through");
    write(folder.resolve("other/a.txt"), "x");
    refusal(folder).contains("expected IDX files");
  }
}
