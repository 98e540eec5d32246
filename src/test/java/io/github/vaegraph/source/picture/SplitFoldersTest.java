package io.github.vaegraph.source.picture;

import static io.github.vaegraph.source.DataFiles.picture;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.Datasets;
import io.github.vaegraph.source.PathReader;
import io.github.vaegraph.source.file.Parts;
import io.github.vaegraph.source.file.ReadLimits;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every picture holds one pixel that says which one it is. */
class SplitFoldersTest {
  @TempDir Path folder = Path.of("");

  private void put(int value, String... paths) throws IOException {
    for (int i = 0; i < paths.length; i++) {
      picture(folder.resolve(paths[i]), 1, 1, (value + i) * 0x010101);
    }
  }

  private Dataset open() throws IOException {
    return Datasets.open(folder.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "train, test, val",
    "Train, Test, Valid",
    "TRAIN, TEST, VALIDATION",
    "training, testing, validation",
    "training_set, test_set, validation_set",
    "train-set, test-set, val-set",
    "trainset, testset, valset",
    "TrainSet, TestSet, DevSet",
    "train, test1, dev",
    "train_images, test_images, valid_images",
    "seg_train, seg_test, seg_val",
    "mnist-training, mnist-testing, mnist-dev",
    "Train Data, Test Data, Dev Data",
    "0_train, 1_test, 2_val",
    "train_dir, test_dir, val_dir",
    "traindir, testdir, validate",
    "mytrain, mytest, myval",
    "trn, tst, val",
    "Trainingsdaten, Testdaten, Validierungsdaten",
    "entrenamiento, prueba, validacion",
    "apprentissage, test, validation",
    "treino, teste, dev",
  })
  void foldersNamedAsSplitsAreSplits(String train, String test, String validation)
      throws IOException {
    put(1, train + "/a/1.png", train + "/b/2.png");
    put(3, validation + "/b/1.png");
    put(4, test + "/b/1.png", test + "/a/2.png");
    Dataset set = open();
    assertThat(pixels(set.train())).containsExactly(1, 2);
    assertThat(pixels(set.validation())).containsExactly(3);
    assertThat(pixels(set.test())).containsExactly(5, 4); // by path
    assertThat(set.test().labels()).containsExactly(0, 1);
    assertThat(set.labelNames()).containsExactly("a", "b");
    assertThat(set.notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "chest_xray/", "download/archive/data/"})
  void foldersThatWrapAllOthersAreLookedThrough(String wrapping) throws IOException {
    put(1, wrapping + "train/NORMAL/1.png", wrapping + "train/NORMAL/2.png");
    put(3, wrapping + "train/PNEUMONIA/1.png", wrapping + "train/PNEUMONIA/2.png");
    put(5, wrapping + "test/PNEUMONIA/1.png");
    put(6, "__MACOSX/train/._1.png", "__MACOSX/b.png", ".cache/c.png");
    Dataset set = open();
    assertThat(set.train().count() + set.validation().count()).isEqualTo(4);
    assertThat(pixels(set.test())).containsExactly(5);
    assertThat(set.labelNames()).containsExactly("NORMAL", "PNEUMONIA");
    assertThat(set.test().images().name(0)).isEqualTo(wrapping + "test/PNEUMONIA/1.png");
    if (wrapping.isEmpty()) {
      assertThat(set.notes()).isEmpty();
    } else {
      assertThat(set.notes())
          .singleElement()
          .asString()
          .contains("the folder " + wrapping.replaceFirst("/$", ","), "looked through");
    }
  }

  @Test
  void wrappedClassesAreClasses() throws IOException {
    put(1, "photos/cat/1.png", "photos/dog/1.png", "photos/dog/old/2.png");
    Parts parts =
        new PathReader(ReadOptions.USUAL, ReadOptions.USUAL, ReadLimits.STANDARD).read(folder);
    assertThat(parts.labelNames()).containsExactly("cat", "dog");
    assertThat(parts.train().labels()).containsExactly(0, 1, 1);
  }

  @Test
  void theOnlyClassIsNoWrapping() throws IOException {
    put(1, "cat/1.png", "cat/old/2.png");
    assertThat(open().labelNames()).containsExactly("cat");
  }

  @Test
  void aTestSplitInNoClassLeavesTheOthersTheirLabels() throws IOException {
    put(1, "train/cat/1.png", "train/cat/2.png", "train/dog/1.png", "train/dog/2.png");
    put(5, "test1/1.png", "test1/2.png");
    Dataset set = open();
    assertThat(set.labelNames()).containsExactly("cat", "dog");
    assertThat(set.train().labelled()).isTrue();
    assertThat(set.test().labelled()).isFalse();
    assertThat(pixels(set.test())).containsExactly(5, 6);
  }

  @Test
  void aFolderInASplitOfTheSameMeaningIsNoClass() throws IOException {
    put(1, "train/train/cat/1.png", "train/train/dog/1.png", "train/train/dog/2.png");
    put(4, "test1/test/1.png");
    Dataset set = open();
    assertThat(set.labelNames()).containsExactly("cat", "dog");
    assertThat(set.test().labelled()).isFalse();
  }

  @Test
  void aPictureBesideClassesLeavesAllUnlabelledAndIsNamed() throws IOException {
    put(1, "cat/1.png", "dog/1.png", "stray.png");
    Split all = Datasets.openAll(DataOptions.of(folder.toString()));
    assertThat(all.labelled()).isFalse();
    assertThat(open().notes())
        .containsExactly("stray.png lies in no class's folder: all labels are left out");
  }

  @Test
  void trainBesideOthersIsAClass() throws IOException {
    put(1, "bus/1.png", "car/1.png", "train/1.png");
    assertThat(open().labelNames()).containsExactly("bus", "car", "train");
  }

  @Test
  void trainAloneHoldsClasses() throws IOException {
    put(1, "train/cat/1.png", "train/dog/1.png", "train/dog/2.png");
    assertThat(open().labelNames()).containsExactly("cat", "dog");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          test/1.png cats/1.png dogs/1.png         | test looks like a split and cats and 1 more
          Testing/1.png cats/1.png                 | rename Testing if it is a class
          train/1.png test/1.png extra/1.png       | splits train and test, found extra; move it
          Training/a/1.png val/a/1.png README.png  | splits Training and val, found README.png
          seg_train/1.png seg_test/1.png seg_pred/1.png | splits seg_train and seg_test, found seg_pred
          train/1.png val/1.png valid/1.png        | the validation split, found val and valid
          train/1.png test/1.png test1/1.png test2/1.png | test split, found test, test1 and test2
          train/1.png train_set/1.png              | one folder for the train split
          test/a/1.png                             | found only test; to take its pictures, give
          val/1.png test/1.png                     | expected a folder train, found only test and val
          train/1.png eval/1.png                   | is eval the one for validation or for the test
          cat/train/1.png cat/test/1.png dog/1.png | cat holds the splits test and train, which
          a/b/train/1.png a/b/Test/1.png a/c/d/1.png | a/b holds the splits
          train/train/1.png train/test/1.png       | train holds the splits
          wrap/test/1.png wrap/cats/1.png          | wrap: test looks like a split
          """)
  void whatMightTrainOnTestPicturesIsRefused(String paths, String words) throws IOException {
    put(1, paths.strip().split(" "));
    refusal(folder).contains(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latest",
        "contest",
        "test_tube",
        "trainee",
        "station-train",
        "valve",
        "\u00e9test"
      })
  void wordsThatHoldASplitsWordAreClasses(String name) throws IOException {
    put(1, "beaker/1.png", name + "/1.png");
    assertThat(open().labelNames()).containsExactlyInAnyOrder("beaker", name);
  }

  @Test
  void whatIsNoPictureIsCountedByKind() throws IOException {
    put(1, "a.png", "b.png");
    for (String name : new String[] {"1.txt", "2.TXT", "sub/3.txt", "a.pdf", "b.pdf", "README"}) {
      write(folder.resolve(name), "no picture");
    }
    for (String name : new String[] {".hidden.txt", "Thumbs.db", "desktop.ini", ".git/x.txt"}) {
      write(folder.resolve(name), "no picture");
    }
    assertThat(open().notes()).containsExactly("left out: 3 .txt, 2 .pdf, 1 without an ending");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation_set", "holdout", "extra", "unlabeled"})
  void whatMayBeASplitBesideTrainIsRefused(String other) throws IOException {
    put(1, "training_set/cat/1.png", other + "/cat/1.png");
    refusal(folder).contains("training_set looks like a split, but is " + other);
  }

  @Test
  void wordsThatEndLikeSplitsAreClasses() throws IOException {
    put(1, "contest/1.png", "latest/1.png", "oval/1.png");
    assertThat(open().labelNames()).containsExactly("contest", "latest", "oval");
  }

  @Test
  void classesThatDifferByCapitalsAreTold() throws IOException {
    put(1, "train/cat/1.png", "train/cat/2.png", "test/Cat/1.png");
    Dataset set = open();
    assertThat(set.labelNames()).containsExactly("Cat", "cat");
    assertThat(set.notes())
        .containsExactly(
            "Cat and cat were taken for two classes; are they one? rename the folders");
  }
}
