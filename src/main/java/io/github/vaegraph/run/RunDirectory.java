package io.github.vaegraph.run;

import io.github.vaegraph.io.Durable;
import io.github.vaegraph.io.Unfinished;
import io.github.vaegraph.train.EpochMetrics;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code config.json}, {@code metrics.jsonl} with one line an epoch, {@code
 * evaluation.json}, {@code checkpoints/}, and pictures.
 */
public final class RunDirectory {
  private static final String CONFIG = "config.json";

  private final Path folder;
  private final Consumer<String> warnings;

  private RunDirectory(Path folder, Consumer<String> warnings) {
    this.folder = folder;
    this.warnings = warnings;
  }

  /**
   * Starts a run.
   *
   * @param warnings told, in one line each, of checkpoints that are damaged
   * @throws IOException when the folder holds something already or cannot be written
   */
  public static RunDirectory create(Path folder, Consumer<String> warnings) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(
          folder + ": expected a folder for the run, found a file; try another run(...)");
    }
    try {
      Files.createDirectories(folder);
      try (Stream<Path> entries = Files.list(folder)) {
        if (entries.anyMatch(entry -> !entry.endsWith(RunLock.FILE))) {
          throw new IOException(
              folder
                  + ": expected an empty folder for the run, found files in it; try another run(...)");
        }
      }
      Files.delete(Files.createTempFile(folder, "writable", null));
    } catch (FileSystemException e) {
      throw uncreatable(folder, e);
    }
    return new RunDirectory(folder, warnings);
  }

  /**
   * Starts a run in a folder of its own, of this name or the next that nobody has: {@code -2} is
   * added, or {@code -3}, where two programs start at the same time.
   *
   * @param warnings told, in one line each, of checkpoints that are damaged
   * @throws IOException when no folder can be made there
   */
  public static RunDirectory createAnother(Path wished, Consumer<String> warnings)
      throws IOException {
    Path folder = wished;
    try {
      Files.createDirectories(wished.toAbsolutePath().getParent());
      for (int next = 2; !made(folder); next++) {
        folder = wished.resolveSibling(wished.getFileName() + "-" + next);
      }
    } catch (FileSystemException e) {
      throw uncreatable(wished, e);
    }
    return create(folder, warnings);
  }

  private static boolean made(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static IOException uncreatable(Path folder, FileSystemException cause) {
    return new IOException(
        folder
            + ": expected a folder for the run, found that it cannot be written; try another run(...)",
        cause);
  }

  /**
   * Opens a run; what is damaged and can be done without is passed over in silence.
   *
   * @throws IOException when the folder is none of a run
   */
  public static RunDirectory open(Path folder) throws IOException {
    return open(folder, warning -> {});
  }

  /**
   * Opens a run.
   *
   * @param warnings told, in one line each, of checkpoints that are damaged
   * @throws IOException when the folder is none of a run
   */
  public static RunDirectory open(Path folder, Consumer<String> warnings) throws IOException {
    if (!isRun(folder)) {
      throw new IOException(
          "%s: expected a run's folder, found %s; runs are made by vae train"
              .formatted(
                  folder,
                  !Files.exists(folder)
                      ? "nothing there"
                      : Files.isDirectory(folder) ? "no config.json in it" : "a file"));
    }
    return new RunDirectory(folder, warnings);
  }

  /** Whether this is a run's folder. */
  public static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(CONFIG));
  }

  /** The folder itself. */
  public Path folder() {
    return folder;
  }

  /** Told, in one line each, of what a user of this run should know. */
  public Consumer<String> warnings() {
    return warnings;
  }

  /** A file of the run. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** The run's checkpoints. */
  public CheckpointFolder checkpoints() {
    return new CheckpointFolder(folder.resolve("checkpoints"), warnings);
  }

  /**
   * Where training stood at the checkpoint that is the run's model: the best epoch's or the newest,
   * as was wanted. Its files may be gone by the time they are read; {@link #hold} keeps them.
   *
   * @throws IOException when there is none
   */
  public CheckpointFolder.Kept model() throws IOException {
    return checkpoints().model(config().wanted().weights()).orElseThrow(this::noCheckpoint);
  }

  /**
   * The run's model, kept for whoever closes it although training may go on.
   *
   * @throws IOException when there is no checkpoint, or it cannot be copied
   */
  public HeldModel hold() throws IOException {
    RunConfig config = config();
    Unfinished place = Unfinished.temporary();
    try {
      CheckpointFolder.Kept kept =
          checkpoints()
              .model(config.wanted().weights(), place.path())
              .orElseThrow(this::noCheckpoint);
      return new HeldModel(evaluations(), config, kept, place);
    } catch (IOException | RuntimeException e) {
      place.close();
      throw e;
    }
  }

  private IOException noCheckpoint() {
    return new IOException(
        "%s: expected a checkpoint, found none; go on with vae train --resume %s"
            .formatted(folder, CommandWords.quoted(folder)));
  }

  /**
   * Keeps others from training this run until it is closed.
   *
   * @throws IOException when another program is at it, or the folder cannot be written
   */
  public RunLock lock() throws IOException {
    return RunLock.of(this);
  }

  /** Writes the configuration. */
  public void write(RunConfig config) throws IOException {
    replace(CONFIG, Json.pretty(config));
  }

  /** Reads the configuration. */
  public RunConfig config() throws IOException {
    return Json.read(folder.resolve(CONFIG), RunConfig.class);
  }

  /**
   * What became of the training up to the run's model; empty when there is no checkpoint.
   *
   * @throws IOException when there are some and none can be read
   */
  public Optional<Outcome> outcome() throws IOException {
    RunConfig config = config();
    return checkpoints()
        .model(config.wanted().weights())
        .map(kept -> kept.outcome(config.training()));
  }

  /**
   * The figures on validation images of the epoch whose weights are the run's model; empty without
   * such images, or before the first epoch's end.
   *
   * @throws IOException when the log, or every checkpoint, cannot be read
   */
  public Optional<EpochMetrics.Figures> validation() throws IOException {
    List<EpochMetrics> log = metrics();
    return outcome().flatMap(known -> known.validation(log));
  }

  /**
   * Why training has ended, where it would end with this configuration too and nothing is left to
   * do after it.
   *
   * @throws IOException when there are checkpoints and none can be read
   */
  public Optional<String> finished(RunConfig config) throws IOException {
    Optional<Completion> done = completion().filter(Completion::finished);
    if (done.isEmpty()) {
      return Optional.empty();
    }
    return checkpoints()
        .model(config.wanted().weights())
        .filter(kept -> done.get().isOf(config.training().epochs(), kept.state().step()))
        .filter(kept -> kept.last().begun() <= config.training().epochs())
        .flatMap(kept -> kept.last().end(config.training()));
  }

  /** Adds an epoch's line to the log. */
  public void append(EpochMetrics metrics) throws IOException {
    log().append(metrics);
  }

  /** Reads the log, one entry an epoch. */
  public List<EpochMetrics> metrics() throws IOException {
    return log().read();
  }

  /**
   * Takes the log back to the first epochs.
   *
   * @throws IOException when it holds fewer
   */
  public void keepEpochs(int epochs) throws IOException {
    log().keep(epochs);
  }

  private MetricsLog log() {
    return new MetricsLog(folder.resolve("metrics.jsonl"));
  }

  /** The run's evaluations. */
  public Evaluations evaluations() {
    return new Evaluations(folder);
  }

  /**
   * Takes all evaluations away, and what tells how far the work after training has come: training
   * goes on, and they are about other weights.
   */
  public void forgetEvaluations() throws IOException {
    evaluations().forget();
  }

  /** How far the work after training has come. */
  public Optional<Completion> completion() throws IOException {
    return evaluations().completion();
  }

  /** Notes how far the work after training has come. */
  public void write(Completion completion) throws IOException {
    evaluations().write(completion);
  }

  private void replace(String name, String text) throws IOException {
    Durable.replace(folder.resolve(name), text);
  }
}
