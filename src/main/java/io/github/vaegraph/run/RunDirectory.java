package io.github.vaegraph.run;

import io.github.vaegraph.data.Unfinished;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.train.Checkpoints;
import io.github.vaegraph.train.EpochMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code config.json}, {@code metrics.jsonl} with one line an epoch, {@code
 * evaluation.json}, {@code checkpoints/}, and pictures.
 */
public final class RunDirectory {
  private static final String CONFIG = "config.json";
  private static final String METRICS = "metrics.jsonl";
  private static final String EVALUATION = "evaluation.json";

  private final Path folder;

  private RunDirectory(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts a run.
   *
   * @throws IOException when the folder holds something already or cannot be written
   */
  public static RunDirectory create(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + ": expected a folder for the run, found a file; try --run");
    }
    try {
      Files.createDirectories(folder);
      try (Stream<Path> entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new IOException(
              folder
                  + ": expected an empty folder for the run, found files in it; try another --run");
        }
      }
      Files.delete(Files.createTempFile(folder, "writable", null));
    } catch (FileSystemException e) {
      throw new IOException(
          folder + ": expected a folder for the run, found that it cannot be written; try --run",
          e);
    }
    return new RunDirectory(folder);
  }

  /**
   * Opens a run.
   *
   * @throws IOException when the folder is none of a run
   */
  public static RunDirectory open(Path folder) throws IOException {
    if (!isRun(folder)) {
      throw new IOException(
          "%s: expected a run's folder, found %s; runs are made by vae train"
              .formatted(
                  folder,
                  !Files.exists(folder)
                      ? "nothing there"
                      : Files.isDirectory(folder) ? "no config.json in it" : "a file"));
    }
    return new RunDirectory(folder);
  }

  /** Whether this is a run's folder. */
  public static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(CONFIG));
  }

  /** The folder itself. */
  public Path folder() {
    return folder;
  }

  /** A file of the run. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** The run's checkpoints. */
  public Checkpoints checkpoints() {
    return new Checkpoints(folder.resolve("checkpoints"));
  }

  /**
   * The newest checkpoint.
   *
   * @throws IOException when there is none yet
   */
  public Path latestCheckpoint() throws IOException {
    return checkpoints()
        .latest()
        .orElseThrow(
            () ->
                new IOException(
                    folder
                        + ": expected a checkpoint, found none; was the run interrupted in its"
                        + " first epoch?"));
  }

  /** Writes the configuration. */
  public void write(RunConfig config) throws IOException {
    replace(CONFIG, Json.pretty(config));
  }

  /** Reads the configuration. */
  public RunConfig config() throws IOException {
    return Json.read(folder.resolve(CONFIG), RunConfig.class);
  }

  /** Adds an epoch's line to the log. */
  public void append(EpochMetrics metrics) throws IOException {
    Path file = folder.resolve(METRICS);
    try {
      Files.writeString(
          file, Json.line(metrics) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Reads the log, one entry an epoch. */
  public List<EpochMetrics> metrics() throws IOException {
    Path file = folder.resolve(METRICS);
    List<EpochMetrics> metrics = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        metrics.add(
            Json.parse(
                line, EpochMetrics.class, "%s, epoch %d".formatted(file, metrics.size() + 1)));
      }
    }
    return metrics;
  }

  /** Writes the evaluation. */
  public void write(Evaluation evaluation) throws IOException {
    replace(EVALUATION, Json.pretty(evaluation));
  }

  /** The evaluation, if there has been one. */
  public Optional<Evaluation> evaluation() throws IOException {
    Path file = folder.resolve(EVALUATION);
    return Files.exists(file) ? Optional.of(Json.read(file, Evaluation.class)) : Optional.empty();
  }

  private void replace(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try (Unfinished aside = new Unfinished(folder.resolve(name + ".partial"))) {
      Files.writeString(aside.path(), text);
      Files.move(
          aside.path(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** The JDK's own words are a path alone, or none. */
  private static IOException unwritable(Path file, IOException e) {
    return new IOException(
        file + ": cannot be written; is the folder writable and the disk not full?", e);
  }
}
