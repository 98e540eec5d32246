package io.github.vaegraph.run;

import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.io.Unfinished;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A run's model to work with while the run may go on: a whole checkpoint, in a folder of one's own
 * until it is closed, and what is known of these very weights. All that one command tells of a run
 * comes from one of these.
 */
public final class HeldModel implements AutoCloseable {
  private final Evaluations evaluations;
  private final RunConfig config;
  private final CheckpointFolder.Kept kept;
  private final Unfinished place;

  HeldModel(
      Evaluations evaluations, RunConfig config, CheckpointFolder.Kept kept, Unfinished place) {
    this.evaluations = evaluations;
    this.config = config;
    this.kept = kept;
    this.place = place;
  }

  /** The run's configuration, with what became of the training up to these weights. */
  public RunConfig config() {
    return config.withOutcome(Optional.of(kept.outcome(config.training())));
  }

  /** The checkpoint's files without their endings. */
  public Path variables() {
    return kept.variables();
  }

  /** Where training stood at these weights. */
  public TrainingState state() {
    return kept.state();
  }

  /** The evaluation that the report and exports tell, if it is of these weights. */
  public Optional<Evaluation> evaluation() throws IOException {
    return evaluations.told(kept);
  }

  /** What a reader should know of the run's {@code evaluation.json}, in a line. */
  public Optional<String> caution() throws IOException {
    return evaluations.caution(kept);
  }

  @Override
  public void close() throws IOException {
    place.close();
  }
}
