package io.github.vaegraph.job;

import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.evaluate.Evaluator;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.Completion;
import io.github.vaegraph.run.HeldModel;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.RunLock;
import io.github.vaegraph.train.DivergenceException;
import io.github.vaegraph.train.Trainer;
import io.github.vaegraph.train.TrainingConfig;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One run from where it stands to its end: training, evaluation, pictures, export. What has been
 * done is not done again, and what has been done is told before the next is tried.
 */
public final class RunJob {
  /** Told how the job goes. */
  public interface Listener extends Trainer.Listener {
    /** The job begins; from here on an interruption is told of. */
    void begun();

    /** Training goes on after some steps. */
    void resumed(TrainingState from);

    /** Training was interrupted, and is saved. */
    void stopped(TrainingState at);

    /**
     * Training has ended.
     *
     * @param end why
     * @param model where it stood at the weights that are evaluated, drawn and exported
     * @param last where it stands
     */
    void trained(String end, TrainingState model, TrainingState last);

    /** So much of the evaluation's work is done. */
    void evaluating(long done, long total);

    /** The figures, of now or of before an interruption. */
    void evaluated(Evaluation evaluation);

    /** The pictures lie in the run's folder. */
    void drawn();

    /** The end. */
    void finished(Optional<Path> exported);

    /** The program is interrupted after the training, with nothing to put away. */
    void interrupted();

    /**
     * Something failed while the program was interrupted: it ends before whoever called could tell.
     */
    void failed(IOException failure);
  }

  private final RunDirectory run;
  private final RunConfig config;
  private final RunData data;
  private final Listener told;

  /**
   * @param lock of the run
   * @param config of the run; its number of epochs, and what is wanted, may be others than before
   */
  public RunJob(RunLock lock, RunConfig config, RunData data, Listener told) {
    this.run = lock.run();
    this.config = config;
    this.data = data;
    this.told = told;
  }

  /**
   * Does what is left, or less when the program is interrupted: the JVM ends only when training is
   * saved.
   *
   * @throws IllegalArgumentException when more epochs have begun than the configuration has, or the
   *     checkpoints are of another seed
   * @throws DivergenceException as a {@link Trainer}
   * @throws IOException when something cannot be written; what was saved before is kept
   */
  public void run() throws IOException {
    try (Interruption interruption = new Interruption(told::interrupted)) {
      told.begun();
      run(interruption);
    }
  }

  private void run(Interruption interruption) throws IOException {
    try (VaeSession session = data.session(config)) {
      if (!interruption.hold()) {
        return;
      }
      try {
        if (trained(session, interruption)) {
          interruption.release();
          if (!interruption.requested()) {
            try (HeldModel model = run.hold()) {
              finish(session, model);
            }
            interruption.told();
          }
        } else {
          interruption.told();
        }
      } catch (IOException | RuntimeException e) {
        if (!interruption.requested()) {
          throw e;
        }
        // Not left to the caller: once the interruption is closed, the JVM ends. After the training
        // there is nothing to tell: an interruption takes unfinished files away from their writers.
        if (interruption.holds()) {
          told.failed(e instanceof IOException known ? known : new IOException(words(e), e));
          interruption.told();
        }
      }
    }
  }

  private static String words(Exception failure) {
    return failure instanceof DivergenceException ? Problem.shortly(failure) : failure.toString();
  }

  /** Trains, and returns whether training has ended; then the model holds the run's weights. */
  private boolean trained(VaeSession session, Interruption interruption) throws IOException {
    TrainingConfig training = config.training();
    Training kept = new Training(session, data.data(), Optional.of(run));
    TrainingState from = kept.restore(training);
    if (from.begun() > training.epochs()) {
      throw new IllegalArgumentException(
          "--epochs %d: epoch %d of %s has begun already; ask for that or more"
              .formatted(training.epochs(), from.begun(), run.folder()));
    }
    if (from.end(training).isEmpty() && from.step() > 0) {
      told.resumed(from);
    }
    TrainingState to = kept.train(config, from, told, interruption::requested);
    Optional<String> end = to.end(training);
    if (end.isEmpty()) {
      told.stopped(to);
      return false;
    }
    try (HeldModel model = run.hold()) {
      if (model.state().step() != to.step()) {
        session.restore(model.variables());
      }
      told.trained(end.get(), model.state(), to);
    }
    return true;
  }

  /** Evaluates, draws, exports. */
  private void finish(VaeSession session, HeldModel model) throws IOException {
    int epochs = config.training().epochs();
    long step = model.state().step();
    Completion completion =
        run.completion()
            .filter(begun -> begun.isOf(epochs, step))
            .orElse(Completion.none(epochs, step));
    Optional<Evaluation> known = completion.evaluated() ? model.evaluation() : Optional.empty();
    Evaluation evaluation = known.orElseGet(() -> evaluate(session, step));
    if (known.isEmpty()) {
      run.evaluations().tell(evaluation);
      completion = completion.withEvaluation();
      run.write(completion);
    }
    told.evaluated(evaluation);
    if (!completion.drawn()) {
      RunPictures.draw(run, model, data.data(), told::warned);
      completion = completion.withPictures();
      run.write(completion);
    }
    told.drawn();
    Optional<Path> exported = export(model);
    run.write(completion.finishedWith(exported));
    told.finished(exported);
  }

  private Evaluation evaluate(VaeSession session, long step) {
    TrainingConfig training = config.training();
    return RunEvaluation.of(
        session,
        step,
        training,
        data.data().reported(),
        Optional.of(data.data().train()),
        config.wanted().samples(),
        Evaluator.SEED,
        told::evaluating);
  }

  private Optional<Path> export(HeldModel model) throws IOException {
    if (config.wanted().export().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(RunExport.export(run, model, data.data(), config.wanted().export().get()));
  }
}
