package io.github.vaegraph.train;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.Batches;
import io.github.vaegraph.model.Step;
import io.github.vaegraph.model.StepResult;
import io.github.vaegraph.model.VaeSession;
import java.util.Iterator;

/** Finds out what went bad first, by training once more from the last checkpoint. */
final class Diagnosis {
  /** Makes a step of a state, a batch and the number of steps in an epoch. */
  @FunctionalInterface
  interface Steps {
    Step of(TrainingState state, Batch batch, int stepsPerEpoch);
  }

  private final VaeSession session;
  private final TrainingConfig config;
  private final double learningRate;

  Diagnosis(VaeSession session, TrainingConfig config, double learningRate) {
    this.session = session;
    this.config = config;
    this.learningRate = learningRate;
  }

  /**
   * The end of a training.
   *
   * @param divergence what ended it
   * @param from where the model stands now
   */
  DivergenceException of(Divergence divergence, TrainingState from, Batches batches, Steps steps) {
    String lowered =
        learningRate < config.learningRate().peak()
            ? ", after %d rollbacks from %s"
                .formatted(config.maxRollbacks(), (float) config.learningRate().peak())
            : "";
    return new DivergenceException(
        "training diverged: %s; likely cause: a learning rate of %s is too high%s; try %s"
            .formatted(
                first(divergence, from.rolledBack(learningRate, from.rollbacks()), batches, steps),
                (float) learningRate,
                lowered,
                "learningRate(%s) or clipNorm(100)".formatted((float) (learningRate / 10))));
  }

  /**
   * Trains again, and looks at every step. Measuring all of them changes the weights' last bits, so
   * that, rarely, nothing goes bad this time; then what was found stands.
   */
  private String first(Divergence divergence, TrainingState from, Batches batches, Steps steps) {
    TrainingState state = from;
    Watchdog watchdog = new Watchdog(session);
    try {
      Iterator<Batch> rest = batches.epoch(from.epoch(), from.batches());
      while (rest.hasNext() && state.step() <= divergence.step()) {
        Batch batch = rest.next();
        StepResult result = session.measuredStep(steps.of(state, batch, batches.perEpoch()));
        watchdog.check(state, result);
        state = state.measured(result, batch.count()).stepped(0, 0);
        watchdog.checkVariables(state);
      }
    } catch (Divergence found) {
      return found.found();
    }
    return divergence.found();
  }
}
