package io.github.vaegraph.source;

import static io.github.vaegraph.source.DataFiles.options;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.data.ReadOptionsBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void publishedSetsAreKnownByName() {
    assertThat(Datasets.names())
        .containsExactly(
            "digits",
            "sprites",
            "mnist",
            "fashion-mnist",
            "binarized-mnist",
            "emnist-letters",
            "emnist-digits",
            "emnist-balanced",
            "emnist-bymerge",
            "emnist-byclass",
            "emnist-mnist");
  }

  @Test
  void misspelledNamesAreSuggested() {
    refusal(DataOptions.of("minst")).contains("no such file, folder or set, did you mean mnist?");
    refusal(DataOptions.of("fashion_mnsit")).contains("did you mean fashion-mnist?");
    refusal(DataOptions.of("something-else"))
        .contains("no such file, folder or set; the sets are digits, sprites, mnist");
    refusal(DataOptions.of("")).contains("no such file");
  }

  @Test
  void namesMayBeSpelledWithCapitalsAndUnderscores() throws IOException {
    for (String name : List.of("Digits", "DIGITS")) {
      assertThat(Datasets.open(name).options().orElseThrow().data()).isEqualTo("digits");
    }
    // Nothing lies there, and the message names the set that was meant.
    for (String name : List.of("EMNIST_Letters", "emnist_letters", "Emnist-Letters")) {
      refusal(DataOptions.of(name).withDataDir(folder)).startsWith("emnist-letters: expected");
    }
    assertThat(Datasets.openAll(DataOptions.of("Digits")).count()).isEqualTo(24_000);
  }

  @Test
  void missingFilesAreNamed() {
    refusal(folder.resolve("no/such.csv")).contains("such.csv: no such file, folder or set");
  }

  @Test
  void folderNamedLikeAFileIsSaid() throws IOException {
    write(folder.resolve("a.csv").resolve("x.txt"), "x");
    refusal(folder.resolve("a.csv")).contains("found none");
  }

  @Test
  void unknownKindsAreSaid() throws IOException {
    refusal(write(folder.resolve("a.dat"), "hello"))
        .contains("expected IDX, .csv, .tsv, .npy, .npz or .amat data, found something else");
  }

  @Test
  void aShapeThatDoesNotFitIsRefused() throws IOException {
    Path file = write(folder.resolve("a-idx3-ubyte"), DataFiles.idxImages(20));
    refusal(options(file, new ImageShape(3, 2, 1), LabelColumn.NONE, null))
        .contains("shape was given as 3x2x1, but the images are 2x3x1");
  }

  /** The options of a path with one of them given. */
  private static DataOptions given(Path path, String option) {
    ReadOptionsBuilder reading = ReadOptions.with();
    switch (option) {
      case "channels" -> reading.channels(3);
      case "resize" -> reading.resize(4, 4);
      case "labelColumn" -> reading.labelColumn(LabelColumn.FIRST);
      case "maxValue" -> reading.maxValue(7);
      default -> {}
    }
    return new DataOptions(
        path.toString(),
        Optional.empty(),
        reading.build(),
        Optional.empty(),
        option.equals("test") ? Optional.of(new DataOptions.SplitSize(1)) : Optional.empty(),
        0);
  }

  @Test
  void optionsThatMeanNothingToTheDataAreRefused() throws IOException {
    Path idx = write(folder.resolve("idx/train-images-idx3-ubyte"), DataFiles.idxImages(20));
    Path npy = write(folder.resolve("a.npy"), DataFiles.npy("|u1", "(1, 2, 2)", new byte[4]));
    Path npz =
        write(
            folder.resolve("a.npz"),
            DataFiles.zip(Map.of("a.npy", DataFiles.npy("|u1", "(1, 2, 2)", new byte[4]))));
    Path csv = write(folder.resolve("a.csv"), "1,2,3,4\n");
    Path amat = write(folder.resolve("a.amat"), "0 1 1 0\n");
    Path pictures = DataFiles.picture(folder.resolve("pictures/a.png"), 2, 2, 0).getParent();
    for (Path path : List.of(idx, idx.getParent(), npy, npz, amat, pictures)) {
      refusal(given(path, "labelColumn")).contains("labelColumn(...) is for CSV files", "it out");
    }
    for (Path path : List.of(idx, idx.getParent(), npy, npz, amat, csv)) {
      refusal(given(path, "channels")).contains("channels(...) is for folders of pictures");
    }
    refusal(given(amat, "maxValue"))
        .contains(
            "maxValue(...) is for CSV, NPY, NPZ and IDX files and pictures, which this is not");
  }

  @Test
  void aTestSizeIsRefusedWhereTheDataHaveATestSplit() throws IOException {
    Path idx = write(folder.resolve("train-images-idx3-ubyte"), DataFiles.idxImages(20));
    assertThat(Datasets.open(given(folder, "test")).test().count()).isEqualTo(1);
    write(folder.resolve("test-images-idx3-ubyte"), DataFiles.idxImages(5));
    refusal(given(folder, "test")).contains("has a test split of its own; leave out test(...)");
    assertThat(Datasets.open(given(idx, "test")).test().count()).isEqualTo(1);
  }

  @Test
  void aSetIsNamedAfterThePathsLastPart() throws IOException {
    Path file = write(folder.resolve("a-idx3-ubyte"), DataFiles.idxImages(20));
    assertThat(Datasets.open(file.toString()).name()).isEqualTo("a-idx3-ubyte");
    assertThat(Datasets.open(file.toString()).source()).isEqualTo(file.toString());
  }
}
