package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.all;
import static io.github.vaegraph.source.DataFiles.counting;
import static io.github.vaegraph.source.DataFiles.floats;
import static io.github.vaegraph.source.DataFiles.npy;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.squares;
import static io.github.vaegraph.source.DataFiles.write;
import static io.github.vaegraph.source.DataFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptionsBuilder;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
  @TempDir Path folder = Path.of("");

  /** An archive of images, named before the comma, and labels: four, two and two of them. */
  private Path archive(String... pairs) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    int count = 4;
    for (String pair : pairs) {
      String[] names = pair.split(",", -1);
      entries.put(
          names[0] + ".npy", npy("|u1", "(%d, 2, 2)".formatted(count), counting(count * 4)));
      if (names.length > 1) {
        byte[] labels = count == 4 ? new byte[] {3, 1, 2, 0} : new byte[] {1, 2};
        entries.put(names[1] + ".npy", npy("|u1", "(%d, 1)".formatted(count), labels));
      }
      count = 2;
    }
    return write(folder.resolve("a.npz"), zip(entries));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x_train,y_train x_test,y_test x_val,y_val",
        "X_train,y_train X_test,y_test X_valid,y_valid",
        "train_images,train_labels test_images,test_labels val_images,val_labels",
        "images_train,labels_train images_test,labels_test images_dev,labels_dev",
        "trn_images,trn_labels tst_images,tst_labels val_images,val_labels",
        "train_data,train_targets test_data,test_targets validation_data,validation_targets",
      })
  void splitsAreKnownByTheirUsualNames(String names) throws IOException {
    Dataset set = Datasets.open(archive(names.split(" ", -1)).toString());
    assertThat(set.train().labels()).containsExactly(3, 1, 2, 0);
    assertThat(set.test().labels()).containsExactly(1, 2);
    assertThat(set.validation().labels()).containsExactly(1, 2);
    assertThat(set.labelNames()).containsExactly("0", "1", "2", "3");
    assertThat(set.notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"images,labels", "x,y", "X,y", "data,labels", "data,target", "image,label"})
  void aPairIsAWholeSet(String names) throws IOException {
    Split all = all(archive(names));
    assertThat(all.labels()).containsExactly(3, 1, 2, 0);
    assertThat(pixels(all)).isEqualTo(counting(16));
  }

  private static DataOptions reading(Path path, ReadOptionsBuilder reading) {
    return DataOptions.of(path.toString()).withReading(reading.build());
  }

  @Test
  void arraysOfAnyNameAreReadWhenTheyAreNamed() throws IOException {
    Path path = archive("scans,diagnosis", "others");
    DataOptions both = reading(path, ReadOptions.with().arrays("scans", "diagnosis"));
    assertThat(Datasets.openAll(both).labels()).containsExactly(3, 1, 2, 0);
    assertThat(Datasets.open(both).notes()).containsExactly("a.npz: left out the arrays others");
    DataOptions one = reading(path, ReadOptions.with().arrays("others"));
    assertThat(Datasets.openAll(one).count()).isEqualTo(2);
    assertThat(Datasets.openAll(one).labelled()).isFalse();
    refusal(reading(path, ReadOptions.with().arrays("scan", "diagnosis")))
        .contains("expected the array scan, found diagnosis, others, scans");
    refusal(reading(path, ReadOptions.with().arrays("scans", "diagnoses")))
        .contains("expected the array diagnoses, found diagnosis");
    refusal(reading(path, ReadOptions.with().arrays("diagnosis")))
        .contains("1 value an image is no picture; are these labels?");
  }

  @Test
  void namedArraysOfAModelAreNotAskedOfAnArchiveWithoutThem() throws IOException {
    ReadOptions recorded = ReadOptions.with().arrays("scans", "diagnosis").build();
    DataOptions plain = DataOptions.of(archive("anything").toString());
    assertThat(Datasets.openAll(plain, recorded).train().count()).isEqualTo(4);
    DataOptions unlabelled = DataOptions.of(archive("scans", "others").toString());
    assertThat(Datasets.openAll(unlabelled, recorded).train().labelled()).isFalse();
  }

  @Test
  void twoArraysThatMayBeMeantAreRefused() throws IOException {
    refusal(archive("x,y", "images"))
        .contains("which of the arrays images, x is meant? say arrays(IMAGES[,LABELS])");
  }

  @Test
  void theBitsOfSpritesAreBlackAndWhite() throws IOException {
    byte[] bits = {0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1};
    Path path =
        write(
            folder.resolve("sprites.npz"),
            zip(
                Map.of(
                    "imgs.npy", npy("|u1", "(3, 2, 2)", bits),
                    "latents_classes.npy", npy("<i8", "(3, 6)", new byte[3 * 6 * 8]),
                    "metadata.npy", npy("|O", "()", new byte[9]))));
    assertThat(pixels(all(path))).containsExactly(0, 255, 255, 0, 255, 255, 0, 0, 0, 0, 0, 255);
    assertThat(Datasets.open(path.toString()).notes())
        .hasSize(2)
        .anySatisfy(note -> assertThat(note).contains("1 was taken for white"))
        .anySatisfy(note -> assertThat(note).endsWith("left out the arrays metadata"));
  }

  private Split labelled(byte[] labels) throws IOException {
    byte[] images = npy("|u1", "(4, 2, 2)", counting(16));
    return all(write(folder.resolve("a.npz"), zip(Map.of("x.npy", images, "y.npy", labels))));
  }

  @Test
  void labelsMayBeBelowZeroFloatsTextAndOneOfMany() throws IOException {
    assertThat(labelled(npy("|i1", "(4,)", new byte[] {1, -1, -1, 1})).labels())
        .containsExactly(1, 0, 0, 1);
    assertThat(names()).containsExactly("-1", "1");
    // One row of all labels, as MATLAB's vectors are.
    assertThat(labelled(npy("|u1", "(1, 4)", new byte[] {1, 0, 2, 1})).labels())
        .containsExactly(1, 0, 2, 1);
    assertThat(labelled(npy("<f4", "(4,)", floats(2, 0, 1, 2))).labels())
        .containsExactly(2, 0, 1, 2);
    byte[] text = "cow\0ant\0cow\0bees".getBytes(Charset.forName("UTF-32LE"));
    assertThat(labelled(npy("<U4", "(4,)", text)).labels()).containsExactly(2, 0, 2, 1);
    assertThat(names()).containsExactly("ant", "bees", "cow");
    byte[] one = npy("<f4", "(4, 3)", floats(0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0));
    assertThat(labelled(one).labels()).containsExactly(1, 0, 2, 1);
  }

  private List<String> names() throws IOException {
    return Datasets.open(folder.resolve("a.npz").toString()).labelNames();
  }

  @Test
  void severalLabelsAnImageAreLeftOut() throws IOException {
    for (byte[] many :
        List.of(
            npy("|u1", "(4, 2)", new byte[] {1, 0, 1, 1, 0, 0, 1, 0}),
            npy("|u1", "(4, 2)", new byte[] {1, 7, 1, 1, 0, 0, 1, 0}))) {
      assertThat(labelled(many).labelled()).isFalse();
      assertThat(Datasets.open(folder.resolve("a.npz").toString()).notes())
          .containsExactly("a.npz: left out the labels y, of which an image has several or none");
    }
  }

  @Test
  void allSplitsHaveTheScaleOfTheTrainingImages() throws IOException {
    ByteBuffer train = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    train.putShort((short) 0).putShort((short) 200).putShort((short) 3).putShort((short) 51);
    byte[] test = {0, 0, 1, 0}; // alone, 1 would be white
    Path path =
        write(
            folder.resolve("a.npz"),
            zip(
                Map.of(
                    "x_train.npy", npy("<u2", "(4, 1, 1)", train.array()),
                    "x_test.npy", npy("<u2", "(2, 1, 1)", test))));
    assertThat(pixels(all(path))).containsExactly(0, (byte) 200, 3, 51, 0, 1);
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
        .contains("found a, b; say arrays(IMAGES[,LABELS])");
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
    byte[] halves = npy("<f4", "(4,)", floats(0, 1, 0.5f, 0));
    refusal(write(file, zip(Map.of("x_train.npy", images, "y_train.npy", halves))))
        .contains("y_train.npy: label 2: expected a whole number, found 0.5");
    byte[] cube = npy("|u1", "(4, 1, 1)", new byte[4]);
    refusal(write(file, zip(Map.of("x_train.npy", images, "y_train.npy", cube))))
        .contains("expected labels [images] or [images, 1], found 3 dimensions");
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
}
