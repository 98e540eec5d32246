package io.github.vaegraph.train;

import io.github.vaegraph.data.Batches;
import io.github.vaegraph.model.VaeSession;
import java.io.IOException;
import java.util.List;

/** Brings a training that diverged back to its last checkpoint, with a lower learning rate. */
final class Recovery {
  /** Learning rates are searched in powers of ten. */
  private static final double LOWERED = 10;

  private final VaeSession session;
  private final TrainingConfig config;
  private final Checkpoints checkpoints;
  private final List<Trainer.Listener> listeners;

  Recovery(
      VaeSession session,
      TrainingConfig config,
      Checkpoints checkpoints,
      List<Trainer.Listener> listeners) {
    this.session = session;
    this.config = config;
    this.checkpoints = checkpoints;
    this.listeners = listeners;
  }

  /**
   * Where training goes on.
   *
   * @param at where it stood when it set out on what diverged
   * @param steps makes the steps that a diagnosis takes once more
   * @throws DivergenceException when it has gone back often enough
   * @throws IOException when there are checkpoints and none can be read
   */
  TrainingState of(Divergence divergence, TrainingState at, Batches batches, Diagnosis.Steps steps)
      throws IOException {
    TrainingState back = checkpoints.goBack(session, config);
    if (at.rollbacks() >= config.maxRollbacks()) {
      throw new Diagnosis(session, config, at.learningRate()).of(divergence, back, batches, steps);
    }
    double lowered = at.learningRate() / LOWERED;
    TrainingState state = back.rolledBack(lowered, at.rollbacks() + 1);
    String why =
        "%s; back to %s, learning rate %s instead of %s (rollback %d of %d)"
            .formatted(
                divergence.found(),
                state.step() == 0 ? "the beginning" : "step " + state.step(),
                (float) lowered,
                (float) at.learningRate(),
                state.rollbacks(),
                config.maxRollbacks());
    for (Trainer.Listener listener : listeners) {
      listener.rolledBack(why, state);
    }
    return state;
  }
}
