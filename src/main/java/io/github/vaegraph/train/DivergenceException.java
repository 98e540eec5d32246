package io.github.vaegraph.train;

/** Training has left the range of numbers: the loss is infinite or none. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DivergenceException(String found, TrainingConfig config) {
    super(
        "training diverged: %s; try a lower learning rate than %s or --clip-norm 100"
            .formatted(found, config.learningRate()));
  }
}
