package io.github.vaegraph.run;

import io.github.vaegraph.train.TrainingConfig;
import io.github.vaegraph.train.TrainingState;

/**
 * What became of a training, which may differ from what was asked for.
 *
 * @param steps steps that led to the weights
 * @param rollbacks how often the watchdog went back to a checkpoint and lowered the learning rate
 * @param learningRate Adam's step size at last, before any schedule
 */
public record Outcome(long steps, int rollbacks, double learningRate) {
  /** What training has come to where it stands. */
  public static Outcome of(TrainingState state) {
    return new Outcome(state.step(), state.rollbacks(), state.learningRate());
  }

  /** The learning rate that was asked for, and what became of it. */
  String learningRate(TrainingConfig asked) {
    String text = asked.learningRate().text();
    return rollbacks == 0
        ? text
        : "%s, lowered to %s by %s rollback%s"
            .formatted(text, (float) learningRate, rollbacks, rollbacks == 1 ? "" : "s");
  }
}
