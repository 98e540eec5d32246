package io.github.vaegraph.source;

import static io.github.vaegraph.source.DataFiles.gzip;
import static io.github.vaegraph.source.DataFiles.idx;
import static io.github.vaegraph.source.DataFiles.idxImages;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmnistTest {
  @TempDir Path root = Path.of("");

  private void files(Path folder, String split, int first) throws IOException {
    String prefix = "emnist-" + split;
    byte[] labels = new byte[24];
    byte[] few = new byte[5];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (first + i % 10);
      few[i % 5] = (byte) (first + i % 5);
    }
    write(folder.resolve(prefix + "-train-images-idx3-ubyte.gz"), gzip(idxImages(24)));
    write(folder.resolve(prefix + "-train-labels-idx1-ubyte.gz"), gzip(idx(labels, 24)));
    write(folder.resolve(prefix + "-test-images-idx3-ubyte"), idxImages(5));
    write(folder.resolve(prefix + "-test-labels-idx1-ubyte"), idx(few, 5));
  }

  private Dataset open(String name) throws IOException {
    return Datasets.open(DataOptions.of(name).withDataDir(root));
  }

  @ParameterizedTest
  @ValueSource(strings = {"emnist", "emnist-letters", "emnist_letters", "gzip", "emnist/gzip", "."})
  void lettersAreUprightAndNamed(String folder) throws IOException {
    files(root.resolve(folder), "letters", 1);
    files(root.resolve(folder), "digits", 0); // the archive holds all sets
    Dataset set = open("emnist-letters");
    assertThat(set.shape()).isEqualTo(new ImageShape(3, 2, 1));
    assertThat(pixels(set.test())).startsWith(0, 3, 1, 4, 2, 5);
    assertThat(set.labelNames()).hasSize(26).startsWith("A", "B").endsWith("Z");
    assertThat(set.test().labels()).containsExactly(0, 1, 2, 3, 4); // 1 to 5 in the file
    assertThat(set.train().count()).isEqualTo(22); // the last twelfth validates
    assertThat(set.notes()).isEmpty();
  }

  /** The counts of classes are those of the paper, and the names of its mapping files. */
  @ParameterizedTest
  @CsvSource({
    "digits, 10, 9",
    "mnist, 10, 9",
    "balanced, 47, t",
    "bymerge, 47, t",
    "byclass, 62, z"
  })
  void classesAreThePublishedOnes(String split, int classes, String last) throws IOException {
    files(root.resolve("emnist"), split, 0);
    assertThat(open("emnist-" + split).labelNames()).hasSize(classes).endsWith(last);
  }

  @Test
  void missingFilesAreFetchedByHand() throws IOException {
    refusal(DataOptions.of("emnist-letters").withDataDir(root))
        .isEqualTo(
            "emnist-letters: expected emnist-letters-train-labels-idx1-ubyte.gz in %s, found none; "
                    .formatted(root.resolve("emnist"))
                + "fetch https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip and unpack it there");
  }

  @Test
  void labelsOfAnotherSetAreRefused() throws IOException {
    files(root.resolve("emnist"), "letters", 0);
    refusal(DataOptions.of("emnist-letters").withDataDir(root))
        .contains("expected labels from 1 to 26", "found 0");
  }

  @Test
  void anotherSetsFolderIsStillItsOwn() throws IOException {
    files(root.resolve("mnist"), "letters", 1);
    for (String name : new String[] {"train", "t10k"}) {
      write(root.resolve("mnist/" + name + "-images-idx3-ubyte"), idxImages(24));
    }
    assertThat(open("MNIST").train().count()).isEqualTo(22);
  }
}
