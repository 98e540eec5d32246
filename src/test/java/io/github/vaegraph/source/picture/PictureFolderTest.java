package io.github.vaegraph.source.picture;

import static io.github.vaegraph.source.DataFiles.all;
import static io.github.vaegraph.source.DataFiles.picture;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.NamedImages;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptionsBuilder;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.DataFiles;
import io.github.vaegraph.source.Datasets;
import io.github.vaegraph.source.file.Parts;
import io.github.vaegraph.source.file.ReadLimits;
import io.github.vaegraph.source.file.Resampler;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFolderTest {
  @TempDir Path folder = Path.of("");

  private static DataOptions options(Path path, int channels, Optional<ImageShape> resize) {
    ReadOptionsBuilder reading = ReadOptions.with().channels(channels);
    resize.ifPresent(size -> reading.resize(size.height(), size.width()));
    return DataOptions.of(path.toString()).withReading(reading.build());
  }

  private DataOptions resized(int height, int width) {
    return options(folder, 1, Optional.of(new ImageShape(height, width, 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "jpg"})
  void colourBecomesLuma(String format) throws IOException {
    picture(folder.resolve("a." + format), 8, 8, 0x204060);
    // 0.299 * 32 + 0.587 * 64 + 0.114 * 96 = 58.08 (ITU-R BT.601)
    for (byte value : pixels(Datasets.openAll(options(folder, 1, Optional.empty())))) {
      assertThat((int) value).isBetween(57, 59); // JPEG loses a little
    }
  }

  @Test
  void aFolderOfArraysSaysHowToMakeOne() throws IOException {
    write(folder.resolve("a.npy"), new byte[1]);
    write(folder.resolve("b.npy"), new byte[1]);
    refusal(folder).contains("found none, but 2 .npy; of arrays give one file: numpy.stack");
  }

  @Test
  void colourStaysWithThreeChannels() throws IOException {
    picture(folder.resolve("a.png"), 2, 1, 0x010203);
    Split split = Datasets.openAll(options(folder, 3, Optional.empty()));
    assertThat(split.images().shape()).isEqualTo(new ImageShape(1, 2, 3));
    assertThat(pixels(split)).containsExactly(1, 2, 3, 1, 2, 3);
  }

  @Test
  void greyPicturesKeepTheirValues() throws IOException {
    BufferedImage grey = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      grey.getRaster().setSample(x, 0, 0, x);
    }
    picture(folder.resolve("a.png"), grey);
    assertThat(pixels(all(folder))).isEqualTo(DataFiles.counting(256));
  }

  @Test
  void sixteenBitsAreRoundedToEight() throws IOException {
    BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 257 * 100, 65535});
    picture(folder.resolve("a.png"), grey);
    assertThat(pixels(all(folder))).containsExactly(0, 100, 255);
  }

  @Test
  void transparentPixelsLieOverWhite() throws IOException {
    BufferedImage clear = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0x00000000);
    clear.setRGB(1, 0, 0xff000000);
    picture(folder.resolve("a.png"), clear);
    assertThat(pixels(all(folder))).containsExactly(255, 0);
  }

  @Test
  void foldersAreClassesInSortedOrder() throws IOException {
    picture(folder.resolve("dog/1.png"), 2, 2, 0x010101);
    picture(folder.resolve("cat/old/1.png"), 2, 2, 0x020202);
    picture(folder.resolve("cat/2.png"), 2, 2, 0x030303);
    write(folder.resolve("cat/.hidden.png"), "no picture");
    write(folder.resolve("notes.txt"), "no picture");
    Split all = all(folder);
    assertThat(all.labels()).containsExactly(0, 0, 1);
    assertThat(pixels(all)).containsExactly(3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1);
    assertThat(Datasets.open(folder.toString()).labelNames()).containsExactly("cat", "dog");
  }

  @Test
  void topFoldersMayBeSplits() throws IOException {
    picture(folder.resolve("train/b/1.png"), 1, 1, 0x010101);
    picture(folder.resolve("val/a/1.png"), 1, 1, 0x020202);
    picture(folder.resolve("test/b/1.png"), 1, 1, 0x030303);
    Dataset set = Datasets.open(folder.toString());
    assertThat(pixels(set.train())).containsExactly(1);
    assertThat(pixels(set.validation())).containsExactly(2);
    assertThat(pixels(set.test())).containsExactly(3);
    assertThat(set.validation().labels()).containsExactly(0);
    assertThat(set.test().labels()).containsExactly(1);
    assertThat(set.labelNames()).containsExactly("a", "b");
  }

  @Test
  void aClassNamedTrainIsNoSplit() throws IOException {
    picture(folder.resolve("train/1.png"), 1, 1, 0x010101);
    picture(folder.resolve("bus/1.png"), 1, 1, 0x020202);
    assertThat(Datasets.open(folder.toString()).labelNames()).containsExactly("bus", "train");
  }

  @ParameterizedTest
  @ValueSource(strings = {"test", "val", "valid", "validation"})
  void whatLiesBesideSplitsIsNamed(String split) throws IOException {
    picture(folder.resolve("train/1.png"), 1, 1, 0x010101);
    picture(folder.resolve(split).resolve("1.png"), 1, 1, 0x020202);
    Path stray = picture(folder.resolve("overview.png"), 1, 1, 0x030303);
    refusal(folder).contains("beside the splits train and " + split, "found overview.png");
    Files.delete(stray);
    picture(folder.resolve("extra/deep/1.png"), 1, 1, 0x030303);
    refusal(folder).contains("beside the splits train and " + split, "found extra; move it");
  }

  @Test
  void aFileSystemsRootIsAFolderLikeAnother() throws IOException {
    Map<String, String> create = Map.of("create", "true");
    try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("a.zip"), create)) {
      Path root = zip.getPath("/");
      assertThatThrownBy(
              () ->
                  PictureFolder.parts(
                      root, ReadOptions.USUAL, ReadOptions.USUAL, new ReadLimits(0, 0)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("/: expected IDX files")
          .hasMessageEndingWith("found none");
    }
  }

  @Test
  void picturesOfUnequalSizeAreNamed() throws IOException {
    picture(folder.resolve("a.png"), 2, 3, 0);
    picture(folder.resolve("b.png"), 3, 2, 0);
    refusal(folder)
        .contains("b.png: expected a picture of 2x3 like", "a.png, found 3x2", "resize(HxW)");
  }

  @Test
  void resizeBringsAllToOneSize() throws IOException {
    picture(folder.resolve("a.png"), 20, 30, 0x808080);
    picture(folder.resolve("b.png"), 3, 2, 0x404040);
    Split split = Datasets.openAll(resized(8, 6));
    assertThat(split.images().shape()).isEqualTo(new ImageShape(8, 6, 1));
    assertThat(Arrays.copyOf(pixels(split), 48)).containsOnly(0x80);
    assertThat(Arrays.copyOfRange(pixels(split), 48, 96)).containsOnly(0x40);
  }

  @Test
  void halvingIsATentedMean() {
    // By hand: centre 0.5, reach 2: weights 1.5/2, 1.5/2, 0.5/2 of 0, 0, 200, made to sum to 1;
    // the right half mirrors it.
    byte[] small =
        Resampler.resize(new byte[] {0, 0, (byte) 200, (byte) 200}, 1, 4, new ImageShape(1, 2, 1));
    assertThat(small).containsExactly(29, 171); // 200 * 0.25 / 1.75 = 28.57
  }

  /** Smaller in one direction, larger in the other. */
  @Test
  void channelsAreResizedEachByItself() {
    byte[] colours = new byte[5 * 4 * 3];
    new Random(1).nextBytes(colours);
    byte[] small = Resampler.resize(colours, 5, 4, new ImageShape(3, 7, 3));
    for (int c = 0; c < 3; c++) {
      byte[] alone = channel(colours, c);
      assertThat(channel(small, c))
          .isEqualTo(Resampler.resize(alone, 5, 4, new ImageShape(3, 7, 1)));
    }
  }

  private static byte[] channel(byte[] pixels, int c) {
    byte[] channel = new byte[pixels.length / 3];
    for (int i = 0; i < channel.length; i++) {
      channel[i] = pixels[3 * i + c];
    }
    return channel;
  }

  @Test
  void greyPicturesMayBeTransparentAndTakenAsColours() {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(3, 2);
    // Value and opacity of each pixel, three in a row.
    raster.setPixels(0, 0, 3, 2, new int[] {0, 255, 0, 0, 100, 255, 100, 51, 0, 51, 255, 0});
    BufferedImage grey = new BufferedImage(model, raster, false, null);
    // value * opacity / 255 + 255 - opacity: 100 at a fifth is 20 + 204.
    assertThat(PicturePixels.of(grey, 1, Optional.empty()))
        .containsExactly(new int[] {0, 255, 100, 224, 204, 255});
    assertThat(PicturePixels.of(grey, 3, Optional.empty()))
        .containsExactly(
            new int[] {
              0, 0, 0, 255, 255, 255, 100, 100, 100, 224, 224, 224, 204, 204, 204, 255, 255, 255
            });
  }

  @Test
  void bigFoldersAreDecodedOnDemandAndReadTheSame() throws IOException {
    for (int i = 0; i < 20; i++) {
      picture(folder.resolve("%02d.png".formatted(i)), 2, 2, i * 0x010101);
    }
    Parts parts =
        PictureFolder.parts(folder, ReadOptions.USUAL, ReadOptions.USUAL, new ReadLimits(0, 79));
    NamedImages named = (NamedImages) parts.train().images();
    assertThat(named.images()).isInstanceOf(PictureImages.class);
    for (int round = 0; round < 2; round++) {
      assertThat(pixels(parts.train())).isEqualTo(pixels(all(folder)));
    }
  }

  @Test
  void pictureDamagedLaterIsNamedWhenRead() throws IOException {
    Path file = picture(folder.resolve("a.png"), 2, 2, 0);
    Images images =
        PictureFolder.parts(folder, ReadOptions.USUAL, ReadOptions.USUAL, new ReadLimits(0, 0))
            .train()
            .images();
    Files.writeString(file, "gone");
    assertThatThrownBy(() -> images.read(0, new byte[4], 0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(
            "a.png: expected a PNG, JPEG, BMP, GIF, TIFF, WebP, PBM, PGM or PPM picture");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
  void pictureCutShortIsNamed(String format) throws IOException {
    BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int i = 0; i < 64 * 64; i++) {
      noise.setRGB(i % 64, i / 64, random.nextInt());
    }
    Path file = picture(folder.resolve("a." + format), noise);
    byte[] whole = Files.readAllBytes(file);
    write(file, Arrays.copyOf(whole, whole.length / 2));
    refusal(folder).contains("a." + format, "the picture");
  }

  @Test
  void whatIsNoPictureIsNamed() throws IOException {
    write(folder.resolve("a.png"), "<html>");
    refusal(folder)
        .contains(
            "a.png: expected a PNG, JPEG, BMP, GIF, TIFF, WebP, PBM, PGM or PPM picture, found a web page");
    write(folder.resolve("a.png"), "");
    refusal(folder).contains("a.png: the file is empty");
    write(folder.resolve("a.png"), DataFiles.idxImages(2));
    refusal(folder).contains("found IDX data");
  }

  @Test
  void hugePictureInFewBytesIsRefusedBeforeItIsDecoded() throws IOException {
    Path file = picture(folder.resolve("a.png"), 1, 1, 0);
    byte[] bytes = Files.readAllBytes(file);
    // IHDR begins at byte 16 with width and height.
    ByteBuffer.wrap(bytes).putInt(16, 30_000).putInt(20, 30_000);
    write(file, bytes);
    refusal(folder).contains("a.png: expected a picture of at most 67108864 pixels", "30000x30000");
  }

  @Test
  void folderWithoutPicturesIsRefused() {
    refusal(folder).contains("expected IDX files", "found none");
  }

  @Test
  void onePictureIsNoDataSet() throws IOException {
    refusal(picture(folder.resolve("a.png"), 1, 1, 0)).contains("give the folder it lies in");
  }

  @Test
  void linksThatLeadBackAreNamed() throws IOException {
    picture(folder.resolve("a/1.png"), 1, 1, 0);
    try {
      Files.createSymbolicLink(folder.resolve("a/back"), folder);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here");
    }
    refusal(folder).contains("this symbolic link leads back to a folder above it");
  }
}
