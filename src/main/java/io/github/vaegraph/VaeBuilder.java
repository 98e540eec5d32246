package io.github.vaegraph;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.job.NewRun;
import io.github.vaegraph.job.RunData;
import io.github.vaegraph.job.Training;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.Wanted;
import io.github.vaegraph.source.Datasets;
import io.github.vaegraph.train.Defaults;
import io.github.vaegraph.train.ModelTexts;
import io.github.vaegraph.train.Schedule;
import io.github.vaegraph.train.ScheduleTexts;
import io.github.vaegraph.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a {@link Vae} is made of. Names, meanings and defaults are those of {@code vae train}, whose
 * {@code --help} lists them; what makes no sense is refused by {@link #build}, naming it.
 */
public final class VaeBuilder {
  private final Dataset data;
  private final Map<String, String> texts = new HashMap<>(); // of the model's parts
  private Optional<String> beta = Optional.empty();
  private int klWarmup;
  private Optional<Integer> trainSamples = Optional.empty();
  private int batchSize = Defaults.BATCH_SIZE;
  private Optional<String> learningRate = Optional.empty();
  private Optional<Double> clipNorm = Optional.empty();
  private Optional<Integer> towers = Optional.empty();
  private Optional<String> binarization = Optional.empty();
  private Optional<Integer> patience = Optional.empty();
  private Optional<Duration> maxTime = Optional.empty();
  private long seed;
  private Consumer<String> progress = VaeModel.PRINTED;
  private Optional<Path> run = Optional.empty();
  private boolean conditional;
  private boolean tensorBoard;

  VaeBuilder(Dataset data) {
    this.data = Objects.requireNonNull(data, "data");
  }

  /** What encoder and decoder are built of, by its text: {@code mlp:200,200}. */
  public VaeBuilder network(String text) {
    set("network", text);
    return this;
  }

  /** The widths of the encoder's hidden layers, which the decoder mirrors; none: no such layer. */
  public VaeBuilder hidden(int... widths) {
    Objects.requireNonNull(widths, "hidden");
    String text = Arrays.stream(widths).mapToObj(String::valueOf).collect(Collectors.joining(","));
    texts.put("hidden", text.isEmpty() ? "none" : text);
    return this;
  }

  /** The nonlinearity after each hidden layer, by its name: {@code relu}, {@code tanh}, ... */
  public VaeBuilder activation(String name) {
    set("activation", name);
    return this;
  }

  /**
   * The number of latent dimensions, of each stochastic layer from the image up where there are
   * several: {@code latentDim(100, 50)}.
   */
  public VaeBuilder latentDim(int first, int... above) {
    String all =
        IntStream.concat(IntStream.of(first), IntStream.of(Objects.requireNonNull(above, "above")))
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(","));
    texts.put("latentDim", all);
    return this;
  }

  /** p(z), by its text: {@code normal}, ... */
  public VaeBuilder prior(String text) {
    set("prior", text);
    return this;
  }

  /** q(z|x), by its text: {@code gaussian}, or {@code point} for a plain autoencoder. */
  public VaeBuilder posterior(String text) {
    set("posterior", text);
    return this;
  }

  /** p(x|z), by its text: {@code bernoulli}, {@code gaussian:learned}, ... */
  public VaeBuilder likelihood(String text) {
    set("likelihood", text);
    return this;
  }

  /** Short for what follows the likelihood's name: a number, or what it is called. */
  public VaeBuilder sigma(String value) {
    set("sigma", value);
    return this;
  }

  /**
   * What training maximizes, by its text: {@code elbo}, {@code iwae}, {@code free-bits:0.5}, {@code
   * capacity:25,10}, {@code tcvae}, or {@code ae} for a plain autoencoder.
   */
  public VaeBuilder objective(String text) {
    set("objective", text);
    return this;
  }

  /**
   * Short for what follows the objective's name, how its gradient by q(z|x) is estimated: {@code
   * plain}, {@code stl} or, of {@code iwae}, {@code dreg}.
   */
  public VaeBuilder estimator(String name) {
    set("estimator", name);
    return this;
  }

  /**
   * Tells encoder and decoder the class of each image, as the data's labels say: q(z|x, c) and
   * p(x|z, c). All images of the data need one.
   */
  public VaeBuilder conditional() {
    conditional = true;
    return this;
  }

  /** The rate's weight in the ELBO. */
  public VaeBuilder beta(double weight) {
    return beta(String.valueOf(weight));
  }

  /** The rate's weight in the ELBO, by a schedule's text: {@code ramp:1.0,10}. */
  public VaeBuilder beta(String schedule) {
    beta = Optional.of(Objects.requireNonNull(schedule, "beta"));
    return this;
  }

  /** Epochs in which the rate's weight grows from 0 to beta. */
  public VaeBuilder klWarmup(int epochs) {
    klWarmup = epochs;
    return this;
  }

  /** K, codes drawn for each image of a step. */
  public VaeBuilder trainSamples(int codes) {
    trainSamples = Optional.of(codes);
    return this;
  }

  /** Images a step. */
  public VaeBuilder batchSize(int images) {
    batchSize = images;
    return this;
  }

  /** Adam's step size. */
  public VaeBuilder learningRate(double rate) {
    return learningRate(String.valueOf(rate));
  }

  /**
   * Adam's step size, by a schedule's text, with the epochs that its course takes: {@code
   * cosine:0.001,50}.
   */
  public VaeBuilder learningRate(String schedule) {
    learningRate = Optional.of(Objects.requireNonNull(schedule, "learningRate"));
    return this;
  }

  /** The largest global norm of a gradient. */
  public VaeBuilder clipNorm(double norm) {
    clipNorm = Optional.of(norm);
    return this;
  }

  /** How grey pixels become binary: {@code dynamic}, {@code static}, {@code threshold}, none. */
  public VaeBuilder binarization(String name) {
    binarization = Optional.of(Objects.requireNonNull(name, "binarization"));
    return this;
  }

  /**
   * Spreads each grey pixel over the width of its level by uniform noise, (byte + u) / 256, drawn
   * anew each epoch: for densities, which bytes alone let grow without bound.
   */
  public VaeBuilder dequantize() {
    return binarization(Binarization.DEQUANTIZED.text());
  }

  /** Slices of a batch worked on at once; by default as many as train fastest here. */
  public VaeBuilder towers(int slices) {
    towers = Optional.of(slices);
    return this;
  }

  /**
   * Epochs without a better bound on the validation images after which {@link Vae#fit} ends. The
   * model stands then as the last epoch has left it.
   */
  public VaeBuilder patience(int epochs) {
    patience = Optional.of(epochs);
    return this;
  }

  /** How long training may take, over all calls of {@link Vae#fit}, which ends then. */
  public VaeBuilder maxTime(Duration time) {
    maxTime = Optional.of(Objects.requireNonNull(time, "maxTime"));
    return this;
  }

  /** What weights, order, binarization and codes are drawn from. */
  public VaeBuilder seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Who is told how training goes, a line an epoch; by default it is printed. Training waits
   * meanwhile, on the thread that called {@link Vae#fit}: the model can be drawn, evaluated and
   * exported as it stands.
   */
  public VaeBuilder progress(Consumer<String> lines) {
    progress = Objects.requireNonNull(lines, "progress");
    return this;
  }

  /**
   * Keeps configuration, log, checkpoints and evaluation in this folder, as {@code vae train} does:
   * the commands that take a run take it, as long as {@link Datasets} opened the data, or opens the
   * same by their name or source. By default nothing is kept, and a training that diverges begins
   * anew.
   */
  public VaeBuilder run(Path folder) {
    run = Optional.of(Given.folder("run", folder));
    return this;
  }

  /** Writes event files for TensorBoard into the run's {@code tensorboard/}. */
  public VaeBuilder tensorBoard() {
    tensorBoard = true;
    return this;
  }

  /**
   * Builds the model, untrained.
   *
   * @throws IllegalArgumentException when a value makes no sense, naming it
   * @throws IOException when the run's folder holds something already or cannot be written
   */
  public Vae build() throws IOException {
    if (tensorBoard && run.isEmpty()) {
      throw new IllegalArgumentException(
          "tensorBoard: event files lie in the run's folder; say which with run(folder)");
    }
    Optional<Classes> classes = conditional ? Optional.of(Classes.of(data)) : Optional.empty();
    ModelConfig model = ModelTexts.read(data.shape(), classes, texts);
    Wanted wanted = Wanted.usual(model, data.name());
    NewRun planned =
        NewRun.of(
            List.of(),
            RunData.of(data),
            model,
            training(model),
            tensorBoard ? wanted.watched() : wanted);
    RunConfig config = planned.config();
    Optional<RunDirectory> directory = Optional.empty();
    if (run.isPresent()) {
      directory = Optional.of(RunDirectory.create(run.get(), this::warn));
      directory.get().write(config);
    }
    data.notes().forEach(progress);
    planned.advice().forEach(this::warn);
    VaeSession session = planned.data().session(config);
    Fitting fitting = new Fitting(new Training(session, data, directory), progress);
    return new Vae(data, config, directory, session, fitting, Optional.empty());
  }

  private void set(String part, String text) {
    texts.put(part, Objects.requireNonNull(text, part));
  }

  private void warn(String warning) {
    progress.accept("warning: " + warning);
  }

  private TrainingConfig training(ModelConfig model) {
    if (!model.equals(model.lasting(1))) {
      throw new IllegalArgumentException(
          "objective must say how many epochs its course takes, as %s; was %s"
              .formatted(model.lasting(10).objective().text(), model.objective().text()));
    }
    if (beta.isPresent() || klWarmup != 0) {
      model.checkWeighsRate("beta");
    }
    if (klWarmup < 0) {
      throw new IllegalArgumentException("klWarmup must not be negative, was " + klWarmup);
    }
    if (trainSamples.isPresent() && !model.hasRate()) {
      throw new IllegalArgumentException("trainSamples: a plain autoencoder draws no codes");
    }
    int samples = trainSamples.orElse(Defaults.SAMPLES);
    int processors = Runtime.getRuntime().availableProcessors();
    return new TrainingConfig(
        1, // replaced by what is fitted
        batchSize,
        schedule(
            "learningRate",
            learningRate.orElseGet(() -> "" + Defaults.learningRate(data.shape())),
            Optional.empty()),
        clipNorm,
        schedule(
            "beta",
            beta.orElse("" + Defaults.BETA),
            klWarmup == 0 ? Optional.empty() : Optional.of("ramp:" + klWarmup)),
        samples,
        binarization
            .map(Binarization.CHOICE::read)
            .orElse(Binarization.usual(model.binaryPixels())),
        towers.orElseGet(() -> TrainingConfig.autoTowers(processors, batchSize, samples)),
        seed,
        Optional.empty(),
        Defaults.MAX_ROLLBACKS,
        patience,
        maxTime.map(time -> time.toMillis() / 1000.0));
  }

  /** A schedule that says itself how long its course is: nobody knows yet how long fit trains. */
  private static Schedule schedule(String field, String text, Optional<String> shape) {
    Schedule schedule = new ScheduleTexts(text, shape, Optional.empty()).schedule();
    if (!schedule.equals(schedule.lasting(1))) {
      throw new IllegalArgumentException(
          "%s must say how many epochs its course takes, as %s; was %s"
              .formatted(field, schedule.lasting(50).text(), text));
    }
    return schedule;
  }
}
