package io.github.vaegraph.run;

import io.github.vaegraph.io.Checksums;
import io.github.vaegraph.io.Durable;
import io.github.vaegraph.io.Unfinished;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.train.Checkpoints;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * variables.*}, where training stood in {@code state.json}, and the checksums of both in {@code
 * SHA256SUMS}. A folder is written aside, flushed to the disk and renamed. The last two are kept,
 * and the best.
 */
public final class CheckpointFolder implements Checkpoints {
  private static final int KEPT = 2;
  private static final String SCHEDULED = "step-[0-9]{9,}";
  private static final String STOPPED = "-stopped";
  private static final String VARIABLES = "variables";
  private static final String STATE = "state.json";

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
        Checksums.write(aside.path());
        Unfinished.delete(whole); // damaged, or it would not be written again
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
        Unfinished.delete(old);
      }
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
      Unfinished.delete(later);
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
   */
  public record Kept(Path variables, TrainingState state, TrainingState last) {}

  /**
   * The checkpoint that is the run's model; empty when there is none. Where the best epoch's is
   * damaged it is the newest, which is warned of.
   *
   * @throws IOException when there are some and none can be read
   */
  public Optional<Kept> model(Weights weights) throws IOException {
    Optional<Path> newest = newestWhole(newestFirst());
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    TrainingState last = state(newest.get());
    Path best = last.best().map(epoch -> folder.resolve(name(epoch.step()))).orElse(newest.get());
    if (weights == Weights.LAST || best.equals(newest.get())) {
      return Optional.of(new Kept(newest.get().resolve(VARIABLES), last, last));
    }
    Path taken = newestWhole(List.of(best, newest.get())).orElseThrow();
    return Optional.of(new Kept(taken.resolve(VARIABLES), state(taken), last));
  }

  private static TrainingState state(Path checkpoint) throws IOException {
    return Json.read(checkpoint.resolve(STATE), TrainingState.class);
  }

  /** The first that is whole; the others are warned of. */
  private Optional<Path> newestWhole(List<Path> newestFirst) throws IOException {
    Optional<String> newestProblem = Optional.empty();
    for (Path checkpoint : newestFirst) {
      Optional<String> problem = Checksums.problem(checkpoint, "checkpoint");
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
