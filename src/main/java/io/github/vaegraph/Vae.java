package io.github.vaegraph;

import io.github.vaegraph.artifact.ModelExport;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.evaluate.Evaluator;
import io.github.vaegraph.io.Unfinished;
import io.github.vaegraph.job.RunEvaluation;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.RunLock;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.savedmodel.SavedModelExporter;
import io.github.vaegraph.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * A variational autoencoder that is trained here. It holds native memory: close it, or leave that
 * to the end of the program.
 *
 * <p>While it is trained, other threads may compute with it as it stood between two steps of the
 * epoch under way; what is told of progress may do so too, with the weights of that moment. {@link
 * #evaluate} and {@link #export} from other threads wait for the end of the epoch, and another fit
 * is refused: who is told of progress may wait for any of them.
 */
public final class Vae extends VaeModel {
  private final Dataset data;
  private final Optional<RunDirectory> run;
  private final VaeSession session;
  private final Fitting fitting;
  private final Snapshot snapshot;
  private volatile RunConfig config;
  private Optional<Evaluation> evaluation; // of the weights as they are
  private volatile boolean closed;

  /**
   * @param evaluation of the weights as they are, if there is one
   */
  Vae(
      Dataset data,
      RunConfig config,
      Optional<RunDirectory> run,
      VaeSession session,
      Fitting fitting,
      Optional<Evaluation> evaluation) {
    this.data = data;
    this.config = config;
    this.run = run;
    this.session = session;
    this.fitting = fitting;
    this.evaluation = evaluation;
    this.snapshot = new Snapshot(this::taken);
  }

  /**
   * Starts the description of a model of these data's images.
   *
   * @param data what it is trained on
   */
  public static VaeBuilder builder(Dataset data) {
    return new VaeBuilder(data);
  }

  /**
   * Opens a run, of {@link VaeBuilder#run} or of {@code vae train}, to train on: from its newest
   * checkpoint that is whole, with Adam's memory and its own settings, on the same data, which are
   * opened as they were. {@link #fit} then leads to the weights of a training that was never
   * interrupted, bit for bit; the epoch that an interruption has cut short is the first of it. How
   * training goes is printed.
   *
   * @param run the run's folder, which may have moved
   * @throws IOException when it is none of a run, another program is training it, its checkpoints
   *     are damaged, or its data are gone or have changed
   */
  public static Vae resume(Path run) throws IOException {
    return ResumedRun.open(Given.folder("run", run), Optional.empty(), PRINTED);
  }

  /**
   * As {@link #resume(Path)}, with data that are given: those of a run that lie elsewhere by now,
   * or were never read from files.
   *
   * @param data those that the run was trained on
   * @param progress who is told how training goes, as {@link VaeBuilder#progress}
   * @throws IOException as {@link #resume(Path)}
   */
  public static Vae resume(Path run, Dataset data, Consumer<String> progress) throws IOException {
    return ResumedRun.open(
        Given.folder("run", run),
        Optional.of(Objects.requireNonNull(data, "data")),
        Objects.requireNonNull(progress, "progress"));
  }

  /**
   * Trains on the training images. A second call goes on where the first has ended. When the thread
   * is interrupted, as by a notebook's stop button, training stops after the step under way: the
   * model is usable as it stands then, the history holds the epochs that were finished, and the
   * thread's interrupted status stays set, which {@link Thread#interrupted} clears. The next call
   * goes on from there.
   *
   * <p>What {@link VaeBuilder#progress} throws stops training likewise, and comes out of here. A
   * training that fails leaves the model as its run's last epoch had it, or untrained where it has
   * no run.
   *
   * @param epochs how many passes over the training images are added
   * @return all epochs so far
   * @throws IllegalArgumentException when epochs is not positive
   * @throws IllegalStateException when the model has been closed, or is being trained, by whichever
   *     thread
   * @throws CancellationException when the thread was interrupted before
   * @throws io.github.vaegraph.train.DivergenceException when the loss is no number, and going back
   *     with a lower learning rate has not helped
   * @throws IOException when the run's folder cannot be written, or another program trains it, or
   *     has trained it since
   */
  public History fit(int epochs) throws IOException {
    checkIdle(); // at once: a listener may wait for who waits here
    fitting.use().lock();
    try {
      checkIdle();
      return train(epochs);
    } finally {
      fitting.use().unlock();
    }
  }

  private void checkIdle() {
    if (fitting.underWay()) {
      throw new IllegalStateException("this model is being trained; call fit when fit has ended");
    }
  }

  private History train(int epochs) throws IOException {
    checkOpen();
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be positive, was " + epochs);
    }
    checkInterruption();
    config = fitting.plan(config, epochs);
    evaluation = Optional.empty();
    snapshot.outdate();
    try {
      if (run.isEmpty()) {
        fitting.fit(config, snapshot::outdate);
      } else {
        try (RunLock lock = run.get().lock()) {
          fitting.checkUntouched(lock.run());
          fitting.fit(config, snapshot::outdate);
        }
      }
    } finally {
      snapshot.outdate();
      if (closed) {
        session.close(); // for whoever was told of the progress, and has closed the model
      }
    }
    return fitting.history();
  }

  /** How training has gone so far; asked while it goes on, too. */
  public History history() {
    return fitting.history();
  }

  /**
   * Negative ELBO, rate and distortion on a split, from one code an image.
   *
   * @throws IllegalArgumentException as {@link #evaluate(Split, int)}
   * @throws IOException as {@link #evaluate(Split, int)}
   */
  public Evaluation evaluate(Split split) throws IOException {
    return evaluate(split, 0);
  }

  /**
   * Negative ELBO, rate and distortion on a split, and its log-likelihood. The last evaluation
   * since training, of whatever split, is kept in the run and goes with an export.
   *
   * @param samples K, the codes drawn for each image to estimate log p(x); 0 for no estimate
   * @throws IllegalArgumentException when the split is empty or of another shape, samples are
   *     negative, or a log-likelihood is asked of a plain autoencoder
   * @throws IllegalStateException when the model has been closed
   * @throws CancellationException when the thread is interrupted
   * @throws IOException when the run's folder cannot be written
   */
  public Evaluation evaluate(Split split, int samples) throws IOException {
    Objects.requireNonNull(split, "split");
    fitting.use().lock();
    try {
      return evaluated(split, samples);
    } finally {
      fitting.use().unlock();
    }
  }

  private Evaluation evaluated(Split split, int samples) throws IOException {
    checkOpen();
    checkInterruption();
    if (!split.images().shape().equals(shape())) {
      throw new IllegalArgumentException(
          "expected images of %s, which the model was built for, found %s images of %s"
              .formatted(shape(), split.name(), split.images().shape()));
    }
    TrainingConfig training = config.training();
    Evaluation result =
        RunEvaluation.of(
            session,
            fitting.steps(),
            training,
            split,
            Optional.of(data.train()),
            samples,
            Evaluator.SEED,
            (done, total) -> checkInterruption());
    if (fitting.underWay()) {
      return result; // the weights go on changing
    }
    evaluation = Optional.of(result);
    if (run.isPresent()) {
      run.get().evaluations().tell(result);
    }
    return result;
  }

  private static void checkInterruption() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(
          "this thread was interrupted; Thread.interrupted() lets it go on");
    }
  }

  /**
   * Exports the model for TensorFlow Serving, as the next free version, compared with this one
   * before it gets its name.
   *
   * @param folder the exported model's, as {@code savedmodel/mnist}; its last part is the name
   * @return the new version's folder
   * @throws IllegalArgumentException when TensorFlow Serving could not take the name
   * @throws IllegalStateException when the model has been closed, or never trained
   * @throws CancellationException when the thread was interrupted before
   * @throws IOException when it cannot be written
   */
  public Path export(Path folder) throws IOException {
    Given.folder("folder", folder);
    fitting.use().lock();
    try {
      return exported(folder);
    } finally {
      fitting.use().unlock();
    }
  }

  private Path exported(Path folder) throws IOException {
    checkOpen();
    checkInterruption();
    if (fitting.epochsBegun() == 0) {
      throw new IllegalStateException("the model has not been trained; call fit first");
    }
    Path target = folder.toAbsolutePath().normalize();
    Path base = target.getParent();
    if (base == null) {
      throw new IllegalArgumentException(folder + ": expected a folder with a name for the model");
    }
    try (Unfinished temporary = Unfinished.temporary()) {
      return ModelExport.export(
          config.withEpochs(fitting.epochsBegun()).withOutcome(fitting.outcome(config.training())),
          evaluation,
          saved(temporary),
          data,
          InferenceModel.DEFAULT_SCORE_SAMPLES,
          new SavedModelExporter.Target(
              base, target.getFileName().toString(), OptionalInt.empty()));
    }
  }

  @Override
  Optional<Classes> knownClasses() {
    return config.model().classes();
  }

  @Override
  Consumer<String> lines() {
    return fitting.progress();
  }

  @Override
  ReadOptions reading() {
    return config.data().reading();
  }

  @Override
  <T> T compute(Asking<T> asking) throws IOException {
    return snapshot.ask(asking);
  }

  private InferenceModel taken() throws IOException {
    try (Unfinished temporary = Unfinished.temporary()) {
      return InferenceModel.restore(config.model(), saved(temporary));
    }
  }

  private Path saved(Unfinished temporary) throws IOException {
    Path prefix = temporary.path().resolve("variables");
    session.save(prefix);
    return prefix;
  }

  @Override
  public ImageShape shape() {
    return config.model().image();
  }

  @Override
  public int latentDim() {
    return config.model().latentDim();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this model has been closed; build or load another");
    }
  }

  @Override
  public String toString() {
    ModelConfig model = config.model();
    return "%s of %s images: %s, trained for %d epochs on %s%s"
        .formatted(
            model.latent().posterior().kindOfModel(),
            model.image(),
            model.describe(),
            fitting.history().epochs().size(),
            data.name(),
            closed ? ", closed" : "");
  }

  /**
   * Ends a training under way after its step, and frees the native memory once no thread computes
   * with the model any more.
   */
  @Override
  public void close() {
    closed = true;
    fitting.close();
    snapshot.close();
    fitting.use().lock();
    try {
      if (!fitting.underWay()) { // else fit does it
        session.close();
      }
    } finally {
      fitting.use().unlock();
    }
  }
}
