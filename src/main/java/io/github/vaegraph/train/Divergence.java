package io.github.vaegraph.train;

/** Found by the {@link Watchdog}; the {@link Trainer} goes back, or gives up. */
final class Divergence extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long step;

  /**
   * @param step the step that showed it
   */
  Divergence(long step, String found) {
    super(found);
    this.step = step;
  }

  long step() {
    return step;
  }

  /** What was found, as {@code at step 17 the loss is NaN}. */
  String found() {
    return String.valueOf(getMessage());
  }
}
