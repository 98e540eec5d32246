package io.github.vaegraph.run;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How far the work after training has come: {@code completion.json}.
 *
 * @param epochs after which it was done; what was done after fewer is to be done again
 * @param evaluated whether {@code evaluation.json} was written
 * @param drawn whether the pictures were
 * @param exported where the model was exported to; empty before, or when it is not to be
 * @param finished whether nothing is left
 */
public record Completion(
    int epochs, boolean evaluated, boolean drawn, Optional<Path> exported, boolean finished) {
  /** Nothing has been done yet. */
  public static Completion none(int epochs) {
    return new Completion(epochs, false, false, Optional.empty(), false);
  }

  /** Whether nothing is left to do after this many epochs. */
  public boolean finished(int wanted) {
    return finished && epochs == wanted;
  }

  /** The evaluation as well. */
  public Completion withEvaluation() {
    return new Completion(epochs, true, drawn, exported, finished);
  }

  /** The pictures as well. */
  public Completion withPictures() {
    return new Completion(epochs, evaluated, true, exported, finished);
  }

  /** All. */
  public Completion finishedWith(Optional<Path> export) {
    return new Completion(epochs, evaluated, drawn, export, true);
  }
}
