package io.github.vaegraph.run;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How far the work after training has come: {@code completion.json}.
 *
 * @param epochs after which it was done
 * @param step of the weights that it was done with; what was done with others is to be done again.
 *     Empty where an older program did not write it: then the number of epochs decides
 * @param evaluated whether {@code evaluation.json} was written
 * @param drawn whether the pictures were
 * @param exported where the model was exported to; empty before, or when it is not to be
 * @param finished whether nothing is left
 */
public record Completion(
    int epochs,
    Optional<Long> step,
    boolean evaluated,
    boolean drawn,
    Optional<Path> exported,
    boolean finished) {
  /** Nothing has been done yet. */
  public static Completion none(int epochs, long step) {
    return new Completion(epochs, Optional.of(step), false, false, Optional.empty(), false);
  }

  /** Whether it is about these weights, after so many epochs. */
  public boolean isOf(int trained, long weights) {
    return step.map(known -> known == weights).orElse(epochs == trained);
  }

  /** The evaluation as well. */
  public Completion withEvaluation() {
    return new Completion(epochs, step, true, drawn, exported, finished);
  }

  /** The pictures as well. */
  public Completion withPictures() {
    return new Completion(epochs, step, evaluated, true, exported, finished);
  }

  /** All. */
  public Completion finishedWith(Optional<Path> export) {
    return new Completion(epochs, step, evaluated, drawn, export, true);
  }
}
