package io.github.vaegraph.data;

import static io.github.vaegraph.data.DataFiles.options;
import static io.github.vaegraph.data.DataFiles.refusal;
import static io.github.vaegraph.data.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.DataOptions.LabelColumn;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void publishedSetsAreKnownByName() {
    assertThat(Datasets.names())
        .containsExactly("digits", "mnist", "fashion-mnist", "binarized-mnist");
  }

  @Test
  void misspelledNamesAreSuggested() {
    refusal(DataOptions.of("minst")).contains("no such file, folder or set, did you mean mnist?");
    refusal(DataOptions.of("fashion_mnist")).contains("did you mean fashion-mnist?");
    refusal(DataOptions.of("something-else"))
        .contains("no such file, folder or set; the sets are digits, mnist");
    refusal(DataOptions.of("")).contains("no such file");
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
    refusal(write(folder.resolve("a.txt"), "hello"))
        .contains("expected IDX, .csv, .npy, .npz or .amat data, found something else");
  }

  @Test
  void aShapeThatDoesNotFitIsRefused() throws IOException {
    Path file = write(folder.resolve("a-idx3-ubyte"), DataFiles.idxImages(20));
    refusal(options(file, new ImageShape(3, 2, 1), LabelColumn.NONE, null))
        .contains("shape was given as 3x2x1, but the images are 2x3x1");
  }

  @Test
  void aSetIsNamedAfterThePathsLastPart() throws IOException {
    Path file = write(folder.resolve("a-idx3-ubyte"), DataFiles.idxImages(20));
    assertThat(Datasets.open(file.toString()).name()).isEqualTo("a-idx3-ubyte");
    assertThat(Datasets.open(file.toString()).source()).isEqualTo(file.toString());
  }
}
