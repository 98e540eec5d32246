package io.github.vaegraph.job;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.DatasetSummary;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The data that a run is trained on.
 *
 * @param summary what was found in them
 */
public record RunData(Dataset data, DatasetSummary summary) {
  /** Data that were opened, read once. */
  public static RunData of(Dataset data) {
    return new RunData(data, DatasetSummary.of(data));
  }

  /**
   * Opens the data of a run as they were opened for its training.
   *
   * @param dataDir where the named sets lie now, if elsewhere
   * @throws IOException when they are gone or have changed
   */
  public static RunData reopened(RunConfig config, Optional<Path> dataDir) throws IOException {
    return reopened(config, dataDir, Optional.empty());
  }

  /**
   * Opens the data of a run as they were opened for its training.
   *
   * @param dataDir where the named sets lie now, if elsewhere
   * @param moved the path where the data lie now, if elsewhere
   * @throws IOException when they are gone or have changed
   */
  public static RunData reopened(RunConfig config, Optional<Path> dataDir, Optional<Path> moved)
      throws IOException {
    DataOptions now =
        moved
            .map(p -> config.data().withData(p.toAbsolutePath().normalize().toString()))
            .orElse(config.data());
    return reopened(now, dataDir).checked(config);
  }

  /**
   * Opens data as a run's records say.
   *
   * @param dataDir where the named sets lie now, if elsewhere
   * @throws IOException when they are gone
   */
  public static RunData reopened(DataOptions then, Optional<Path> dataDir) throws IOException {
    // A folder of then may be another machine's.
    boolean lost = then.dataDir().filter(folder -> !Files.isDirectory(folder)).isPresent();
    DataOptions now = dataDir.map(then::withDataDir).orElse(lost ? then.withoutDataDir() : then);
    if (!Datasets.names().contains(now.data()) && Files.notExists(Path.of(now.data()))) {
      throw new IOException(
          "%s: expected the run's data, found nothing there; say where they lie now with --data"
              .formatted(now.data()));
    }
    return of(Datasets.reopen(now));
  }

  /**
   * These data, which must be those of the run.
   *
   * @throws IOException when they are others
   */
  public RunData checked(RunConfig config) throws IOException {
    if (!summary.checksum().equals(config.dataset().checksum())) {
      throw new IOException(
          "%s: expected the data of the run (SHA-256 %s), found others (%s); have the files changed?"
              .formatted(data.source(), config.dataset().checksum(), summary.checksum()));
    }
    return this;
  }

  /** What opens the data once more, as far as that is known. */
  public DataOptions options() {
    return data.options()
        .orElseGet(
            () ->
                DataOptions.of(
                    Datasets.names().contains(data.name()) ? data.name() : data.source()));
  }

  /** The run's model, untrained, in a graph that trains it. */
  public VaeSession session(RunConfig config) {
    return VaeSession.initialized(config.model(), config.training().graph(data, summary.mean()));
  }
}
