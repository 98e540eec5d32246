package io.github.vaegraph;

import io.github.vaegraph.job.Training;
import io.github.vaegraph.model.StepResult;
import io.github.vaegraph.run.Outcome;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.train.EpochMetrics;
import io.github.vaegraph.train.Trainer;
import io.github.vaegraph.train.TrainingConfig;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The training of a model over all calls of fit. It runs on a thread of its own, which nobody
 * interrupts: when the caller's is, this one is asked to stop after the step under way. What there
 * is to tell is told on the caller's thread, while the training waits: whoever is told may use the
 * model as it stands.
 */
final class Fitting implements Trainer.Listener {
  private final Training training;
  private final Consumer<String> progress;
  private final List<EpochMetrics> epochs = new CopyOnWriteArrayList<>(); // seen by any thread
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>(); // empty: over
  private final Semaphore told = new Semaphore(0);
  private final ReentrantLock use = new ReentrantLock(true); // fair: who waits comes in between
  private @Nullable TrainingState state; // null before the first step
  private long steps; // while it is trained, where state is of before
  private volatile boolean stopping;
  private volatile boolean closing;
  private volatile boolean underWay;
  private volatile boolean interrupted;
  private boolean lost;

  Fitting(Training training, Consumer<String> progress) {
    this.training = training;
    this.progress = progress;
  }

  /**
   * One that goes on.
   *
   * @param from where it stands
   * @param epochs those that are finished
   */
  Fitting(
      Training training, Consumer<String> progress, TrainingState from, List<EpochMetrics> epochs) {
    this(training, progress);
    this.state = from;
    this.epochs.addAll(epochs);
  }

  /** The configuration of a training that goes on for so many epochs. */
  RunConfig plan(RunConfig config, int more) {
    int begun = state == null ? 0 : state.epoch() - 1;
    if (more > Integer.MAX_VALUE - begun) {
      throw new IllegalArgumentException(
          "epochs must be at most %d, as %d are done, was %d"
              .formatted(Integer.MAX_VALUE - begun, begun, more));
    }
    return config.withEpochs(begun + more);
  }

  /** What became of the training so far; empty before the first step. */
  Optional<Outcome> outcome(TrainingConfig asked) {
    return Optional.ofNullable(state).map(stands -> Outcome.of(stands, stands, asked));
  }

  /** Epochs that were finished, or that an interruption has ended. */
  int epochsBegun() {
    return Math.max(state == null ? 0 : state.begun(), epochs.size());
  }

  /** Steps that led to the weights as they are. */
  long steps() {
    return underWay || state == null ? steps : state.step();
  }

  /** Who is told how training goes. */
  Consumer<String> progress() {
    return progress;
  }

  /** Whether fit has not ended. */
  boolean underWay() {
    return underWay;
  }

  /**
   * Held by whoever uses the weights themselves. Fit gives it back while it tells of its progress,
   * as training waits then: whoever is told may wait for another thread that needs it.
   */
  Lock use() {
    return use;
  }

  private void say(String line) {
    use.unlock();
    try {
      progress.accept(line);
    } finally {
      use.lock();
    }
  }

  /**
   * Refuses to go on with a run that stands elsewhere than this model.
   *
   * @throws IOException when another program has trained it since
   */
  void checkUntouched(RunDirectory run) throws IOException {
    int finished = state == null ? 0 : state.epoch() - 1;
    int logged = run.metrics().size();
    if (logged != finished && !lost) {
      throw new IOException(
          "%s: expected %d finished epochs as in this model, found %d; was it trained by another"
                  .formatted(run.folder(), finished, logged)
              + " program since? Vae.resume opens it as it is");
    }
  }

  /**
   * Trains up to the configuration's number of epochs, or until it is stopped; called by who holds
   * {@link #use}.
   *
   * @param changed run before anything is told: the weights are others than before
   */
  void fit(RunConfig config, Runnable changed) throws IOException {
    if (lost) {
      throw new IllegalStateException(
          "an earlier fit failed, and its last checkpoint could not be read; build another model");
    }
    stopping = false;
    interrupted = false;
    underWay = true;
    try {
      train(config, changed);
    } finally {
      underWay = false;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void train(RunConfig config, Runnable changed) throws IOException {
    TrainingState from = state == null ? TrainingState.start(config.training()) : state;
    steps = from.step();
    FutureTask<TrainingState> task =
        new FutureTask<>(() -> training.train(config, from, this, () -> stopping || closing)) {
          @Override
          protected void done() {
            lines.add(Optional.empty());
          }
        };
    Thread thread = new Thread(task, "fit");
    thread.setDaemon(true);
    thread.start();
    Optional<Throwable> refusal = listen(changed);
    try {
      state = result(task);
    } catch (IOException | RuntimeException | Error failure) {
      goBack(config.training(), failure);
      throw failure;
    }
    if (refusal.isEmpty() && epochsBegun() < config.training().epochs()) {
      state
          .end(config.training())
          .ifPresent(why -> say("training ends in epoch " + epochsBegun() + ": " + why));
    }
    if (interrupted && refusal.isEmpty()) {
      say("interrupted after step " + state.step());
    }
    if (refusal.isPresent()) {
      throw unchecked(refusal.get());
    }
  }

  /** Passes on what the training tells until it ends; what the listener throws stops it. */
  private Optional<Throwable> listen(Runnable changed) {
    Optional<Throwable> refusal = Optional.empty();
    for (Optional<String> line = next(); line.isPresent(); line = next()) {
      try {
        changed.run();
        if (refusal.isEmpty()) {
          say(line.get());
        }
      } catch (RuntimeException | Error e) {
        refusal = Optional.of(e);
        stopping = true;
      } finally {
        told.release();
      }
    }
    return refusal;
  }

  private Optional<String> next() {
    while (true) {
      try {
        return lines.take();
      } catch (InterruptedException e) {
        // Waits on: the step under way ends first.
        interrupted = true;
        stopping = true;
      }
    }
  }

  /** Tells a line, on the training's thread, and waits until it has been heard. */
  private void tell(String line) {
    lines.add(Optional.of(line));
    told.acquireUninterruptibly();
  }

  /** Where a training that is over stands. */
  private static TrainingState result(FutureTask<TrainingState> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw unchecked(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError("what is over is not waited for", e);
    }
  }

  private static RuntimeException unchecked(@Nullable Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
  }

  /** Back to the last epoch's checkpoint: the weights have moved on, and nobody knows how far. */
  private void goBack(TrainingConfig config, Throwable failure) {
    try {
      TrainingState back = training.goBack(config);
      state = back;
      keepEpochs(back.epoch() - 1);
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
      lost = true;
    }
  }

  private void keepEpochs(int count) {
    epochs.removeIf(metrics -> metrics.epoch() > count);
  }

  /** Ends a training under way, if there is one, after its step; there will be no other. */
  void close() {
    closing = true;
  }

  @Override
  public void stepDone(int epoch, int done, int total, StepResult latest) {
    steps++;
  }

  @Override
  public void epochDone(EpochMetrics metrics) {
    epochs.add(metrics);
    tell(History.line(metrics));
  }

  @Override
  public void rolledBack(String why, TrainingState to) {
    steps = to.step();
    keepEpochs(to.epoch() - 1);
    tell(why);
  }

  @Override
  public void warned(String warning) {
    tell("warning: " + warning);
  }

  History history() {
    return new History(epochs, interrupted);
  }
}
