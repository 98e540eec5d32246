package io.github.vaegraph.source.picture;

import static io.github.vaegraph.source.DataFiles.all;
import static io.github.vaegraph.source.DataFiles.picture;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.Batches;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.Crop;
import io.github.vaegraph.data.ReadOptions.Damaged;
import io.github.vaegraph.data.ReadOptionsBuilder;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.DataFiles;
import io.github.vaegraph.source.Datasets;
import io.github.vaegraph.source.PathReader;
import io.github.vaegraph.source.file.Parts;
import io.github.vaegraph.source.file.ReadLimits;
import io.github.vaegraph.source.file.Resampler;
import io.github.vaegraph.source.file.ResizedImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found by looking at pictures, and what options say about them. */
class PictureOptionsTest {
  private static final ReadLimits ON_DISK = new ReadLimits(0, 0);

  @TempDir Path folder = Path.of("");

  private static DataOptions options(Path path, ReadOptions reading) {
    return DataOptions.of(path.toString()).withReading(reading);
  }

  private DataOptions options(ReadOptionsBuilder reading) {
    return options(folder, reading.build());
  }

  private static ReadOptionsBuilder with() {
    return ReadOptions.with();
  }

  // Channels

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif", "tif"})
  void onePixelOfColourIsEnough(String format) throws IOException {
    for (int i = 0; i < 9; i++) {
      picture(folder.resolve(i + "." + format), 16, 16, 0x404040);
    }
    assertThat(all(folder).images().shape()).isEqualTo(new ImageShape(16, 16, 1));
    assertThat(Datasets.open(folder.toString()).options().orElseThrow().reading().channels())
        .contains(1);
    BufferedImage coloured = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    coloured.setRGB(15, 15, 0xff2010);
    picture(folder.resolve("last." + format), coloured);
    Dataset set = Datasets.open(folder.toString());
    assertThat(set.shape()).isEqualTo(new ImageShape(16, 16, 3));
    assertThat(set.options().orElseThrow().reading().channels()).contains(3);
    assertThat(set.notes())
        .containsExactly(
            "colour pictures (last.%s is the first): read in 3 channels; channels(1) reads them as grey"
                .formatted(format));
  }

  @Test
  void channelsAskedForOrRecordedHold() throws IOException {
    picture(folder.resolve("a.png"), 1, 1, 0x204060);
    Dataset asked = Datasets.openAll(options(with().channels(1)), ReadOptions.USUAL);
    Dataset recorded = Datasets.openAll(options(with()), with().channels(1).build());
    for (Dataset set : List.of(asked, recorded)) {
      assertThat(pixels(set.train())).containsExactly(58); // luma, as in PictureFolderTest
    }
    assertThat(asked.notes()).isEmpty();
    assertThat(recorded.notes())
        .containsExactly("a.png has colours: read as grey, as the model's pictures");
  }

  @Test
  void coloursThatAreNotSeenAreNone() throws IOException {
    BufferedImage clear = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0x00ff0000);
    picture(folder.resolve("a.png"), clear);
    assertThat(pixels(all(folder))).containsExactly(255);
  }

  /** The colour model, which tells an INT_RGB's colours, is slow; most pictures do without it. */
  @Test
  void plainColoursAreThoseOfTheColourModel() {
    BufferedImage plain = new BufferedImage(5, 3, BufferedImage.TYPE_3BYTE_BGR);
    BufferedImage other = new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB);
    byte[] expected = new byte[45];
    for (int i = 0; i < 15; i++) {
      plain.setRGB(i % 5, i / 5, 0x010203 * (i + 1));
      other.setRGB(i % 5, i / 5, 0x010203 * (i + 1));
      for (int c = 0; c < 3; c++) {
        expected[3 * i + c] = (byte) ((c + 1) * (i + 1));
      }
    }
    assertThat(PicturePixels.of(plain, 3, Optional.empty())).isEqualTo(expected);
    assertThat(PicturePixels.of(other, 3, Optional.empty())).isEqualTo(expected);
    assertThat(PicturePixels.of(plain, 1, Optional.empty()))
        .isEqualTo(PicturePixels.of(other, 1, Optional.empty()));
  }

  /** With room for none of them, for three of nine, and for all. */
  @ParameterizedTest
  @ValueSource(longs = {0, 3 * 48, 9 * 48})
  void picturesThatDoNotFitMakeTheSameBatches(long room) throws IOException {
    for (int i = 0; i < 9; i++) {
      picture(folder.resolve(i + ".jpg"), 30, 20, 0x1f3a51 * (i + 1) & 0xffffff);
    }
    ReadOptions reading = with().crop(Crop.centre(16, 16)).resize(4, 4).build();
    Parts held = new PathReader(reading, ReadOptions.USUAL, ReadLimits.STANDARD).read(folder);
    Parts read = new PathReader(reading, ReadOptions.USUAL, new ReadLimits(0, room)).read(folder);
    boolean fit = room == 9 * 48;
    assertThat(read.train().images().computed()).isEqualTo(!fit);
    assertThat(read.notes())
        .filteredOn(note -> note.contains("9 pictures, 0 MiB as pixels"))
        .hasSize(fit ? 0 : 1);
    for (int epoch = 1; epoch <= 2; epoch++) {
      assertThat(epoch(read.train(), epoch)).isEqualTo(epoch(held.train(), epoch));
    }
  }

  private static List<String> epoch(Split split, int epoch) {
    List<String> read = new ArrayList<>();
    try (Batches batches = Batches.shuffled(split, Binarization.DYNAMIC, 4, 5)) {
      batches
          .epoch(epoch, 0)
          .forEachRemaining(
              batch ->
                  read.add(Arrays.toString(Arrays.copyOf(batch.pixels(), batch.count() * 48))));
    }
    return read;
  }

  // Crop and resize

  @Test
  void theCentreOfTheTargetsRatioIsCut() {
    // Three rows of five: 0 to 4, 5 to 9, 10 to 14.
    byte[] wide = DataFiles.counting(15);
    assertThat(Resampler.resize(wide, 3, 5, Crop.CENTRE, new ImageShape(3, 3, 1)))
        .containsExactly(1, 2, 3, 6, 7, 8, 11, 12, 13);
    // Five rows of three: the middle row's neighbours.
    assertThat(Resampler.resize(wide, 5, 3, Crop.CENTRE, new ImageShape(3, 3, 1)))
        .containsExactly(3, 4, 5, 6, 7, 8, 9, 10, 11);
    // Colours: of three pixels in a row the middle one.
    assertThat(Resampler.resize(DataFiles.counting(9), 1, 3, Crop.CENTRE, new ImageShape(1, 1, 3)))
        .containsExactly(3, 4, 5);
    // All of it, by Crop.NONE: the mean of a symmetric row is its middle.
    assertThat(Resampler.resize(DataFiles.counting(5), 1, 5, Crop.NONE, new ImageShape(1, 1, 1)))
        .containsExactly(2);
  }

  @Test
  void picturesAreCutAndThenResized() throws IOException {
    BufferedImage bars = new BufferedImage(30, 10, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 100; i++) {
      bars.getRaster().setSample(10 + i % 10, i / 10, 0, 200); // the middle third
    }
    picture(folder.resolve("a.png"), bars);
    DataOptions cut = options(with().resize(5, 5).crop(Crop.CENTRE));
    assertThat(pixels(Datasets.openAll(cut))).containsOnly(200).hasSize(25);
    DataOptions whole = options(with().resize(5, 5).crop(Crop.NONE));
    assertThat(pixels(Datasets.openAll(whole))).contains(0);
  }

  @Test
  void aPartOfTheSizeAskedForIsCutAroundTheCentre() throws IOException {
    BufferedImage rows = new BufferedImage(7, 5, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 35; i++) {
      rows.getRaster().setSample(i % 7, i / 7, 0, i);
    }
    picture(folder.resolve("a.png"), rows);
    picture(folder.resolve("b.png"), 9, 9, 0x040404); // sizes may differ
    DataOptions cut = options(with().crop(Crop.centre(3, 5)));
    Split parts = Datasets.openAll(cut);
    assertThat(parts.images().shape()).isEqualTo(new ImageShape(3, 5, 1));
    byte[] first = new byte[15];
    parts.images().read(0, first, 0);
    assertThat(first).containsExactly(8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 22, 23, 24, 25, 26);
    // Then resized: the mean of a symmetric part is its middle.
    Split small = Datasets.openAll(options(with().crop(Crop.centre(3, 5)).resize(1, 1)));
    assertThat(pixels(small)).containsExactly(17, 4);
  }

  @Test
  void aPictureSmallerThanItsPartIsNamed() throws IOException {
    picture(folder.resolve("a.png"), 9, 9, 0);
    picture(folder.resolve("b.png"), 9, 4, 0);
    refusal(options(with().crop(Crop.centre(5, 5)).resize(2, 2)))
        .contains("b.png", "at least 5x5", "crop(centre:5x5)", "found 4x9");
  }

  @Test
  void partsOfArraysAreCutToo() throws IOException {
    Path npy = arrays().get(2); // 20 images of 2x3, which count on
    DataOptions cut = options(npy, with().crop(Crop.centre(2, 1)).build());
    byte[] first = new byte[2];
    Datasets.openAll(cut).images().read(0, first, 0);
    assertThat(first).containsExactly(1, 4);
    // Of the size that is asked for, and cut all the same.
    DataOptions enlarged = options(npy, with().crop(Crop.centre(2, 1)).resize(2, 3).build());
    byte[] wide = new byte[6];
    Datasets.openAll(enlarged).images().read(0, wide, 0);
    assertThat(wide).containsExactly(1, 1, 1, 4, 4, 4);
    refusal(options(npy, with().crop(Crop.centre(3, 3)).build()))
        .contains("a.npy", "at least 3x3", "found 2x3");
  }

  @Test
  void theTextOfACropMakesItAgain() {
    for (Crop crop : List.of(Crop.NONE, Crop.CENTRE, Crop.centre(148, 96))) {
      assertThat(Crop.CHOICE.read(crop.text())).isEqualTo(crop);
    }
    assertThat(Crop.centre(148, 96).text()).isEqualTo("centre:148x96");
    for (String wrong : List.of("centre:148", "centre:8x8x3", "none:8x8", "centre:08x8", "top")) {
      assertThatThrownBy(() -> Crop.CHOICE.read(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void cropWithoutASizeIsRefused() throws IOException {
    picture(folder.resolve("a.png"), 1, 1, 0);
    refusal(options(with().crop(Crop.CENTRE))).contains("crop(centre)", "resize(HxW)");
    DataOptions cut = options(with().crop(Crop.CENTRE));
    Dataset recordedSize = Datasets.openAll(cut, with().resize(2, 2).build());
    assertThat(recordedSize.shape()).isEqualTo(new ImageShape(2, 2, 1));
  }

  private List<Path> arrays() throws IOException {
    Path idx = write(folder.resolve("idx/train-images-idx3-ubyte"), DataFiles.idxImages(20));
    write(folder.resolve("idx/t10k-images-idx3-ubyte"), DataFiles.idx(new byte[80], 5, 4, 4));
    String rows = "a,b,c,d,e,f\n" + "0,1,2,3,4,5\n6,7,8,9,10,11\n".repeat(10);
    Path npy =
        write(folder.resolve("a.npy"), DataFiles.npy("|u1", "(20, 2, 3)", DataFiles.counting(120)));
    return List.of(idx.getParent(), idx, npy, write(folder.resolve("a.csv"), rows));
  }

  /** The folder's splits differ in size until they are resized. */
  @Test
  void arraysAreResizedToo() throws IOException {
    for (Path path : arrays()) {
      ReadOptionsBuilder reading = with().resize(4, 4);
      if (path.toString().endsWith(".csv")) {
        reading.shape(new ImageShape(2, 3, 1));
      }
      Images images = Datasets.open(options(path, reading.build())).train().images();
      assertThat(images.shape()).isEqualTo(new ImageShape(4, 4, 1));
      byte[] first = new byte[16];
      Datasets.openAll(options(path, reading.build())).images().read(0, first, 0);
      byte[] expected =
          Resampler.resize(DataFiles.counting(6), 2, 3, Crop.NONE, new ImageShape(4, 4, 1));
      assertThat(first).isEqualTo(expected);
    }
  }

  @Test
  void arraysOnDiskAreResizedWhenTheyAreRead() throws IOException {
    Path npy = arrays().get(2);
    ReadOptions reading = with().resize(1, 5).crop(Crop.CENTRE).build();
    Images now =
        new PathReader(reading, ReadOptions.USUAL, ReadLimits.STANDARD).read(npy).train().images();
    Images later = new PathReader(reading, ReadOptions.USUAL, ON_DISK).read(npy).train().images();
    assertThat(later).isInstanceOf(ResizedImages.class);
    assertThat(pixels(later)).isEqualTo(pixels(now));
    assertThat(later.named()).isFalse();
  }

  @Test
  void aRecordedSizeHoldsAndImagesOfItStayAsTheyAre() throws IOException {
    Path npy = arrays().get(2);
    Dataset set = Datasets.openAll(options(npy, ReadOptions.USUAL), with().resize(4, 4).build());
    assertThat(set.shape()).isEqualTo(new ImageShape(4, 4, 1));
    Dataset same = Datasets.openAll(options(npy, ReadOptions.USUAL), with().resize(2, 3).build());
    assertThat(pixels(same.train())).isEqualTo(DataFiles.counting(120));
  }

  // Damage

  private void damage(int sound, int damaged) throws IOException {
    for (int i = 0; i < sound; i++) {
      picture(folder.resolve("%02d.png".formatted(2 * i)), 1, 1, i * 0x010101);
    }
    for (int i = 0; i < damaged; i++) {
      Path file = picture(folder.resolve("%02d.png".formatted(2 * i + 1)), 9, 9, 0);
      byte[] bytes = Files.readAllBytes(file);
      write(file, Arrays.copyOf(bytes, 41)); // the header is sound
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20})
  void damagedPicturesAreSkippedAndNamed(long memory) throws IOException {
    damage(8, 7);
    ReadLimits limits = new ReadLimits(memory, memory);
    ReadOptions reading = with().damaged(Damaged.SKIP).build();
    Parts parts = new PathReader(reading, ReadOptions.USUAL, limits).read(folder);
    assertThat(pixels(parts.train())).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    Images images = parts.train().images();
    assertThat(IntStream.range(0, 8).mapToObj(images::name))
        .containsExactly(
            "00.png", "02.png", "04.png", "06.png", "08.png", "10.png", "12.png", "14.png");
    assertThat(parts.notes())
        .filteredOn(note -> !note.contains("MiB as pixels"))
        .containsExactly(
            "left out: 7 damaged pictures (01.png, 03.png, 05.png, 07.png, 09.png, ...)");
    refusal(options(with().damaged(Damaged.REFUSE))).contains("png: ");
    refusal(folder).contains("png: ");
  }

  @Test
  void onlyDamagedPicturesAreRefused() throws IOException {
    damage(0, 3);
    refusal(options(with().damaged(Damaged.SKIP)))
        .contains("found 3 that cannot be read", "01.png: the picture");
  }

  @Test
  void aSplitThatLosesAllPicturesIsRefused() throws IOException {
    picture(folder.resolve("train/a.png"), 1, 1, 0);
    write(folder.resolve("test/b.png"), "no picture");
    refusal(options(with().damaged(Damaged.SKIP))).contains("found 1 that cannot be read");
  }

  // One picture

  @Test
  void onePictureIsASetWhereNothingIsSplit() throws IOException {
    Path file = picture(folder.resolve("a.PNG"), 2, 1, 0x050505);
    Path other = picture(folder.resolve("b.png"), 9, 9, 0x204060);
    Dataset set = Datasets.openAll(options(file, ReadOptions.USUAL), ReadOptions.USUAL);
    assertThat(pixels(set.train())).containsExactly(5, 5);
    assertThat(set.train().images().name(0)).isEqualTo("a.PNG");
    assertThat(set.train().labelled()).isFalse();
    assertThat(set.options().orElseThrow().reading().channels()).contains(1);
    ReadOptions recorded = with().channels(1).resize(1, 1).build();
    assertThat(pixels(Datasets.openAll(options(other, ReadOptions.USUAL), recorded).train()))
        .containsExactly(58);
    refusal(file).contains("a.PNG: one picture is no data set; give the folder it lies in");
  }

  @Test
  void onePictureByItsContentAlone() throws IOException {
    Path file = picture(folder.resolve("a.png"), 2, 1, 0x050505);
    Path unnamed = Files.move(file, folder.resolve("scan"));
    assertThat(pixels(all(unnamed))).containsExactly(5, 5);
  }

  @Test
  void oneDamagedPictureIsRefused() throws IOException {
    Path file = write(folder.resolve("a.png"), "no picture");
    assertThatThrownBy(() -> all(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.png: expected a PNG");
  }
}
