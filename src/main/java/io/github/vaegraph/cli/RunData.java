package io.github.vaegraph.cli;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.DatasetSummary;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.source.DataOptions;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The data that a run was trained on, opened again. */
final class RunData {
  private RunData() {}

  /**
   * The data and what was found in them.
   *
   * @param summary with the checksum of the run's
   */
  record Opened(Dataset data, DatasetSummary summary) {}

  /**
   * Opens the data as they were opened for training.
   *
   * @param dataDir where the named sets lie now, if elsewhere
   * @throws IOException when they are gone or have changed
   */
  static Opened open(RunConfig config, Optional<Path> dataDir) throws IOException {
    DataOptions then = config.data();
    Dataset data = Datasets.open(dataDir.map(then::withDataDir).orElse(then));
    DatasetSummary summary = DatasetSummary.of(data);
    if (!summary.checksum().equals(config.dataset().checksum())) {
      throw new IOException(
          "%s: expected the data of the run (SHA-256 %s), found others (%s); have the files changed?"
              .formatted(data.source(), config.dataset().checksum(), summary.checksum()));
    }
    return new Opened(data, summary);
  }
}
