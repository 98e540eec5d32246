package io.github.vaegraph.train;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.Batches;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.evaluate.Evaluator;
import io.github.vaegraph.evaluate.PixelScales;
import io.github.vaegraph.model.Step;
import io.github.vaegraph.model.StepResult;
import io.github.vaegraph.model.VaeSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The training loop. Every step's order, binarization and noise are functions of the seed and the
 * step, so that a training which was stopped and goes on from a checkpoint leads to the weights of
 * one that was not, bit for bit.
 */
public final class Trainer {
  /** Told how training goes. */
  public interface Listener {
    /**
     * After every step.
     *
     * @param epoch from 1 on
     * @param done images of this epoch that have been trained on
     * @param total images in an epoch
     * @param latest the latest measured figures
     */
    default void stepDone(int epoch, int done, int total, StepResult latest) {}

    /**
     * After a step whose figures were fetched: one in ten, and an epoch's last.
     *
     * @param step what was done; its counter, from 0 on, counts on after a rollback from where
     *     training went back to
     * @throws IOException when the figures cannot be written down
     */
    default void stepMeasured(Step step, StepResult result) throws IOException {}

    /**
     * After every epoch, before its checkpoint.
     *
     * @throws IOException when the figures cannot be written down
     */
    default void epochDone(EpochMetrics metrics) throws IOException {}

    /**
     * Training diverged and has gone back.
     *
     * @param why one line: what was found, where training goes on, and how
     * @param to where it goes on; its epoch and those after will be reported again
     * @throws IOException when what was written down cannot be taken back
     */
    default void rolledBack(String why, TrainingState to) throws IOException {}

    /** Something the user should know about the model, in one line. */
    default void warned(String warning) {}
  }

  /**
   * One step in so many fetches its figures. Fetching them makes TensorFlow compute the
   * likelihood's value, which training alone does not need: such a step takes about 10% longer
   * (measured on the 784-400-20 network at batch 100: 3.13 ms instead of 2.77), so that all steps
   * take 1% longer. Which steps do must be a function of the step alone: what is fetched decides
   * how TensorFlow rewrites the graph, and with it the weights' last bits.
   */
  private static final int MEASURE_EVERY = 10;

  /** So many images tell whether a learned scale has fallen. */
  private static final int SCALE_IMAGES = 100;

  private final VaeSession session;
  private final TrainingConfig config;
  private final Checkpoints checkpoints;
  private final List<Listener> listeners;
  private final BooleanSupplier stop;
  private final Watchdog watchdog;
  private final Recovery recovery;
  private final Advice advice;
  private final ValidationBound bound;
  private long lapped;

  /**
   * A trainer of this model.
   *
   * @param checkpoints where it keeps what it can go on from
   * @param listeners told how it goes, in this order
   * @param stop asked after every step, on the training thread: true ends the training, with a
   *     checkpoint
   */
  public Trainer(
      VaeSession session,
      TrainingConfig config,
      Checkpoints checkpoints,
      List<Listener> listeners,
      BooleanSupplier stop) {
    this.session = session;
    this.config = config;
    this.checkpoints = checkpoints;
    this.listeners = List.copyOf(listeners);
    this.stop = stop;
    this.watchdog = new Watchdog(session);
    this.recovery = new Recovery(session, config, checkpoints, this.listeners);
    this.advice = new Advice(session.config());
    this.bound = new ValidationBound(session.config(), config);
  }

  /**
   * Trains until it ends as configured, or is stopped.
   *
   * @param from where to go on; the model must hold the variables of then
   * @return where training stands: when all epochs are done, in the one after the last
   * @throws DivergenceException when the loss is no number, or blows up, and going back to the last
   *     checkpoint with a lower learning rate has not helped
   * @throws IOException when a checkpoint or the log cannot be written, or an image cannot be read;
   *     then there is a checkpoint of all steps before
   */
  public TrainingState train(Dataset data, TrainingState from) throws IOException {
    TrainingState state = from;
    lap();
    try (Batches batches =
            Batches.shuffled(
                data.train(), config.binarization(), config.batchSize(), config.seed());
        Evaluator validation = validation(data.validation())) {
      Split watched = data.validation().count() > 0 ? data.validation() : data.train();
      while (state.end(config).isEmpty() && !stop.getAsBoolean()) {
        try {
          state = epoch(state, batches, validation, watched);
        } catch (Divergence divergence) {
          state = recovery.of(divergence, state, batches, this::step);
        }
      }
    }
    return state;
  }

  private TrainingState epoch(
      TrainingState from, Batches batches, @Nullable Evaluator validation, Split watched)
      throws IOException {
    TrainingState state = from;
    int images = batches.images();
    int done = Math.min(images, from.batches() * config.batchSize());
    StepResult latest = new StepResult(0, 0, 0, Map.of());
    Iterator<Batch> rest = batches.epoch(from.epoch(), from.batches());
    while (rest.hasNext()) {
      long asked = System.nanoTime();
      Batch batch = next(rest, from, state);
      long waited = System.nanoTime() - asked;
      boolean last = !rest.hasNext();
      Step step = step(state, batch, batches.perEpoch());
      if (state.step() == 0 && state.rollbacks() == 0) {
        advice.ofStart(session.biasGradients(step)).forEach(this::warn);
      }
      long start = System.nanoTime();
      if (state.step() % MEASURE_EVERY == 0 || last) {
        latest = session.measuredStep(step);
        watchdog.check(state, latest);
        for (Listener listener : listeners) {
          listener.stepMeasured(step, latest);
        }
        state = state.measured(latest, batch.count());
      } else {
        session.step(step);
      }
      state = state.stepped((waited + System.nanoTime() - start) / 1e9, lap());
      done += batch.count();
      for (Listener listener : listeners) {
        listener.stepDone(state.epoch(), done, images, latest);
      }
      boolean stopped = stop.getAsBoolean() || (!last && state.end(config).isPresent());
      boolean scheduled = !last && checkpointAfter(state.step());
      if (last || scheduled || stopped) {
        watchdog.checkImages(state, batch, step.beta());
      }
      if (scheduled || stopped) {
        watchdog.checkVariables(state);
        checkpoints.save(session, state, scheduled);
      }
      if (stopped) {
        return state;
      }
    }
    return validated(state, images, validation, watched);
  }

  /** The next batch. Where its images can be read no more, what has been trained so far is kept. */
  private Batch next(Iterator<Batch> rest, TrainingState from, TrainingState state)
      throws IOException {
    try {
      return rest.next();
    } catch (UncheckedIOException e) {
      if (state.step() > from.step()) {
        watchdog.checkVariables(state);
        checkpoints.save(session, state, false);
      }
      throw e.getCause();
    }
  }

  private boolean checkpointAfter(long steps) {
    return config.checkpointEvery().isPresent() && steps % config.checkpointEvery().get() == 0;
  }

  private Step step(TrainingState state, Batch batch, int stepsPerEpoch) {
    return new Step(
        batch,
        config.seed(),
        state.step(),
        (float) learningRate(state, state.step(), stepsPerEpoch),
        (float) config.beta().at(state.step(), stepsPerEpoch));
  }

  private double learningRate(TrainingState state, long step, int stepsPerEpoch) {
    // Lowered by the watchdog, it keeps its course.
    return state.learningRate()
        * (config.learningRate().at(step, stepsPerEpoch) / config.learningRate().peak());
  }

  /**
   * The end of an epoch all of whose steps are done.
   *
   * @param watched whose images are looked at for what the likelihood has learned
   */
  private TrainingState validated(
      TrainingState state, int images, @Nullable Evaluator validation, Split watched)
      throws IOException {
    long start = System.nanoTime();
    Optional<Evaluation> validated =
        Optional.ofNullable(validation)
            .map(
                evaluator ->
                    Watchdog.checked(
                        state, () -> evaluator.evaluate(bound.samples(), (done, total) -> {})));
    TrainingState.EpochSums sums = state.sums();
    long last = state.step() - 1;
    EpochMetrics metrics =
        new EpochMetrics(
            state.epoch(),
            state.step(),
            sums.figures(session.config().hasRate()),
            validated.map(result -> EpochMetrics.Figures.of(result.rate(), result.distortion())),
            sums.bound(),
            validated.map(bound::of),
            Optional.of(learningRate(state, last, state.batches())),
            Optional.of(config.beta().at(last, state.batches())),
            images / sums.seconds(),
            sums.seconds() + (System.nanoTime() - start) / 1e9);
    watchdog.checkVariables(state); // before the epoch counts as done
    for (Listener listener : listeners) {
      listener.epochDone(metrics);
    }
    advice
        .ofEpoch(
            metrics,
            PixelScales.of(
                session, watched.first(SCALE_IMAGES), config.binarization(), Evaluator.SEED))
        .forEach(this::warn);
    double best = metrics.validationBound().orElseGet(() -> bound.of(metrics.train()));
    TrainingState next = state.epochDone(-best, lap());
    checkpoints.save(session, next, true);
    return next;
  }

  private @Nullable Evaluator validation(Split split) {
    return split.count() == 0
        ? null
        : new Evaluator(session, split, config.binarization(), Evaluator.SEED);
  }

  /** Seconds since the last call. */
  private double lap() {
    long now = System.nanoTime();
    double seconds = (now - lapped) / 1e9;
    lapped = now;
    return seconds;
  }

  private void warn(String warning) {
    listeners.forEach(listener -> listener.warned(warning));
  }
}
