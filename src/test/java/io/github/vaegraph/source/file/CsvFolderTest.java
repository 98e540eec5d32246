package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.gzip;
import static io.github.vaegraph.source.DataFiles.options;
import static io.github.vaegraph.source.DataFiles.picture;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFolderTest {
  private static final String TRAIN = "cow,255,0,0,0\nant,0,9,0,0\nzebra,0,0,3,0\ncow,1,1,1,1\n";
  private static final String TEST = "zebra,1,0,0,0\ncow,0,1,0,0\n";

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "train.csv, test.csv, val.csv",
    "mnist_train.csv, mnist_test.csv, mnist_validation.csv",
    "Train.CSV, Test.CSV, Dev.CSV",
    "x_trn.csv, x_tst.csv, x_validation.csv",
    "ecg-training.tsv, ecg-testing.tsv, ecg-valid.tsv",
  })
  void namesTellSplits(String train, String test, String validation) throws IOException {
    write(folder.resolve(train), TRAIN);
    write(folder.resolve(validation), TEST);
    write(folder.resolve(test + ".gz"), gzip(TEST.getBytes(StandardCharsets.UTF_8)));
    Dataset set = Datasets.open(options(folder, null, LabelColumn.FIRST, null));
    assertThat(set.labelNames()).containsExactly("ant", "cow", "zebra");
    assertThat(set.train().labels()).containsExactly(1, 0, 2, 1);
    assertThat(set.test().labels()).containsExactly(2, 1);
    assertThat(set.validation().labels()).containsExactly(2, 1);
    // One scale: alone, the test images would be bits.
    assertThat(pixels(set.test())).containsExactly(1, 0, 0, 0, 0, 1, 0, 0);
    assertThat(set.notes()).isEmpty();
  }

  @Test
  void testImagesMayHaveNoLabels() throws IOException {
    write(folder.resolve("train.csv"), TRAIN);
    write(folder.resolve("test.csv"), "1,2,3,4\n5,6,7,8\n");
    write(folder.resolve("sample_submission.csv"), "id,label\n1,0\n");
    Dataset set = Datasets.open(options(folder, null, LabelColumn.FIRST, null));
    assertThat(set.train().labelled()).isTrue();
    assertThat(set.test().labelled()).isFalse();
    assertThat(pixels(set.test())).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(set.notes())
        .hasSize(2)
        .contains("test.csv: its 4 columns are all pixels, without a label")
        .anySatisfy(note -> assertThat(note).endsWith("left out sample_submission.csv"));
  }

  @Test
  void unclearNamesAreRefused() throws IOException {
    write(folder.resolve("one.csv"), TRAIN);
    write(folder.resolve("two.csv"), TEST);
    refusal(folder)
        .contains("expected CSV files named train.csv and test.csv", "found one.csv, two.csv");
    write(folder.resolve("train_1.csv"), TRAIN);
    write(folder.resolve("train_2.csv"), TRAIN);
    refusal(folder).contains("train_1.csv and train_2.csv are both named for the train split");
  }

  @Test
  void tablesBesidePicturesAreNotTheImages() throws IOException {
    write(folder.resolve("train.csv"), "name,label\na.png,3\n");
    for (int i = 0; i < 12; i++) {
      picture(folder.resolve("images/" + i + ".png"), 3, 3, 0x404040);
    }
    assertThat(Datasets.open(folder.toString()).shape().size()).isEqualTo(9);
  }

  @Test
  void theOptionsOfTablesHoldForTheFolder() throws IOException {
    write(folder.resolve("train.csv"), TRAIN);
    refusal(options(folder, null, LabelColumn.NONE, null))
        .contains("train.csv: line 1: column 1: expected a number, found 'cow'", "labelColumn");
  }

  @Test
  void columnsInAnotherOrderAreFoundByTheirNames() throws IOException {
    write(folder.resolve("train.csv"), "label,a,b,c,d\n1,10,20,30,40\n2,5,6,7,8\n");
    write(folder.resolve("test.csv"), "label,a,c,b,d\n1,10,30,20,40\n");
    Dataset set = Datasets.open(options(folder, null, LabelColumn.FIRST, null));
    assertThat(pixels(set.test())).containsExactly(10, 20, 30, 40);
    assertThat(set.notes())
        .containsExactly(
            "test.csv: its columns stand in another order than in training, and were found by"
                + " their names");
    write(folder.resolve("test.csv"), "a,b,c,d,label\n10,30,20,40,1\n");
    set = Datasets.open(options(folder, null, LabelColumn.FIRST, null));
    assertThat(pixels(set.test())).containsExactly(10, 30, 20, 40);
    assertThat(set.test().labels()).containsExactly(1);
  }
}
