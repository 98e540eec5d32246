package io.github.vaegraph.source.picture;

import static io.github.vaegraph.source.DataFiles.all;
import static io.github.vaegraph.source.DataFiles.picture;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.webp;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.Datasets;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats beside PNG, JPEG, BMP and GIF, and values of more than 8 bits. */
class PictureFormatsTest {
  @TempDir Path folder = Path.of("");

  /** A header and raw bytes, as Netpbm's formats have them. */
  private static byte[] pnm(String header, int... body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    Arrays.stream(body).forEach(out::write);
    return out.toByteArray();
  }

  private static BufferedImage grey(int type, int... values) {
    BufferedImage picture = new BufferedImage(values.length, 1, type);
    picture.getRaster().setPixels(0, 0, values.length, 1, values);
    return picture;
  }

  private DataOptions options(double maxValue) {
    return DataOptions.of(folder.toString())
        .withReading(ReadOptions.with().maxValue(maxValue).build());
  }

  @Test
  void netpbmsFormatsAreRead() throws IOException {
    write(folder.resolve("a.pbm"), pnm("P1\n3 1\n1 0 1\n"));
    write(folder.resolve("b.pbm"), pnm("P4\n3 1\n", 0b1010_0000));
    write(folder.resolve("c.pgm"), pnm("P2\n# by hand\n3 1\n15\n0 7 15\n"));
    write(folder.resolve("d.pgm"), pnm("P5\n3 1\n255\n", 0, 100, 255));
    write(folder.resolve("e.pnm"), pnm("P5\n3 1\n4095\n", 0, 0, 1, 0, 15, 255));
    // 1 is black in PBM; 7 of 15 is 119 of 255, 256 of 4095 is 15.94.
    assertThat(pixels(all(folder)))
        .containsExactly(new int[] {0, 255, 0, 0, 255, 0, 0, 119, 255, 0, 100, 255, 0, 16, 255});
  }

  @Test
  void netpbmsColoursAreRead() throws IOException {
    write(folder.resolve("a.ppm"), pnm("P6\n2 1\n255\n", 1, 2, 3, 4, 5, 6));
    assertThat(pixels(all(folder))).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tif", "TIFF", "tiff"})
  void tiffOfEightAndSixteenBitsIsRead(String suffix) throws IOException {
    picture(folder.resolve("a." + suffix), grey(BufferedImage.TYPE_BYTE_GRAY, 0, 100, 255));
    picture(
        folder.resolve("b." + suffix), grey(BufferedImage.TYPE_USHORT_GRAY, 0, 257 * 99, 65535));
    assertThat(pixels(all(folder))).containsExactly(0, 100, 255, 0, 99, 255);
  }

  @Test
  void webpIsRead() throws IOException {
    write(folder.resolve("a.webp"), webp(3, 2, 0x204060));
    Split split = all(folder);
    assertThat(split.images().shape()).isEqualTo(new ImageShape(2, 3, 3));
    assertThat(Arrays.copyOf(pixels(split), 3)).containsExactly(0x20, 0x40, 0x60);
    assertThat(pixels(split)).hasSize(18);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jfif", "JPE", "jpeg"})
  void jpegByOtherNamesIsRead(String suffix) throws IOException {
    Path file = picture(folder.resolve("a.jpg"), 2, 2, 0x808080);
    Files.move(file, folder.resolve("a." + suffix));
    assertThat(pixels(all(folder))).containsExactly(128, 128, 128, 128);
  }

  @ParameterizedTest
  @CsvSource({"png", "tif"})
  void twelveBitsInSixteenAreScaled(String suffix) throws IOException {
    picture(folder.resolve("a." + suffix), grey(BufferedImage.TYPE_USHORT_GRAY, 0, 2048, 4095));
    // 2048 * 255 / 4095 = 127.53
    assertThat(pixels(Datasets.openAll(options(4095)))).containsExactly(0, 128, 255);
    refusal(options(4000))
        .contains(
            "a." + suffix, "expected values up to 4000, found 4095; say another maxValue(...)");
  }

  @Test
  void eightBitsAreScaledToo() throws IOException {
    picture(folder.resolve("a.png"), grey(BufferedImage.TYPE_BYTE_GRAY, 0, 1, 1));
    assertThat(pixels(Datasets.openAll(options(1)))).containsExactly(0, 255, 255);
  }

  /** A model of 12 bits in 16 would take all of 8 bits for black. */
  @Test
  void aWhiteAboveWhatTheBitsHoldIsRefused() throws IOException {
    picture(folder.resolve("a.png"), grey(BufferedImage.TYPE_BYTE_GRAY, 0, 128, 255));
    refusal(options(4095))
        .contains("a.png", "picture of 16 bits, whose white can be 4095, found 8", "maxValue(255)");
    assertThat(pixels(Datasets.openAll(options(255)))).containsExactly(0, 128, 255);
  }

  @Test
  void coloursHaveNoOtherWhite() throws IOException {
    picture(folder.resolve("a.png"), 1, 1, 0x010203);
    refusal(options(200)).contains("a.png: maxValue(...) is for grey pictures", "colours");
  }

  @Test
  void aPicturesBlackIsNoOption() throws IOException {
    picture(folder.resolve("a.png"), 1, 1, 0);
    ReadOptions reading = ReadOptions.with().minValue(-1).build();
    refusal(DataOptions.of(folder.toString()).withReading(reading))
        .contains("minValue(...) is for CSV, NPY, NPZ and IDX files, which this is not");
  }

  /** A model of CSV files of values up to 1 says nothing about the bytes of pictures. */
  @Test
  void theWhiteOfArraysIsNotThatOfPictures() throws IOException {
    picture(folder.resolve("a.png"), grey(BufferedImage.TYPE_BYTE_GRAY, 0, 100));
    ReadOptions ofCsv = ReadOptions.with().maxValue(1).build();
    ReadOptions ofPictures = ReadOptions.with().channels(1).maxValue(200).build();
    DataOptions options = DataOptions.of(folder.toString());
    assertThat(pixels(Datasets.openAll(options, ofCsv).train())).containsExactly(0, 100);
    assertThat(pixels(Datasets.openAll(options, ofPictures).train())).containsExactly(0, 128);
  }

  @Test
  void valuesThatAreNoWholeNumbersAreRefused() throws IOException {
    ComponentColorModel floats =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_FLOAT);
    WritableRaster raster = floats.createCompatibleWritableRaster(2, 2);
    picture(folder.resolve("a.tif"), new BufferedImage(floats, raster, false, null));
    refusal(folder).contains("a.tif: expected values of 8 or 16 bits", "found 32 bits");
  }

  @Test
  void otherFormatsCutShortAreNamed() throws IOException {
    Path file = write(folder.resolve("a.pgm"), pnm("P5\n4 4\n255\n", 1, 2, 3));
    refusal(folder).contains("a.pgm: the picture ends too early");
    Files.delete(file);
    byte[] tiny = webp(3, 2, 0);
    write(folder.resolve("a.webp"), Arrays.copyOf(tiny, tiny.length - 2));
    refusal(folder).contains("a.webp: the picture ends too early");
  }

  @Test
  void hugePicturesOfOtherFormatsAreRefusedBeforeTheyAreDecoded() throws IOException {
    write(folder.resolve("a.webp"), webp(16_000, 16_000, 0));
    refusal(folder).contains("a.webp: expected a picture of at most", "16000x16000");
    Files.delete(folder.resolve("a.webp"));
    write(folder.resolve("a.pgm"), pnm("P5\n8000 8000\n255\n", 1, 2, 3));
    refusal(folder).contains("a.pgm: a picture of 8000x8000 in 20 bytes is damaged");
  }

  /** Several pictures in a file of a format that has such. */
  private Path sequence(String name, BufferedImage... pictures) throws IOException {
    Path file = folder.resolve(name);
    String format = name.substring(name.lastIndexOf('.') + 1);
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (BufferedImage picture : pictures) {
        writer.writeToSequence(new IIOImage(picture, null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "tif"})
  void filesOfSeveralPicturesAreCounted(String suffix) throws IOException {
    BufferedImage first = grey(BufferedImage.TYPE_BYTE_GRAY, 0, 100);
    BufferedImage second = grey(BufferedImage.TYPE_BYTE_GRAY, 50, 50);
    sequence("a." + suffix, first);
    sequence("b." + suffix, first, second);
    DataOptions options = DataOptions.of(folder.toString());
    Dataset set = Datasets.openAll(options, ReadOptions.USUAL);
    assertThat(pixels(set.train())).containsExactly(0, 100, 0, 100);
    assertThat(set.notes())
        .containsExactly(
            "1 file holds several pictures (b.%s): the first of each is read".formatted(suffix));
    sequence("c." + suffix, first, second, second);
    assertThat(Datasets.openAll(options, ReadOptions.USUAL).notes())
        .containsExactly(
            "2 files hold several pictures (b.%s, ...): the first of each is read"
                .formatted(suffix));
  }

  private Path gif(int rows, boolean interlaced) throws IOException {
    BufferedImage picture = new BufferedImage(1, rows, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < rows; y++) {
      picture.getRaster().setSample(0, y, 0, 20 * y + 20);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setProgressiveMode(
        interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    Path file = folder.resolve("a.gif");
    Files.deleteIfExists(file);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), how);
    } finally {
      writer.dispose();
    }
    return file;
  }

  /** Java's writer makes the passes rightly, its reader misses that the second has no rows. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12})
  void anInterlacedGifIsReadInItsOrderOrRefused(int rows) throws IOException {
    byte[] expected = new byte[rows];
    for (int y = 0; y < rows; y++) {
      expected[y] = (byte) (20 * y + 20);
    }
    gif(rows, false);
    assertThat(pixels(all(folder))).isEqualTo(expected);
    gif(rows, true);
    if (rows < 2 || rows > 4) {
      assertThat(pixels(all(folder))).isEqualTo(expected);
    } else {
      refusal(folder)
          .contains("a.gif: Java's reader mixes up the rows of an interlaced GIF of " + rows)
          .contains("save it without interlacing");
    }
  }
}
