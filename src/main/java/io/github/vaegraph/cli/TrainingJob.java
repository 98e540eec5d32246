package io.github.vaegraph.cli;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.DatasetSummary;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.Completion;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.RunLock;
import io.github.vaegraph.run.Wanted;
import io.github.vaegraph.serve.InferenceModel;
import io.github.vaegraph.tensorboard.TensorBoard;
import io.github.vaegraph.train.Trainer;
import io.github.vaegraph.train.TrainingConfig;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One run from where it stands to its end: training, evaluation, pictures, export. What has been
 * done is not done again.
 */
final class TrainingJob {
  private final RunDirectory run;
  private final RunConfig config;
  private final Dataset data;
  private final DatasetSummary summary;
  private final Console console;
  private OptionalDouble stepsPerSecond = OptionalDouble.empty();

  /**
   * @param lock of the run
   */
  TrainingJob(
      RunLock lock, RunConfig config, Dataset data, DatasetSummary summary, Console console) {
    this.run = lock.run();
    this.config = config;
    this.data = data;
    this.summary = summary;
    this.console = console;
  }

  /** Does what is left. */
  void run() throws IOException {
    describe();
    GraphOptions graph = config.training().graph(data, summary.mean());
    try (VaeSession session = VaeSession.initialized(config.model(), graph);
        Interruption interruption =
            new Interruption(() -> console.note("interrupted, go on with: " + goOn()))) {
      try {
        if (trained(session, interruption)) {
          interruption.nothingToPutAway();
          finish(session);
        }
      } catch (IOException e) {
        String message =
            "%s; what was saved is kept, go on with: %s".formatted(Main.message(e), goOn());
        if (!interruption.requested()) {
          throw new IOException(message, e);
        }
        // Not left to Main: once the interruption is closed, the JVM ends.
        console.note("vae: " + message);
      }
    }
  }

  private String goOn() {
    return "vae train --resume " + run.folder();
  }

  /** Trains, and returns whether all epochs are done. */
  private boolean trained(VaeSession session, Interruption interruption) throws IOException {
    TrainingConfig training = config.training();
    TrainingState from =
        run.checkpoints().restore(session).orElseGet(() -> TrainingState.start(training));
    int begun = from.batches() == 0 ? from.epoch() - 1 : from.epoch();
    if (from.seed() != training.seed() || begun > training.epochs()) {
      throw new IllegalArgumentException(
          from.seed() != training.seed()
              ? "%s: expected checkpoints of seed %d, found seed %d"
                  .formatted(run.folder(), training.seed(), from.seed())
              : "--epochs %d: epoch %d of %s has begun already; ask for that or more"
                  .formatted(training.epochs(), begun, run.folder()));
    }
    if (!run.config().equals(config)) {
      run.write(config); // with another number of epochs, or watched from now on
    }
    run.keepEpochs(from.epoch() - 1);
    if (from.epoch() <= training.epochs()) {
      run.forgetEvaluation();
      if (from.step() > 0) {
        console.note("resume after step %d, in epoch %d".formatted(from.step(), from.epoch()));
      }
    }
    TrainingState to;
    try (TrainingProgress progress =
            new TrainingProgress(run, training, data.train().count(), console);
        TensorBoard tensorBoard = tensorBoard(session, from)) {
      List<Trainer.Listener> listeners = new ArrayList<>(List.of(progress));
      if (tensorBoard != null) {
        listeners.add(tensorBoard);
      }
      to =
          new Trainer(session, training, run.checkpoints(), listeners, interruption::requested)
              .train(data, from);
      stepsPerSecond = progress.stepsPerSecond();
    }
    boolean done = to.epoch() > training.epochs();
    if (!done) {
      console.note(
          "stopped after step %d, in epoch %d; all is saved, go on with: %s"
              .formatted(to.step(), to.epoch(), goOn()));
    }
    return done;
  }

  private @Nullable TensorBoard tensorBoard(VaeSession session, TrainingState from)
      throws IOException {
    if (!config.wanted().tensorBoard()) {
      return null;
    }
    return new TensorBoard(run, config, session, data.reported(), from.step());
  }

  /** Evaluates, draws, exports. */
  private void finish(VaeSession session) throws IOException {
    TrainingConfig training = config.training();
    Completion completion =
        run.completion()
            .filter(begun -> begun.epochs() == training.epochs())
            .orElse(Completion.none(training.epochs()));
    if (!completion.evaluated()) {
      run.write(
          EvaluateCommand.evaluate(
              session,
              Binarization.named(training.binarization()),
              data.reported(),
              config.wanted().samples(),
              training.seed(),
              console));
      completion = completion.withEvaluation();
      run.write(completion);
    }
    if (!completion.drawn()) {
      RunPictures.draw(run, data, console);
      completion = completion.withPictures();
      run.write(completion);
    }
    Optional<Path> exported = Optional.empty();
    if (config.wanted().export().isPresent()) {
      exported = Optional.of(export(config.wanted().export().get()));
    }
    run.write(completion.finishedWith(exported));
    conclude(exported);
  }

  private Path export(Wanted.Export wanted) throws IOException {
    return ExportCommand.export(
        run,
        data,
        InferenceModel.DEFAULT_SCORE_SAMPLES,
        ExportCommand.target(wanted, OptionalInt.empty(), run.warnings()));
  }

  private void describe() {
    ModelConfig model = config.model();
    TrainingConfig training = config.training();
    console.note(
        "data   %s: %d train, %d validation, %d test images of %s"
            .formatted(
                data.name(),
                data.train().count(),
                data.validation().count(),
                data.test().count(),
                data.shape()));
    console.note(
        "model  hidden %s, z of %d, %s%s, objective %s, binarization %s, seed %d"
            .formatted(
                model.hidden(),
                model.latentDim(),
                model.likelihood(),
                model.sigma().map(sigma -> " (sigma " + sigma + ")").orElse(""),
                model.objective(),
                training.binarization(),
                training.seed()));
  }

  private void conclude(Optional<Path> exported) throws IOException {
    Evaluation evaluation = run.evaluation().orElseThrow();
    console.print("");
    EvaluateCommand.print(evaluation, console);
    stepsPerSecond.ifPresent(
        steps -> console.print("%.0f training steps a second".formatted(steps)));
    console.print("");
    console.print("run       " + run.folder());
    console.print(
        "pictures  %s, curves.png, reconstructions.png, ...".formatted(run.file("samples.png")));
    exported.ifPresent(path -> console.print("exported  " + path));
    console.print("");
    String samples = evaluation.rate().isPresent() ? " --samples 500" : "";
    console.print("next: vae evaluate %s%s".formatted(run.folder(), samples));
    exported.ifPresent(
        path -> {
          console.print("      vae generate %s --count 64 --out grid.png".formatted(path));
          console.print("      vae inspect %s".formatted(path));
        });
  }
}
