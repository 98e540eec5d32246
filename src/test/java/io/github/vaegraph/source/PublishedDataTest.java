package io.github.vaegraph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.DatasetSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published sets, where {@code VAEGRAPH_DATA} tells that they lie here. */
class PublishedDataTest {
  private static void assumePresent(String folder) {
    String root = System.getenv("VAEGRAPH_DATA");
    assumeTrue(root != null && Files.isDirectory(Path.of(root, folder)), "no " + folder);
  }

  @BeforeEach
  void assumeData() {
    assumePresent("mnist");
  }

  @Test
  void mnistHasItsPublishedCountsAndMean() throws IOException {
    Dataset set = Datasets.open("mnist");
    assertThat(set.train().count()).isEqualTo(55_000);
    assertThat(set.validation().count()).isEqualTo(5_000);
    assertThat(set.test().count()).isEqualTo(10_000);
    // The first labels of the published files: train 5 0 4 1 9, test 7 2 1 0 4.
    assertThat(set.train().labels()).startsWith(5, 0, 4, 1, 9);
    assertThat(set.test().labels()).startsWith(7, 2, 1, 0, 4);
    DatasetSummary summary = DatasetSummary.of(set);
    assertThat(summary.binary()).isFalse();
    double mean = 0;
    for (float value : summary.mean()) {
      mean += value / summary.mean().length;
    }
    // Widely published: 0.1307 over the 60,000 training images.
    assertThat(mean).isBetween(0.130, 0.1315);
  }

  @Test
  void fashionMnistHasItsClasses() throws IOException {
    assumePresent("fashion_mnist");
    Dataset set = Datasets.open("fashion-mnist");
    assertThat(set.train().count()).isEqualTo(55_000);
    assertThat(set.labelNames()).hasSize(10).startsWith("T-shirt/top");
    // The first training image is an ankle boot.
    assertThat(set.train().labels()[0]).isEqualTo(9);
  }

  @Test
  void binarizedMnistIsBinary() throws IOException {
    assumePresent("binarized_mnist");
    Dataset set = Datasets.open("binarized-mnist");
    assertThat(set.train().count()).isEqualTo(50_000);
    assertThat(set.validation().count()).isEqualTo(10_000);
    assertThat(set.test().count()).isEqualTo(10_000);
    assertThat(set.train().labelled()).isFalse();
    assertThat(DatasetSummary.of(set).binary()).isTrue();
  }
}
