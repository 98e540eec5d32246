package io.github.vaegraph.run;

import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.io.Checksums;
import io.github.vaegraph.io.Durable;
import io.github.vaegraph.io.Unfinished;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.model.WeightsId;
import io.github.vaegraph.train.Checkpoints;
import io.github.vaegraph.train.TrainingConfig;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The checkpoints of a run, a folder each: {@code step-000012000}, or {@code
 * step-000012345-stopped} where training was interrupted. It holds a TensorFlow checkpoint {@code
 * variables.*}, where training stood in {@code state.json}, which weights these are in {@code
 * weights.json}, and the checksums of all in {@code SHA256SUMS}. A folder is written aside, flushed
 * to the disk and renamed, and renamed before it is deleted: whoever reads a run that goes on sees
 * a checkpoint whole or not at all. The last two are kept, and the best.
 */
public final class CheckpointFolder implements Checkpoints {
  private static final int KEPT = 2;
  private static final String SCHEDULED = "step-[0-9]{9,}";
  private static final String STOPPED = "-stopped";
  private static final String VARIABLES = "variables";
  private static final String STATE = "state.json";
  private static final String WEIGHTS = "weights.json";
  private static final String DELETED = ".deleted";

  /**
   * A training with shorter epochs than a checkpoint takes to be read has this long to slow down.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final Consumer<String> warnings;

  /**
   * @param folder which the first checkpoint creates
   * @param warnings told of a checkpoint that is damaged
   */
  CheckpointFolder(Path folder, Consumer<String> warnings) {
    this.folder = folder;
    this.warnings = warnings;
  }

  @Override
  public void save(VaeSession session, TrainingState state, boolean scheduled) throws IOException {
    Path whole = folder.resolve(name(state.step()) + (scheduled ? "" : STOPPED));
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder); // and not the run's folder, if that is gone
        Durable.folder(folder.toAbsolutePath().resolveSibling("."));
      }
      try (Unfinished aside =
          Unfinished.lasting(folder.resolve(whole.getFileName() + ".partial"))) {
        session.save(aside.path().resolve(VARIABLES));
        Files.writeString(aside.path().resolve(STATE), Json.pretty(state));
        Files.writeString(
            aside.path().resolve(WEIGHTS), Json.pretty(session.weights(state.step())));
        Checksums.write(aside.path());
        delete(whole); // damaged, or it would not be written again
        Durable.move(aside, whole);
      }
      prune(state);
    } catch (IOException e) {
      throw Durable.unwritable(whole, e);
    }
  }

  private void prune(TrainingState state) throws IOException {
    List<Path> all = newestFirst();
    List<Path> kept =
        new ArrayList<>(all.stream().filter(CheckpointFolder::scheduled).limit(KEPT).toList());
    state.best().ifPresent(best -> kept.add(folder.resolve(name(best.step()))));
    kept.add(all.get(0));
    for (Path old : all) {
      if (!kept.contains(old)) {
        delete(old);
      }
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + DELETED)) {
      for (Path old : left) { // by a program that was killed
        Unfinished.delete(old);
      }
    }
  }

  /** Takes a checkpoint away in one step, and deletes it then. */
  private static void delete(Path checkpoint) throws IOException {
    if (Files.exists(checkpoint, LinkOption.NOFOLLOW_LINKS)) {
      Path away = checkpoint.resolveSibling(checkpoint.getFileName() + DELETED);
      Unfinished.delete(away);
      Files.move(checkpoint, away, StandardCopyOption.ATOMIC_MOVE);
      Unfinished.delete(away);
    }
  }

  @Override
  public Optional<TrainingState> rollBack(VaeSession session) throws IOException {
    return restore(session, newestFirst().stream().filter(CheckpointFolder::scheduled).toList());
  }

  /**
   * Brings a model to the newest checkpoint of all.
   *
   * @return where training stood then; empty when there is none
   * @throws IOException when there are some and none can be read
   */
  public Optional<TrainingState> restore(VaeSession session) throws IOException {
    return restore(session, newestFirst());
  }

  private Optional<TrainingState> restore(VaeSession session, List<Path> candidates)
      throws IOException {
    Optional<Path> target = newestWhole(candidates);
    // What lies beyond is damaged, or belongs to a course that is given up.
    List<Path> all = newestFirst();
    for (Path later : all.subList(0, target.map(all::indexOf).orElse(all.size()))) {
      delete(later);
    }
    if (target.isEmpty()) {
      return Optional.empty();
    }
    session.restore(target.get().resolve(VARIABLES));
    return Optional.of(state(target.get()));
  }

  /**
   * A checkpoint that is whole.
   *
   * @param variables its prefix, as {@link VaeSession#restored} takes it
   * @param state where training stood
   * @param last where training stands
   * @param weights which weights these are; empty where an older program did not write it
   */
  public record Kept(
      Path variables, TrainingState state, TrainingState last, Optional<WeightsId> weights) {
    /** What became of the training up to these weights. */
    public Outcome outcome(TrainingConfig asked) {
      return Outcome.of(state, last, asked);
    }

    /** Whether an evaluation is of these weights, or, an older program's, does not say of which. */
    public boolean has(Evaluation evaluation) {
      return evaluation
          .weights()
          .map(of -> of.step() == state.step() && weights.map(of::equals).orElse(true))
          .orElse(true);
    }

    /** Whether the work after training was done with these weights. */
    public boolean isOf(Completion done) {
      return done.isOf(last.epoch() - 1, state.step());
    }

    /** Which weights these are, as people read it. */
    public String id() {
      return weights.map(WeightsId::toString).orElse("step " + state.step());
    }
  }

  /**
   * The checkpoint that is the run's model; empty when there is none. Where the best epoch's is
   * damaged it is the newest, which is warned of.
   *
   * @throws IOException when there are some and none can be read
   */
  public Optional<Kept> model(Weights weights) throws IOException {
    return read(() -> chosen(weights));
  }

  /**
   * The same with its files in another folder, which nobody else deletes.
   *
   * @param place an empty folder
   */
  Optional<Kept> model(Weights weights, Path place) throws IOException {
    return read(
        () -> {
          Optional<Kept> chosen = chosen(weights);
          if (chosen.isEmpty()) {
            return chosen;
          }
          Kept kept = chosen.get();
          Path checkpoint = kept.variables().resolveSibling("");
          Path own = Files.createTempDirectory(place, "checkpoint");
          try {
            copy(checkpoint, own);
          } catch (IOException e) {
            throw Files.isDirectory(checkpoint) ? e : new GoneException(checkpoint, e);
          }
          return Optional.of(
              new Kept(own.resolve(VARIABLES), kept.state(), kept.last(), kept.weights()));
        });
  }

  /** Files of a checkpoint never change: on the same disk a second name is enough. */
  private static void copy(Path checkpoint, Path own) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(checkpoint)) {
      for (Path file : files) {
        Path copy = own.resolve(file.getFileName());
        try {
          Files.createLink(copy, file);
        } catch (IOException | UnsupportedOperationException e) { // another disk, or not allowed to
          Files.copy(file, copy);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** A checkpoint is gone that was there: training has gone on, and there is a newer one. */
  private static final class GoneException extends IOException {
    private static final long serialVersionUID = 1;

    GoneException(Path checkpoint, IOException cause) {
      super(checkpoint + ": was deleted while it was read; is a training going on there?", cause);
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /** Reads until nothing of it is deleted meanwhile. */
  private static <T> T read(Reading<T> reading) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return reading.read();
      } catch (GoneException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  private Optional<Kept> chosen(Weights weights) throws IOException {
    List<Path> listed = newestFirst();
    Optional<Path> newest = newestWhole(listed);
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    TrainingState last = state(newest.get());
    Path best = last.best().map(epoch -> folder.resolve(name(epoch.step()))).orElse(newest.get());
    Path taken = weights == Weights.LAST ? newest.get() : best(best, newest.get(), listed);
    return Optional.of(new Kept(taken.resolve(VARIABLES), state(taken), last, weights(taken)));
  }

  /** The best epoch's, or the newest where that is damaged or has been taken away. */
  private Path best(Path best, Path newest, List<Path> listed) throws IOException {
    if (best.equals(newest)) {
      return newest;
    }
    if (Files.isDirectory(best) || !newestFirst().equals(listed)) { // or training has gone on
      return newestWhole(List.of(best, newest)).orElseThrow();
    }
    warnings.accept(
        "%s: the checkpoint cannot be read: the folder is missing; taking %s instead"
            .formatted(best, newest));
    return newest;
  }

  private static TrainingState state(Path checkpoint) throws IOException {
    return json(checkpoint, STATE, TrainingState.class);
  }

  /** Empty where an older program did not write it. */
  private static Optional<WeightsId> weights(Path checkpoint) throws IOException {
    return Files.exists(checkpoint.resolve(WEIGHTS)) || !Files.isDirectory(checkpoint)
        ? Optional.of(json(checkpoint, WEIGHTS, WeightsId.class))
        : Optional.empty();
  }

  private static <T> T json(Path checkpoint, String file, Class<T> type) throws IOException {
    try {
      return Json.read(checkpoint.resolve(file), type);
    } catch (IOException e) {
      throw Files.isDirectory(checkpoint) ? e : new GoneException(checkpoint, e);
    }
  }

  /** The first that is whole; the others are warned of. */
  private Optional<Path> newestWhole(List<Path> newestFirst) throws IOException {
    Optional<String> newestProblem = Optional.empty();
    for (Path checkpoint : newestFirst) {
      Optional<String> problem = Checksums.problem(checkpoint, "checkpoint");
      if (problem.isPresent() && !Files.isDirectory(checkpoint)) {
        throw new GoneException(checkpoint, new IOException(problem.get()));
      }
      if (problem.isEmpty()) {
        newestProblem.ifPresent(
            text -> warnings.accept("%s; taking %s instead".formatted(text, checkpoint)));
        return Optional.of(checkpoint);
      }
      newestProblem = newestProblem.or(() -> problem);
    }
    if (newestProblem.isPresent()) {
      throw new IOException(newestProblem.get() + "; there is no other to go back to");
    }
    return Optional.empty();
  }

  private static String name(long step) {
    return String.format(Locale.ROOT, "step-%09d", step);
  }

  private static boolean scheduled(Path checkpoint) {
    return checkpoint.getFileName().toString().matches(SCHEDULED);
  }

  private List<Path> newestFirst() throws IOException {
    List<Path> all = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (entry.getFileName().toString().matches(SCHEDULED + "(" + STOPPED + ")?")) {
            all.add(entry);
          }
        }
      }
    }
    // By number, which may be of more digits; a stopped one comes before the scheduled one that
    // training wrote after the same step.
    all.sort(
        Comparator.comparingInt((Path entry) -> digits(entry).length())
            .thenComparing(CheckpointFolder::digits)
            .thenComparing(CheckpointFolder::scheduled));
    Collections.reverse(all);
    return all;
  }

  private static String digits(Path checkpoint) {
    return checkpoint.getFileName().toString().replaceAll("\\D", "");
  }
}
