package io.github.vaegraph.train;

import io.github.vaegraph.model.VaeSession;
import java.io.IOException;
import java.util.Optional;

/** Where a trainer keeps what it can go on from. */
public interface Checkpoints {
  /** Nowhere: a training that diverges goes back to its beginning. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public void save(VaeSession session, TrainingState state, boolean scheduled) {}

        @Override
        public Optional<TrainingState> rollBack(VaeSession session) {
          return Optional.empty();
        }
      };

  /**
   * Keeps the model's variables, Adam's among them, and where training stands.
   *
   * @param scheduled whether an uninterrupted training would have kept this one too: the watchdog
   *     goes back to such alone, so that where it goes does not depend on interruptions
   * @throws IOException when they cannot be written; what was kept before is still there
   */
  void save(VaeSession session, TrainingState state, boolean scheduled) throws IOException;

  /**
   * Brings the model back to the newest scheduled checkpoint.
   *
   * @return where training stood then; empty when there is none
   * @throws IOException when there are some and none can be read
   */
  Optional<TrainingState> rollBack(VaeSession session) throws IOException;

  /**
   * Brings the model back to the newest scheduled checkpoint, or to its beginning where there is
   * none.
   *
   * @param config of the training, which tells how it begins
   * @return where training stood then
   * @throws IOException when there are checkpoints and none can be read
   */
  default TrainingState goBack(VaeSession session, TrainingConfig config) throws IOException {
    Optional<TrainingState> kept = rollBack(session);
    if (kept.isEmpty()) {
      session.reinitialize();
    }
    return kept.orElseGet(() -> TrainingState.start(config));
  }
}
