package io.github.vaegraph;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.tensorboard.TensorBoard;
import io.github.vaegraph.train.Checkpoints;
import io.github.vaegraph.train.EpochMetrics;
import io.github.vaegraph.train.Trainer;
import io.github.vaegraph.train.TrainingConfig;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The training of a model over all calls of fit. It runs on a thread of its own, which nobody
 * interrupts: when the caller's is, this one is asked to stop after the step under way.
 */
final class Fitting implements Trainer.Listener {
  private final VaeSession session;
  private final Dataset data;
  private final Optional<RunDirectory> run;
  private final boolean tensorBoard;
  private final Consumer<String> progress;
  private final List<EpochMetrics> epochs = new ArrayList<>();
  private @Nullable TrainingState state; // null before the first step
  private volatile boolean stopping;
  private volatile boolean closing;
  private boolean interrupted;

  /**
   * @param run where it is kept, if it is
   * @param tensorBoard whether event files are written there
   */
  Fitting(
      VaeSession session,
      Dataset data,
      Optional<RunDirectory> run,
      boolean tensorBoard,
      Consumer<String> progress) {
    this.session = session;
    this.data = data;
    this.run = run;
    this.tensorBoard = tensorBoard;
    this.progress = progress;
  }

  /** The configuration of a training that goes on for so many epochs. */
  RunConfig plan(RunConfig config, int more) {
    int begun = state == null ? 0 : state.epoch() - 1;
    return config.withEpochs(Math.addExact(begun, more));
  }

  /** Trains up to the configuration's number of epochs, or until it is stopped. */
  void fit(RunConfig config) throws IOException {
    TrainingState from = state == null ? TrainingState.start(config.training()) : state;
    if (!tensorBoard || run.isEmpty()) {
      fit(config.training(), from, List.of(this));
      return;
    }
    try (TensorBoard watching =
        new TensorBoard(run.get(), config, session, data.reported(), from.step())) {
      fit(config.training(), from, List.of(this, watching));
    }
  }

  private void fit(TrainingConfig config, TrainingState from, List<Trainer.Listener> listeners)
      throws IOException {
    stopping = false;
    Checkpoints checkpoints = run.isPresent() ? run.get().checkpoints() : Checkpoints.NONE;
    Trainer trainer =
        new Trainer(session, config, checkpoints, listeners, () -> stopping || closing);
    FutureTask<TrainingState> training = new FutureTask<>(() -> trainer.train(data, from));
    Thread thread = new Thread(training, "fit");
    thread.setDaemon(true);
    thread.start();
    interrupted = false;
    state = await(training);
    if (interrupted) {
      progress.accept("interrupted after step " + state.step());
      Thread.currentThread().interrupt();
    }
  }

  private TrainingState await(FutureTask<TrainingState> training) throws IOException {
    while (true) {
      try {
        return training.get();
      } catch (InterruptedException e) {
        // Waits on: the step under way ends first.
        interrupted = true;
        stopping = true;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        if (e.getCause() instanceof Error failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  /** Ends a training under way, if there is one, after its step; there will be no other. */
  void close() {
    closing = true;
  }

  @Override
  public void epochDone(EpochMetrics metrics) throws IOException {
    epochs.add(metrics);
    if (run.isPresent()) {
      run.get().append(metrics);
    }
    progress.accept(History.line(metrics));
  }

  @Override
  public void rolledBack(String why, TrainingState to) throws IOException {
    epochs.removeIf(metrics -> metrics.epoch() >= to.epoch());
    if (run.isPresent()) {
      run.get().keepEpochs(to.epoch() - 1);
    }
    progress.accept(why);
  }

  @Override
  public void warned(String warning) {
    progress.accept("warning: " + warning);
  }

  History history() {
    return new History(epochs, interrupted);
  }
}
