package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.job.RunData;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a training is told by {@code --preset} or {@code --config}: values of options that are not
 * given beside it.
 */
final class Base {
  private final Arguments given;
  private final Optional<RunConfig> recorded;
  private final Map<String, String> values;

  private Base(Arguments given, Optional<RunConfig> recorded, Map<String, String> values) {
    this.given = given;
    this.recorded = recorded;
    this.values = values;
  }

  /**
   * The base that is asked for, or none.
   *
   * @throws IllegalArgumentException when both are, or there is no such preset
   * @throws IOException when the file cannot be read
   */
  static Base of(Command command, Arguments given) throws IOException {
    Optional<String> preset = given.text("preset");
    Optional<Path> config = given.path("config");
    if (preset.isPresent() && config.isPresent()) {
      throw new IllegalArgumentException("--preset and --config: expected one of them, found both");
    }
    if (preset.isPresent()) {
      Map<String, String> values = Preset.named(preset.get()).values(command);
      return new Base(given, Optional.empty(), new RecordedOptions(values).under(given));
    }
    if (config.isEmpty()) {
      return new Base(given, Optional.empty(), Map.of());
    }
    RunConfig recorded = recorded(config.get());
    RecordedOptions options = RecordedOptions.of(recorded);
    if (given.has("data")) {
      options.forgetData();
    }
    return new Base(given, Optional.of(recorded), options.under(given));
  }

  /** What a config.json says, or that of a run's folder or an exported model. */
  private static RunConfig recorded(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return Json.read(path, RunConfig.class);
    }
    return OpenedModel.config(path)
        .orElseThrow(
            () ->
                new IOException(
                    path + ": expected a model of vae train, found one without its config.json"));
  }

  /** What is given, over the base. */
  Arguments arguments() {
    return given.over(values);
  }

  /**
   * Opens the data.
   *
   * @throws IOException when they cannot be read
   */
  RunData open(Console console) throws IOException {
    Arguments all = arguments();
    if (recorded.isEmpty() || given.has("data")) {
      return opened(Datasets.open(DataArguments.read(all, TrainCommand.DEFAULT_DATA)), console);
    }
    RunConfig config = recorded.get();
    DataOptions asked = DataArguments.read(all, TrainCommand.DEFAULT_DATA);
    RunData data =
        RunData.reopened(
            asked.withReading(asked.reading().remembering(config.data().reading())),
            given.path("data-dir"));
    boolean split = given.has("validation") || given.has("test") || given.has("data-seed");
    if (!split && !data.summary().checksum().equals(config.dataset().checksum())) {
      console.warn(
          "%s: these data are others than those of the run in --config (SHA-256 %.12s..., then %.12s...)"
              .formatted(
                  data.data().source(), data.summary().checksum(), config.dataset().checksum()));
    }
    return data;
  }

  private static RunData opened(Dataset data, Console console) {
    data.notes().forEach(note -> console.note("read   " + note));
    return RunData.of(data);
  }
}
