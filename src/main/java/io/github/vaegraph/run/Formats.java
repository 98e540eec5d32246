package io.github.vaegraph.run;

import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.model.WeightsId;
import io.github.vaegraph.train.EpochMetrics;
import io.github.vaegraph.train.TrainingState;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Our JSON files by the records they hold, each with the changes that its format has gone through.
 * Whoever adds a key to a record appends a change, if only one that does nothing, and says in the
 * record what the key means where it is absent ({@link AbsentKeys}); whoever moves or renames one
 * appends a change that moves it in older files. Changes stay as they are once they were released.
 */
final class Formats {
  static final List<Format<?>> ALL =
      List.of(
          // 4 also: training.patience and maxSeconds, wanted.weights, outcome.epoch, epochs and
          // end.
          // 5: model.classes.
          new Format<>(
              RunConfig.class,
              List.of(
                  ConfigFormat2::of,
                  ConfigFormat3::of,
                  ConfigFormat4::of,
                  UnaryOperator.identity())),
          // 2: bound, learningRate, beta. 3: validationBound.
          new Format<>(
              EpochMetrics.class, List.of(UnaryOperator.identity(), UnaryOperator.identity())),
          // 2: weights. 3: bitsPerDimension, negativeLogMarginal. 4: standardErrors, convergence,
          // codes, scale; seed is no more the training's by default. 5: codes.factors.
          new Format<>(
              Evaluation.class,
              List.of(
                  UnaryOperator.identity(),
                  UnaryOperator.identity(),
                  UnaryOperator.identity(),
                  UnaryOperator.identity())),
          new Format<>(WeightsId.class, List.of()),
          // 2: step.
          new Format<>(Completion.class, List.of(UnaryOperator.identity())),
          // 2: weights.
          new Format<>(TrainingScores.class, List.of(UnaryOperator.identity())),
          new Format<>(SweepConfig.class, List.of()),
          // 2: sums.loss. 3: seconds.
          new Format<>(
              TrainingState.class, List.of(UnaryOperator.identity(), UnaryOperator.identity())));

  private Formats() {}

  /** The format of the files that hold such a record. */
  @SuppressWarnings("unchecked") // a format's type is that of its record
  static <T> Format<T> of(Class<T> type) {
    return ALL.stream()
        .filter(format -> format.type().equals(type))
        .map(format -> (Format<T>) format)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no format is declared for " + type));
  }
}
