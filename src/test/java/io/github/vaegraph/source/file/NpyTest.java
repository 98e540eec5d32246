package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.all;
import static io.github.vaegraph.source.DataFiles.counting;
import static io.github.vaegraph.source.DataFiles.floats;
import static io.github.vaegraph.source.DataFiles.npy;
import static io.github.vaegraph.source.DataFiles.options;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.squares;
import static io.github.vaegraph.source.DataFiles.write;
import static io.github.vaegraph.source.DataFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.DataFiles;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  private static final String C_ORDER = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }";

  @TempDir Path folder = Path.of("");

  private Path file(byte[] bytes) throws IOException {
    return write(folder.resolve("a.npy"), bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void bytesAreReadInEveryVersion(int version) throws IOException {
    Split all = all(file(npy(version, C_ORDER, "|u1", "(2, 2, 3)", counting(12))));
    assertThat(all.images().shape()).isEqualTo(new ImageShape(2, 3, 1));
    assertThat(pixels(all)).isEqualTo(counting(12));
  }

  @Test
  void channelsAreTheFourthDimension() throws IOException {
    assertThat(all(file(npy("|u1", "(2, 2, 2, 3)", counting(24)))).images().shape())
        .isEqualTo(new ImageShape(2, 2, 3));
  }

  @Test
  void channelsBeforeRowsAreRefused() throws IOException {
    for (int channels : new int[] {1, 3}) {
      byte[] array = npy("|u1", "(2, %d, 4, 5)".formatted(channels), counting(channels * 40));
      refusal(file(array))
          .contains(
              "a.npy: expected channels last, 1 or 3, found images of %dx4x5".formatted(channels),
              "say --layout planar");
    }
    // Two rows of four columns in five channels: unusual, and plain.
    assertThat(all(file(npy("|u1", "(1, 2, 4, 5)", counting(40)))).images().shape())
        .isEqualTo(new ImageShape(2, 4, 5));
    assertThat(all(file(npy("|u1", "(1, 3, 4, 3)", counting(36)))).images().shape())
        .isEqualTo(new ImageShape(3, 4, 3));
  }

  @Test
  void vectorsTakeTheirShapeFromTheOptions() throws IOException {
    Path file = file(npy("|u1", "(2, 6)", counting(12)));
    DataOptions options = options(file, new ImageShape(3, 2, 1), LabelColumn.NONE, null);
    assertThat(Datasets.openAll(options).images().shape()).isEqualTo(new ImageShape(3, 2, 1));
    refusal(file).contains("--shape HxW");
  }

  @Test
  void floatsAreRoundedToTheNearestByte() throws IOException {
    byte[] singles = npy("<f4", "(1, 2, 2)", floats(0, 1, 0.5f, 0.1f));
    assertThat(pixels(all(file(singles)))).containsExactly(0, 255, 128, 26);
    ByteBuffer doubles = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    doubles.putDouble(0).putDouble(1).putDouble(0.5).putDouble(0.1);
    assertThat(pixels(all(file(npy("<f8", "(1, 2, 2)", doubles.array())))))
        .containsExactly(0, 255, 128, 26);
  }

  @Test
  void trueIsWhite() throws IOException {
    assertThat(pixels(all(file(npy("|b1", "(1, 2, 2)", new byte[] {0, 1, 1, 0})))))
        .containsExactly(0, 255, 255, 0);
  }

  @Test
  void valuesOutOfRangeAreNamed() throws IOException {
    byte[] body = floats(0, 0, 0, 0, 0, 1.5f, 0, 0);
    refusal(file(npy("<f4", "(2, 2, 2)", body)))
        .contains("image 1: expected values from 0 to 1, found 1.5");
    refusal(file(npy("<f4", "(1, 2, 2)", floats(0, Float.NaN, 0, 0))))
        .contains("image 0: expected values from 0 to 1, found NaN");
    refusal(file(npy("<f4", "(1, 2, 2)", floats(0, -0.1f, 0, 0)))).contains("found -0.1");
  }

  @Test
  void maxValueDividesFloats() throws IOException {
    Path file = file(npy("<f4", "(1, 2, 2)", floats(0, 255, 51, 1)));
    DataOptions options = options(file, null, LabelColumn.NONE, 255.0);
    assertThat(pixels(Datasets.openAll(options))).containsExactly(0, 255, 51, 1);
  }

  @Test
  void maxValueDividesBytesAndLeavesBoolsAlone() throws IOException {
    byte[] bits = {0, 1, 1, 0, 0, 0, 1, 1};
    byte[] array = npy("|u1", "(2, 2, 2)", bits);
    Path archive = write(folder.resolve("a.npz"), zip(Map.of("x.npy", array)));
    for (Path path : List.of(file(array), archive)) {
      DataOptions options = options(path, null, LabelColumn.NONE, 1.0);
      assertThat(pixels(Datasets.openAll(options))).containsExactly(0, 255, 255, 0, 0, 0, 255, 255);
      refusal(options(path, null, LabelColumn.NONE, 0.5))
          .contains("image 0: expected bytes from 0 to 0.5, found 1; say another --max-value");
    }
    Path bools = file(npy("|b1", "(2, 2, 2)", bits));
    assertThat(pixels(Datasets.openAll(options(bools, null, LabelColumn.NONE, 255.0))))
        .containsExactly(0, 255, 255, 0, 0, 0, 255, 255);
  }

  @Test
  void largeArraysOnDiskAreDividedToo() throws IOException {
    Path path = file(npy("|u1", "(2, 2, 2)", new byte[] {0, 1, 1, 0, 0, 0, 1, 1}));
    ReadOptions options = ReadOptions.with().maxValue(1).build();
    Images images = NpyArray.parts(InputFile.open(path), options, new ReadLimits(7, 0)).train().images();
    assertThat(images).isInstanceOf(FileImages.class);
    assertThat(pixels(images)).containsExactly(0, 255, 255, 0, 0, 0, 255, 255);
  }

  @Test
  void otherTypesAndOrdersAreRefused() throws IOException {
    refusal(file(npy("<i8", "(1, 2, 2)", new byte[32])))
        .contains("expected values of type uint8, bool, float32 or float64, found i8");
    refusal(file(npy("<c8", "(1, 2, 2)", new byte[32]))).contains("found <c8");
    refusal(file(npy(">f4", "(1, 2, 2)", new byte[16])))
        .contains("expected little-endian values, found >f4; save array.astype('<f4')");
    refusal(file(npy(1, C_ORDER.replace("False", "True"), "|u1", "(1, 2, 2)", new byte[4])))
        .contains("expected C order, found Fortran order");
    refusal(file(npy(1, "{'descr': [('a', '%s')], 'shape': %s}", "<f4", "(1,)", new byte[4])))
        .contains("expected a NumPy header of one plain type");
  }

  @Test
  void otherRanksAreRefused() throws IOException {
    refusal(file(npy("|u1", "(4,)", new byte[4]))).contains("found 1 dimensions");
    refusal(file(npy("|u1", "()", new byte[1]))).contains("dimensions");
    refusal(file(npy("|u1", "(0, 2, 2)", new byte[0]))).contains("the array (0, 2, 2) is empty");
    refusal(file(npy("|u1", "(99999999999, 2, 2)", new byte[4]))).contains("found 99999999999");
  }

  @Test
  void truncatedFileNamesTheMissingEntries() throws IOException {
    byte[] whole = npy("|u1", "(10, 2, 3)", counting(60));
    refusal(file(Arrays.copyOf(whole, whole.length - 13)))
        .contains("expected 10 entries, the file ends after 7");
    byte[] floats = npy("<f4", "(3, 2, 2)", new byte[48]);
    refusal(file(Arrays.copyOf(floats, floats.length - 1))).contains("the file ends after 2");
    refusal(file(Arrays.copyOf(whole, whole.length + 1))).contains("and no more");
    for (int length = 8; length < whole.length - 60; length++) {
      refusal(file(Arrays.copyOf(whole, length))).contains("the file ends within its header");
    }
  }

  @Test
  void promisedTerabytesAllocateNothing() throws IOException {
    refusal(file(npy("|u1", "(2147483647, 4096, 4096)", new byte[4])))
        .contains("the file ends after 0");
    refusal(
            write(
                folder.resolve("a.npz"),
                zip(Map.of("x.npy", npy("|u1", "(9999999, 99, 99)", new byte[4])))))
        .contains("2 GiB");
  }

  @Test
  void mislabelledContentIsNamed() throws IOException {
    refusal(file(DataFiles.idxImages(2)))
        .contains("a.npy: expected a NumPy array as the name says, found IDX data");
    refusal(write(folder.resolve("a.npz"), npy("|u1", "(1, 2, 2)", new byte[4])))
        .contains("expected a ZIP archive as the name says, found a NumPy array");
  }

  @Test
  void largeArraysStayOnDisk() throws IOException {
    InputFile file = InputFile.open(file(npy("|u1", "(5, 2, 2)", counting(20))));
    Images images = NpyArray.parts(file, ReadOptions.USUAL, new ReadLimits(19, 0)).train().images();
    assertThat(images).isInstanceOf(FileImages.class);
    assertThat(pixels(images)).isEqualTo(counting(20));
  }

  @Test
  void archiveOfKerasHasSplitsAndLabels() throws IOException {
    ByteBuffer labels = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    labels.putLong(3).putLong(1).putLong(2).putLong(0);
    Path file =
        write(
            folder.resolve("a.npz"),
            zip(
                Map.of(
                    "x_train.npy", npy("|u1", "(4, 2, 2)", counting(16)),
                    "y_train.npy", npy("<i8", "(4,)", labels.array()),
                    "x_test.npy", npy("|u1", "(2, 2, 2)", counting(8)),
                    "y_test.npy", npy("|u1", "(2, 1)", new byte[] {1, 2}))));
    Dataset set = Datasets.open(file.toString());
    assertThat(set.test().labels()).containsExactly(1, 2);
    assertThat(Datasets.openAll(DataOptions.of(file.toString())).labels())
        .containsExactly(3, 1, 2, 0, 1, 2);
    assertThat(set.labelNames()).containsExactly("0", "1", "2", "3");
  }

  @Test
  void archiveOfOneArrayIsThatArray() throws IOException {
    byte[] zip = zip(Map.of("anything.npy", npy("|u1", "(4, 2, 2)", counting(16))));
    assertThat(pixels(all(write(folder.resolve("a.npz"), zip)))).isEqualTo(counting(16));
  }

  @Test
  void archivesOfMostlyBlackImagesMayGrowAsTheyLike() throws IOException {
    byte[] squares = squares(2000);
    byte[] packed = zip(Map.of("x.npy", npy("|u1", "(2000, 128, 128)", squares)));
    assertThat(squares.length / packed.length).isGreaterThan(600);
    assertThat(pixels(all(write(folder.resolve("a.npz"), packed)))).isEqualTo(squares);
  }

  @Test
  void archiveWithoutKnownArraysListsWhatItHolds() throws IOException {
    byte[] array = npy("|u1", "(4, 2, 2)", counting(16));
    refusal(write(folder.resolve("a.npz"), zip(Map.of("a.npy", array, "b.npy", array))))
        .contains("expected the arrays x_train, y_train, x_test, y_test or one array, found a, b");
    refusal(write(folder.resolve("b.npz"), zip(Map.of("readme.txt", new byte[1]))))
        .contains("found none");
  }

  @Test
  void labelsOfAnotherKindOrCountAreRefused() throws IOException {
    byte[] images = npy("|u1", "(4, 2, 2)", counting(16));
    Path file = folder.resolve("a.npz");
    byte[] three = npy("|u1", "(3,)", new byte[3]);
    refusal(write(file, zip(Map.of("x_train.npy", images, "y_train.npy", three))))
        .contains("found 3 in y_train and 4 in x_train");
    byte[] oneHot = npy("<f4", "(4, 2)", new byte[32]);
    refusal(write(file, zip(Map.of("x_train.npy", images, "y_train.npy", oneHot))))
        .contains("expected labels, whole numbers [images], found type f4 with 2 dimensions");
    byte[] negative = npy("|i1", "(4,)", new byte[] {0, -1, 0, 0});
    refusal(write(file, zip(Map.of("x_train.npy", images, "y_train.npy", negative))))
        .contains("label 1: expected 0 to 65535, found -1");
  }

  /** 300 in all types that hold it, and 200 in the one that does not. */
  @ParameterizedTest
  @CsvSource({"|u1, 200", "<u2, 300", "<i2, 300", "<u4, 300", "<i4, 300", "<u8, 300", "<i8, 300"})
  void labelsMayBeWholeNumbersOfEveryType(String type, int label) throws IOException {
    int bytes = type.charAt(2) - '0';
    ByteBuffer labels = ByteBuffer.allocate(4 * bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 4; i++) {
      int value = i == 2 ? label : i;
      for (int b = 0; b < bytes; b++) {
        labels.put((byte) (b < 4 ? value >> (8 * b) : 0));
      }
    }
    String shape = "(4,)";
    byte[] images = npy("|u1", "(4, 2, 2)", counting(16));
    Path file = folder.resolve("a.npz");
    byte[] whole = npy(type, shape, labels.array());
    write(file, zip(Map.of("x_train.npy", images, "y_train.npy", whole)));
    assertThat(Datasets.openAll(DataOptions.of(file.toString())).labels())
        .containsExactly(0, 1, label, 3);
    byte[] cut = npy(type, shape, Arrays.copyOf(labels.array(), 3 * bytes));
    refusal(write(file, zip(Map.of("x_train.npy", images, "y_train.npy", cut))))
        .contains("4 entries", "3");
  }

  @Test
  void floatsCutShortNameTheMissingEntries() throws IOException {
    byte[] bytes = Arrays.copyOf(floats(new float[16]), 13 * 4);
    refusal(file(npy("<f4", "(4, 2, 2)", bytes))).contains("4 entries", "3");
  }
}
