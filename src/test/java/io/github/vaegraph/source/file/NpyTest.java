package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.all;
import static io.github.vaegraph.source.DataFiles.counting;
import static io.github.vaegraph.source.DataFiles.floats;
import static io.github.vaegraph.source.DataFiles.npy;
import static io.github.vaegraph.source.DataFiles.options;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
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
              "say layout(planar)");
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
    refusal(file).contains("shape(HxW)");
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
          .contains("image 0: expected bytes from 0 to 0.5, found 1; say another maxValue(...)");
    }
    Path bools = file(npy("|b1", "(2, 2, 2)", bits));
    assertThat(pixels(Datasets.openAll(options(bools, null, LabelColumn.NONE, 255.0))))
        .containsExactly(0, 255, 255, 0, 0, 0, 255, 255);
  }

  @Test
  void largeArraysOnDiskAreDividedToo() throws IOException {
    Path path = file(npy("|u1", "(2, 2, 2)", new byte[] {0, 1, 1, 0, 0, 0, 1, 1}));
    ReadOptions options = ReadOptions.with().maxValue(1).build();
    Images images =
        NpyArray.parts(InputFile.open(path), options, new ReadLimits(7, 0)).train().images();
    assertThat(images).isInstanceOf(FileImages.class);
    assertThat(pixels(images)).containsExactly(0, 255, 255, 0, 0, 0, 255, 255);
  }

  @Test
  void otherTypesAndOrdersAreRefused() throws IOException {
    for (String type : List.of("<c8", "|O", "<M8", "<f1", "|S4")) {
      refusal(file(npy(type, "(1, 2, 2)", new byte[32])))
          .contains("expected whole numbers, floats, bools or text", "found " + type);
    }
    refusal(file(npy("<U1", "(1, 2, 2)", new byte[16]))).contains("expected numbers, found text");
    refusal(file(npy(1, "{'descr': [('a', '%s')], 'shape': %s}", "<f4", "(1,)", new byte[4])))
        .contains("expected a NumPy header of one plain type");
  }

  @Test
  void arraysInTheOrderOfColumnsAreRead() throws IOException {
    String columns = C_ORDER.replace("False", "True");
    // [2, 2, 3] with entries 0..5 and 6..11 in the order of rows: the first index changes fastest.
    byte[] body = {0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11};
    assertThat(pixels(all(file(npy(1, columns, "|u1", "(2, 2, 3)", body)))))
        .isEqualTo(counting(12));
    byte[] table = floats(0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 1, 0); // rows 0 .4 .8 1, .2 .6 1 0
    assertThat(pixels(all(file(npy(1, columns, "<f4", "(2, 4)", table)))))
        .containsExactly(0, 102, 204, 255, 51, 153, 255, 0);
    NpyRows rows = NpyRows.read(file(npy(1, columns, "<f4", "(2, 4)", table)));
    assertThat(rows.values()).containsExactly(0, 0.4f, 0.8f, 1, 0.2f, 0.6f, 1, 0);
    InputFile large = InputFile.open(file(npy(1, columns, "|u1", "(2, 2, 3)", body)));
    assertThat(pixels(NpyArray.parts(large, ReadOptions.USUAL, new ReadLimits(1, 0)).train()))
        .isEqualTo(counting(12));
    refusal(file(npy(1, columns, "|u1", "(2, 2, 3)", Arrays.copyOf(body, 11))))
        .contains("expected 2 entries, the file ends after 1");
  }

  /** The body of an array of this type. */
  private static byte[] body(String type, double... values) {
    int bytes = type.charAt(2) - '0';
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * bytes)
            .order(type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (type.substring(1)) {
        case "f4" -> buffer.putFloat((float) value);
        case "f8" -> buffer.putDouble(value);
        case "u1", "i1" -> buffer.put((byte) value);
        case "u2", "i2" -> buffer.putShort((short) (int) value);
        case "u4", "i4" -> buffer.putInt((int) (long) value);
        default -> buffer.putLong((long) value);
      }
    }
    return buffer.array();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", ">u2", ">i2", ">u4", ">i4", ">u8", ">i8"
      })
  void wholeNumbersOfEveryTypeAreRead(String type) throws IOException {
    DataOptions stated =
        options(
            file(npy(type, "(1, 2, 2)", body(type, 0, 25, 50, 100))),
            null,
            LabelColumn.NONE,
            100.0);
    // 25 / 100 * 255 = 63.75
    assertThat(pixels(Datasets.openAll(stated))).containsExactly(0, 64, 128, 255);
    assertThat(Datasets.open(stated).notes()).isEmpty();
    // Without a word: none is above 255, so that is white, and said.
    Dataset evident =
        Datasets.open(file(npy(type, "(3, 2, 1)", body(type, 0, 25, 0, 1, 9, 9))).toString());
    assertThat(evident.notes()).singleElement().asString().contains("none above 255", "maxValue");
    assertThat(evident.options().orElseThrow().reading().maxValue()).contains(255.0);
    assertThat(pixels(all(file(npy(type, "(1, 2, 2)", body(type, 0, 25, 100, 1))))))
        .containsExactly(0, 25, 100, 1);
    assertThat(pixels(all(file(npy(type, "(1, 2, 2)", body(type, 0, 1, 1, 0))))))
        .containsExactly(0, 255, 255, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "4000, maxValue(4095)",
    "60000, maxValue(65535)",
    "300, maxValue(300)",
  })
  void whatIsWhiteIsAskedWhereItIsNotEvident(double largest, String remedy) throws IOException {
    for (String type : List.of("<u2", ">i4", "<i8")) {
      refusal(file(npy(type, "(1, 2, 2)", body(type, 0, 1, largest, 7))))
          .contains("which", "stands for white", "go from 0 to " + (int) largest, remedy);
    }
  }

  @Test
  void aRecordedScaleHoldsForAnotherFile() throws IOException {
    Path training = file(npy("<u2", "(3, 2, 1)", body("<u2", 0, 16, 8, 4, 2, 1)));
    ReadOptions recorded =
        Datasets.open(options(training, null, LabelColumn.NONE, 16.0))
            .options()
            .orElseThrow()
            .reading();
    Path other = write(folder.resolve("b.npy"), npy("|u1", "(1, 2, 1)", new byte[] {4, 8}));
    assertThat(pixels(Datasets.openAll(DataOptions.of(other.toString()), recorded).train()))
        .containsExactly(64, 128);
  }

  @Test
  void halvesAreRead() throws IOException {
    // IEEE 754 binary16: 1 = 3c00, 1/2 = 3800, 1/3 = 3555 (0.33325), the smallest = 0001 (2^-24)
    short[] bits = {0x3c00, 0x3800, 0x3555, 0x0001};
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      ByteBuffer halves = ByteBuffer.allocate(8).order(order);
      for (short half : bits) {
        halves.putShort(half);
      }
      String type = order == ByteOrder.BIG_ENDIAN ? ">f2" : "<f2";
      assertThat(pixels(all(file(npy(type, "(1, 2, 2)", halves.array())))))
          .containsExactly(255, 128, 85, 0);
    }
    assertThat(NpyValues.half((short) 0x0001)).isEqualTo(0x1p-24);
    assertThat(NpyValues.half((short) 0x7bff)).isEqualTo(65504); // the largest
    assertThat(NpyValues.half((short) 0xc000)).isEqualTo(-2);
    assertThat(NpyValues.half((short) 0xfc00)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(NpyValues.half((short) 0x7e00)).isNaN();
  }

  @Test
  void bigEndianFloatsAreRead() throws IOException {
    for (String type : List.of(">f4", ">f8")) {
      assertThat(pixels(all(file(npy(type, "(1, 2, 2)", body(type, 0, 1, 0.5, 0.1))))))
          .containsExactly(0, 255, 128, 26);
    }
  }

  @Test
  void minValueIsBlack() throws IOException {
    Path file = file(npy("<f4", "(1, 2, 2)", floats(-1, 1, 0, 0.5f)));
    refusal(file)
        .contains(
            "image 0: expected values from 0 to 1, found -1",
            "go from -1 to 1",
            "say minValue(-1)");
    ReadOptions reading = ReadOptions.with().minValue(-1).build();
    // (0 + 1) / 2 * 255 = 127.5, (0.5 + 1) / 2 * 255 = 191.25
    assertThat(pixels(Datasets.openAll(DataOptions.of(file.toString()).withReading(reading))))
        .containsExactly(0, 255, 128, 191);
    Path signed = file(npy("|i1", "(1, 2, 2)", body("|i1", -128, 127, 0, -1)));
    refusal(signed).contains("minValue(-128) maxValue(127)");
    ReadOptions both = ReadOptions.with().minValue(-128).maxValue(127).build();
    assertThat(pixels(Datasets.openAll(DataOptions.of(signed.toString()).withReading(both))))
        .containsExactly(0, 255, 128, 127);
    Path bytes = file(npy("|u1", "(1, 2, 2)", new byte[] {10, 20, 15, 12}));
    ReadOptions part = ReadOptions.with().minValue(10).maxValue(20).build();
    assertThat(pixels(Datasets.openAll(DataOptions.of(bytes.toString()).withReading(part))))
        .containsExactly(0, 255, 128, 51);
    refusal(DataOptions.of(bytes.toString()).withReading(part.changed().minValue(11).build()))
        .contains("expected bytes from 11 to 20, found 10; say another minValue(...)");
  }

  @Test
  void standardizedValuesAreToldWhichOptionsFit() throws IOException {
    refusal(file(npy("<f8", "(1, 2, 2)", body("<f8", -1.234, 0, 3.21, 1))))
        .contains("the values go from -1.234 to 3.21", "minValue(-1.3) maxValue(3.3)");
    refusal(file(npy("<f8", "(1, 2, 2)", body("<f8", 255, 0, 3.5, 1)))).contains("maxValue(255)");
  }

  @Test
  void fractionsOnAScaleOfBytesAreSaid() throws IOException {
    Path file = file(npy("<f4", "(3, 2, 1)", floats(0, 1, 0.5f, 0.1f, 0, 0)));
    Dataset set = Datasets.open(options(file, null, LabelColumn.NONE, 255.0));
    assertThat(set.notes()).singleElement().asString().contains("is maxValue(1) meant?");
  }

  @Test
  void aFloatsRoundingIsNoValueOffTheScale() throws IOException {
    Path file = file(npy("<f4", "(1, 2, 1)", floats(0.1f, 0))); // 0.1f is above 0.1
    assertThat(pixels(Datasets.openAll(options(file, null, LabelColumn.NONE, 0.1))))
        .containsExactly(255, 0);
  }

  @Test
  void planarColoursAreReordered() throws IOException {
    // Two pixels: red 1, 2; green 3, 4; blue 5, 6.
    byte[] body = {1, 2, 3, 4, 5, 6};
    Path flat = write(folder.resolve("flat.npy"), npy("|u1", "(1, 6)", body));
    Path deep = write(folder.resolve("deep.npy"), npy("|u1", "(1, 3, 1, 2)", body));
    ImageShape shape = new ImageShape(1, 2, 3);
    ReadOptions planar = ReadOptions.with().layout(ReadOptions.Layout.PLANAR).build();
    for (Path file : List.of(flat, deep)) {
      ReadOptions reading = file == flat ? planar.changed().shape(shape).build() : planar;
      Split all = Datasets.openAll(DataOptions.of(file.toString()).withReading(reading));
      assertThat(all.images().shape()).isEqualTo(shape);
      assertThat(pixels(all)).containsExactly(1, 3, 5, 2, 4, 6);
    }
    ReadOptions stated =
        ReadOptions.with().shape(shape).layout(ReadOptions.Layout.INTERLEAVED).build();
    assertThat(pixels(Datasets.openAll(DataOptions.of(flat.toString()).withReading(stated))))
        .isEqualTo(body);
  }

  @Test
  void whatWasAssumedOfFlatColoursIsSaidOnce() throws IOException {
    Path flat = file(npy("|u1", "(4, 6)", counting(24)));
    DataOptions asked = options(flat, new ImageShape(1, 2, 3), LabelColumn.NONE, null);
    Dataset set = Datasets.open(asked);
    assertThat(set.notes()).singleElement().asString().contains("side by side", "layout(planar)");
    assertThat(Datasets.reopen(set.options().orElseThrow()).notes()).isEmpty();
    refusal(file(npy("|u1", "(4, 48)", counting(192))))
        .contains("48 values an image are no square; say shape(4x4x3)", "layout(planar)");
  }

  @Test
  void transposedImagesHaveRowsForColumns() throws IOException {
    ReadOptions transpose = ReadOptions.with().transpose(true).build();
    Path grey = file(npy("|u1", "(2, 2, 3)", counting(12)));
    Split all = Datasets.openAll(DataOptions.of(grey.toString()).withReading(transpose));
    assertThat(all.images().shape()).isEqualTo(new ImageShape(3, 2, 1));
    assertThat(pixels(all)).containsExactly(0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11);
    Path colour = file(npy("|u1", "(1, 2, 2, 3)", counting(12)));
    assertThat(pixels(Datasets.openAll(DataOptions.of(colour.toString()).withReading(transpose))))
        .containsExactly(0, 1, 2, 6, 7, 8, 3, 4, 5, 9, 10, 11);
    byte[] many = counting(200 * 6); // more than are turned at once
    Images large =
        Datasets.openAll(
                DataOptions.of(file(npy("|u1", "(200, 2, 3)", many)).toString())
                    .withReading(transpose))
            .images();
    byte[] one = new byte[6];
    large.read(130, one, 0);
    assertThat(Arrays.copyOfRange(large.bytes(0, 200), 130 * 6, 131 * 6)).isEqualTo(one);
    DataFiles.picture(folder.resolve("pictures/a.png"), 2, 2, 0);
    Path pictures = folder.resolve("pictures");
    refusal(DataOptions.of(pictures.toString()).withReading(transpose))
        .contains("transpose(...) is for CSV, NPY, NPZ and IDX files");
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
  void floatsCutShortNameTheMissingEntries() throws IOException {
    byte[] bytes = Arrays.copyOf(floats(new float[16]), 13 * 4);
    refusal(file(npy("<f4", "(4, 2, 2)", bytes))).contains("4 entries", "3");
  }

  @Test
  void imagesThatSeemToStandAlongTheLastAxisAreRefused() throws IOException {
    refusal(file(npy("|u1", "(8, 8, 20)", counting(1280))))
        .contains("are these 20 images of 8x8 along the last axis? save them with that axis first")
        .contains("for 8 images of 8x20 say shape(8x20)");
    refusal(file(npy("|u1", "(8, 8, 3, 20)", counting(3840))))
        .contains("are these 20 images of 8x8", "say shape(8x3x20)");
    refusal(file(npy("|u1", "(8, 8, 3)", counting(192))))
        .contains("is this one colour picture of 8x8? save it as [1, 8, 8, 3]");
    Path file = file(npy("|u1", "(8, 8, 20)", counting(1280)));
    Split said =
        Datasets.openAll(
            DataOptions.of(file.toString())
                .withReading(ReadOptions.with().shape(new ImageShape(8, 20, 1)).build()));
    assertThat(said.count()).isEqualTo(8);
    assertThat(pixels(said)).isEqualTo(counting(1280));
    assertThat(all(file(npy("|u1", "(8, 8, 8)", counting(512)))).count()).isEqualTo(8);
  }

  @Test
  void whatMayBeOnePictureOrTransparencyIsTold() throws IOException {
    assertThat(Datasets.open(file(npy("|u1", "(16, 16)", counting(256))).toString()).notes())
        .containsExactly(
            "a.npy: 16 rows of 16 were read as images of 4x4x1; save one image as [1, 16, 16]");
    assertThat(Datasets.open(file(npy("|u1", "(3, 2, 2, 4)", counting(48))).toString()).notes())
        .singleElement()
        .asString()
        .contains("a.npy: its images have four channels");
  }

  @Test
  void bytesForAModelOfWiderNumbersAreTold() throws IOException {
    ReadOptions wide = ReadOptions.with().maxValue(4095).build();
    Path file = file(npy("|u1", "(1, 2, 2)", new byte[] {0, 16, 32, (byte) 255}));
    Dataset set = Datasets.openAll(DataOptions.of(file.toString()), wide);
    assertThat(set.notes())
        .containsExactly(
            "a.npy: bytes end at 255, while 4095 stands for white; is maxValue(255) meant?");
    ReadOptions signed = ReadOptions.with().minValue(-1).build();
    assertThat(Datasets.openAll(DataOptions.of(file.toString()), signed).notes())
        .containsExactly(
            "a.npy: bytes begin at 0, while -1 stands for black; is minValue(0) meant?");
  }
}
