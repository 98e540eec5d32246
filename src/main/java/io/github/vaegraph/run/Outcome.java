package io.github.vaegraph.run;

import io.github.vaegraph.train.EpochMetrics;
import io.github.vaegraph.train.TrainingConfig;
import io.github.vaegraph.train.TrainingState;
import java.util.List;
import java.util.Optional;

/**
 * What became of a training, which may differ from what was asked for.
 *
 * @param steps steps that led to the weights
 * @param rollbacks how often the watchdog went back to a checkpoint and lowered the learning rate
 * @param learningRate Adam's step size at last, before any schedule
 * @param epoch whose end the weights are of, or in which training was cut short; empty where an
 *     older program did not write it
 * @param epochs that training took; empty likewise
 * @param end why training ended; empty where it has not, or an older program did not write it
 */
public record Outcome(
    long steps,
    int rollbacks,
    double learningRate,
    Optional<Integer> epoch,
    Optional<Integer> epochs,
    Optional<String> end) {
  /**
   * What training has come to.
   *
   * @param weights where it stood at the weights that are told of
   * @param last where it stands
   */
  public static Outcome of(TrainingState weights, TrainingState last, TrainingConfig asked) {
    return new Outcome(
        weights.step(),
        weights.rollbacks(),
        weights.learningRate(),
        Optional.of(weights.begun()),
        Optional.of(last.begun()),
        last.end(asked));
  }

  /** The figures on validation images of the weights' epoch, where the log has them. */
  public Optional<EpochMetrics.Figures> validation(List<EpochMetrics> log) {
    return epoch
        .flatMap(of -> log.stream().filter(metrics -> metrics.epoch() == of).findFirst())
        .flatMap(EpochMetrics::validation);
  }

  /** The number of epochs that was asked for, and what became of it. */
  String epochs(TrainingConfig asked) {
    int taken = epochs.orElse(asked.epochs());
    String text = "" + taken;
    if (taken != asked.epochs()) {
      text += " of " + asked.epochs() + end.map(why -> " (" + why + ")").orElse("");
    }
    return text + epoch.filter(n -> n != taken).map(n -> ", weights of epoch " + n).orElse("");
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
