package io.github.vaegraph.job;

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
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A model's training, with all that a run keeps of it: log, checkpoints, event files. It does
 * without where there is no run.
 */
public final class Training {
  private final VaeSession session;
  private final Dataset data;
  private final Optional<RunDirectory> run;

  /**
   * @param session what is trained
   * @param run where it is kept, if it is; whoever writes to it holds its lock
   */
  public Training(VaeSession session, Dataset data, Optional<RunDirectory> run) {
    this.session = session;
    this.data = data;
    this.run = run;
  }

  /**
   * Brings the model to the run's newest checkpoint that is whole, and the log to its epoch.
   *
   * @return where training stands: at its beginning where there is no checkpoint, or no run
   * @throws IllegalArgumentException when the checkpoints are of another seed
   * @throws IOException when there are some and none can be read, or the log lacks epochs
   */
  public TrainingState restore(TrainingConfig config) throws IOException {
    if (run.isEmpty()) {
      return TrainingState.start(config);
    }
    RunDirectory kept = run.get();
    TrainingState state =
        kept.checkpoints().restore(session).orElseGet(() -> TrainingState.start(config));
    if (state.seed() != config.seed()) {
      throw new IllegalArgumentException(
          "%s: expected checkpoints of seed %d, found seed %d"
              .formatted(kept.folder(), config.seed(), state.seed()));
    }
    kept.keepEpochs(state.epoch() - 1);
    return state;
  }

  /**
   * Trains until it ends as configured, or is stopped.
   *
   * @param config of the run, which is written down where it has changed
   * @param from where to go on; the model must hold the variables of then
   * @param told how it goes, after the log
   * @param stop as a {@link Trainer}'s
   * @return where training stands
   * @throws IOException when something cannot be written
   */
  public TrainingState train(
      RunConfig config, TrainingState from, Trainer.Listener told, BooleanSupplier stop)
      throws IOException {
    if (run.isEmpty()) {
      return train(config, Checkpoints.NONE, List.of(told), from, stop);
    }
    RunDirectory kept = run.get();
    if (!kept.config().equals(config)) {
      kept.write(config);
    }
    if (from.end(config.training()).isEmpty()) {
      kept.forgetEvaluations();
    }
    Checkpoints checkpoints = kept.checkpoints();
    Trainer.Listener log = new Log(kept);
    if (!config.wanted().tensorBoard()) {
      return train(config, checkpoints, List.of(log, told), from, stop);
    }
    try (TensorBoard watching =
        new TensorBoard(kept, config, session, data.reported(), from.step())) {
      return train(config, checkpoints, List.of(log, told, watching), from, stop);
    }
  }

  private TrainingState train(
      RunConfig config,
      Checkpoints checkpoints,
      List<Trainer.Listener> listeners,
      TrainingState from,
      BooleanSupplier stop)
      throws IOException {
    return new Trainer(session, config.training(), checkpoints, listeners, stop).train(data, from);
  }

  /**
   * After a training that failed: back to the last epoch's checkpoint, or to the beginning where
   * there is none.
   *
   * @return where training stands
   * @throws IOException when there are checkpoints and none can be read
   */
  public TrainingState goBack(TrainingConfig config) throws IOException {
    if (run.isEmpty()) {
      return Checkpoints.NONE.goBack(session, config);
    }
    TrainingState back = run.get().checkpoints().goBack(session, config);
    run.get().keepEpochs(back.epoch() - 1);
    return back;
  }

  /** Keeps the log. */
  private record Log(RunDirectory run) implements Trainer.Listener {
    @Override
    public void epochDone(EpochMetrics metrics) throws IOException {
      run.append(metrics);
    }

    @Override
    public void rolledBack(String why, TrainingState to) throws IOException {
      run.keepEpochs(to.epoch() - 1);
    }
  }
}
