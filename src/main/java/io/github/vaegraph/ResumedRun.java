package io.github.vaegraph;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.job.RunData;
import io.github.vaegraph.job.Training;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.RunLock;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A run as a model that is trained on. */
final class ResumedRun {
  private ResumedRun() {}

  /**
   * Opens the run at its newest checkpoint.
   *
   * @param given its data; empty: they are opened as they were
   */
  static Vae open(Path folder, Optional<Dataset> given, Consumer<String> progress)
      throws IOException {
    RunDirectory run = RunDirectory.open(folder, warning -> progress.accept("warning: " + warning));
    try (RunLock lock = run.lock()) { // damaged checkpoints are cleared away
      RunConfig config = run.config();
      RunData data =
          given.isPresent()
              ? RunData.of(given.get()).checked(config)
              : RunData.reopened(config, Optional.empty());
      VaeSession session = data.session(config);
      try {
        return restored(lock.run(), config, data.data(), session, progress);
      } catch (IOException | RuntimeException e) {
        session.close();
        throw e;
      }
    }
  }

  private static Vae restored(
      RunDirectory run,
      RunConfig config,
      Dataset data,
      VaeSession session,
      Consumer<String> progress)
      throws IOException {
    Training training = new Training(session, data, Optional.of(run));
    TrainingState state = training.restore(config.training());
    Fitting fitting = new Fitting(training, progress, state, run.metrics());
    boolean asEvaluated = state.epoch() > config.training().epochs();
    Optional<Evaluation> evaluation =
        asEvaluated ? run.evaluations().told(run.model()) : Optional.empty();
    return new Vae(data, config, Optional.of(run), session, fitting, evaluation);
  }
}
