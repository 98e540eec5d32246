package io.github.vaegraph.model;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.graph.NativeRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * A model in memory: the training graph with its session. The one class that feeds and fetches it;
 * it checks shapes before native code sees them. Not for several threads at once, but for {@link
 * #save}, which waits for the end of a step.
 */
public final class VaeSession implements AutoCloseable {
  /** Tells the noise of evaluation from that of training: the word's letters. */
  private static final long EVALUATION = 0x6576616c75617465L;

  private final ModelConfig config;
  private final VaeGraph graph;
  private final Session session;
  private final StoredVariables variables;
  private final Optional<TrainingSteps> training;
  private final Lock weights = new ReentrantLock(true); // fair, or steps would follow on steps
  private boolean closed;

  private VaeSession(ModelConfig config, GraphOptions options) {
    MemoryNeed.check(config, options);
    NativeRuntime.prepare();
    this.config = config;
    this.graph = new VaeGraph(config, options);
    // Threads of its own, one a tower: see Towers.
    this.session = new Session(graph.graph, NativeRuntime.threads(options.towers()));
    this.variables = new StoredVariables(graph, session);
    this.training = graph.trainStep.map(ops -> new TrainingSteps(graph, ops, session));
  }

  /**
   * A model with weights drawn from the seed of {@code options.training()}.
   *
   * @throws IllegalArgumentException when it would not fit into this machine's memory
   */
  public static VaeSession initialized(ModelConfig config, GraphOptions options) {
    if (options.training().isEmpty()) {
      throw new IllegalArgumentException("a model that is not restored needs training options");
    }
    VaeSession session = new VaeSession(config, options);
    try {
      session.session.initialize();
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * A model with weights from a checkpoint.
   *
   * @param prefix what {@link #save} wrote to
   * @throws IOException when the checkpoint is missing, damaged, or of another model
   * @throws IllegalArgumentException when it would not fit into this machine's memory
   */
  public static VaeSession restored(ModelConfig config, GraphOptions options, Path prefix)
      throws IOException {
    VaeSession session = new VaeSession(config, options);
    try {
      session.restore(prefix);
      return session;
    } catch (IOException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Takes all variables from a checkpoint.
   *
   * @param prefix what {@link #save} wrote to
   * @throws IOException when the checkpoint is missing, damaged, or of another model
   */
  public void restore(Path prefix) throws IOException {
    checkOpen();
    weights.lock();
    try {
      variables.restore(prefix);
    } finally {
      weights.unlock();
    }
  }

  /** The configuration the model was built from. */
  public ModelConfig config() {
    return config;
  }

  /**
   * One training step. Returns nothing: a loss that nobody fetches is not computed.
   *
   * @throws IllegalStateException when the model is closed or was opened for evaluation
   */
  public void step(Step step) {
    TrainingSteps steps = training(step);
    weights.lock();
    try {
      steps.step(step);
    } finally {
      weights.unlock();
    }
  }

  /** One training step, with its figures from before the weights changed. */
  public StepResult measuredStep(Step step) {
    TrainingSteps steps = training(step);
    weights.lock();
    try {
      return steps.measured(step);
    } finally {
      weights.unlock();
    }
  }

  /** One training step, with the time that each of its nodes took. */
  public List<NodeTime> tracedStep(Step step) {
    TrainingSteps steps = training(step);
    weights.lock();
    try {
      return steps.traced(step);
    } finally {
      weights.unlock();
    }
  }

  /**
   * The gradient that a step would follow, by each vector of biases, one value a unit: 0 for a unit
   * whose output changes nothing. No weight changes.
   */
  public Map<String, float[]> biasGradients(Step step) {
    return training(step).biasGradients(step);
  }

  /** The names of the variables, Adam's among them, that hold a value which is no finite number. */
  public List<String> notFinite() {
    checkOpen();
    return training().notFinite();
  }

  /** Draws the weights again from the seed, and Adam forgets. */
  public void reinitialize() {
    checkOpen();
    training();
    weights.lock();
    try {
      session.forceInitialize();
    } finally {
      weights.unlock();
    }
  }

  /**
   * Rate, distortion and importance-weighted bound of each image.
   *
   * @param samples K, how many codes are drawn for each image
   * @param noiseSeed what the codes are drawn from, with the counter: apart from what training
   *     draws from the same numbers
   */
  public RowBounds bounds(Batch batch, int samples, long noiseSeed, long counter) {
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be positive, was " + samples);
    }
    check(batch);
    MemoryNeed.checkRows(config, (long) batch.count() * samples);
    try (Feeds feeds = feeds(batch, noiseSeed ^ EVALUATION, counter)) {
      return bounds(feeds, samples);
    }
  }

  /**
   * Rate, distortion and importance-weighted bound of each image, with this noise.
   *
   * @param samples K
   * @param noise [K * B * L], standard normal
   */
  public RowBounds bounds(Batch batch, int samples, float[] noise) {
    Shape shape = Shape.of(samples, batch.count(), config.latentDim());
    try (Feeds feeds = feeds(batch, 0, 0)) {
      feeds.put(
          graph.graph.operation(Towers.EVALUATION_NOISE),
          TFloat32.tensorOf(shape, DataBuffers.of(noise)));
      return bounds(feeds, samples);
    }
  }

  private RowBounds bounds(Feeds feeds, int samples) {
    feeds.put(graph.samples, TInt32.scalarOf(samples));
    try (Result result =
        feeds
            .runner()
            .fetch(graph.rate)
            .fetch(graph.distortion)
            .fetch(graph.importanceWeighted)
            .fetch(graph.logWeights)
            .fetch(graph.posteriorMean)
            .run()) {
      return new RowBounds(
          Tensors.floats(result.get(0)),
          Tensors.floats(result.get(1)),
          Tensors.floats(result.get(2)),
          Tensors.floats(result.get(3)),
          Tensors.floats(result.get(4)));
    }
  }

  /** The posterior of some images: two arrays [B * L]. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never shared
  public record Posterior(float[] mean, float[] logVariance) {}

  /** The posterior q(z|x) of each image. */
  public Posterior posterior(Batch batch) {
    try (Feeds feeds = feeds(batch, 0, 0);
        Result result =
            feeds.runner().fetch(graph.posteriorMean).fetch(graph.posteriorLogVariance).run()) {
      return new Posterior(Tensors.floats(result.get(0)), Tensors.floats(result.get(1)));
    }
  }

  /**
   * A code drawn from the prior for each seed, as an export draws it.
   *
   * @param seeds [N]
   * @param labels [N] where the model is conditional, else none
   * @return [N * L]
   */
  public float[] generate(long[] seeds, int[] labels) {
    checkOpen();
    checkLabels(labels, seeds.length);
    try (Feeds feeds = new Feeds(session.runner())) {
      feeds.put(graph.seeds, TInt64.vectorOf(seeds));
      graph.codeLabels.ifPresent(fed -> feeds.put(fed, TInt32.vectorOf(labels)));
      try (Result result = feeds.runner().fetch(graph.generated).run()) {
        return Tensors.floats(result.get(0));
      }
    }
  }

  /**
   * A code drawn from each image's posterior for its seed, as an export draws it.
   *
   * @param seeds [B]
   * @return [B * L]
   */
  public float[] sample(Batch batch, long[] seeds) {
    try (Feeds feeds = feeds(batch, 0, 0)) {
      feeds.put(graph.seeds, TInt64.vectorOf(seeds));
      try (Result result = feeds.runner().fetch(graph.sampled).run()) {
        return Tensors.floats(result.get(0));
      }
    }
  }

  /** The likelihood's mean for each code: [N * L] -> [N * D]. */
  public float[] decode(float[] codes) {
    return decode(codes, new int[0]);
  }

  /**
   * The likelihood's mean for each code of a class.
   *
   * @param codes [N * L]
   * @param labels [N] where the model is conditional, else none
   * @return [N * D]
   */
  public float[] decode(float[] codes, int[] labels) {
    return decoded(codes, labels, graph.decoded);
  }

  /**
   * The likelihood's scale for each code, a Gaussian's sigma for one: [N * D], or [1] where all
   * values share one; empty where the likelihood has none.
   *
   * @param codes [N * L]
   * @param labels [N] where the model is conditional, else none
   */
  public Optional<float[]> scales(float[] codes, int[] labels) {
    return graph.scale.map(scale -> decoded(codes, labels, scale));
  }

  private float[] decoded(float[] codes, int[] labels, Operand<TFloat32> what) {
    checkOpen();
    int latentDim = config.latentDim();
    if (codes.length == 0 || codes.length % latentDim != 0) {
      throw new IllegalArgumentException(
          "expected codes of %d values each, found %d values".formatted(latentDim, codes.length));
    }
    int count = codes.length / latentDim;
    MemoryNeed.checkRows(config, count);
    checkLabels(labels, count);
    Shape shape = Shape.of(count, latentDim);
    try (Feeds feeds = new Feeds(session.runner())) {
      feeds.put(graph.codes, TFloat32.tensorOf(shape, DataBuffers.of(codes)));
      graph.codeLabels.ifPresent(fed -> feeds.put(fed, TInt32.vectorOf(labels)));
      try (Result result = feeds.runner().fetch(what).run()) {
        return Tensors.floats(result.get(0));
      }
    }
  }

  /** The trainable variables' values by name, row-major. */
  public Map<String, float[]> parameters() {
    checkOpen();
    return variables.values();
  }

  /**
   * Which weights these are.
   *
   * @param step steps of training that led to them
   */
  public WeightsId weights(long step) {
    checkOpen();
    weights.lock();
    try {
      return new WeightsId(step, variables.sha256());
    } finally {
      weights.unlock();
    }
  }

  /**
   * Writes all variables, the optimizer's with them, as a TensorFlow checkpoint: as they are
   * between two steps, whichever thread asks.
   *
   * @throws IOException when TensorFlow cannot write it
   */
  public void save(Path prefix) throws IOException {
    checkOpen();
    weights.lock();
    try {
      variables.save(prefix);
    } finally {
      weights.unlock();
    }
  }

  private TrainingSteps training(Step step) {
    check(step.batch()); // before the graph is asked for a shape: it may be closed
    return training();
  }

  private TrainingSteps training() {
    return training.orElseThrow(
        () -> new IllegalStateException("this model was opened for evaluation, not for training"));
  }

  private Feeds feeds(Batch batch, long noiseSeed, long counter) {
    check(batch);
    Feeds feeds = new Feeds(session.runner());
    feeds.put(graph.pixels, Tensors.pixels(batch, batch.count(), config.image().size()));
    graph.fractions.ifPresent(
        part -> feeds.put(part, Tensors.fractions(batch, batch.count(), config.image().size())));
    graph.labels.ifPresent(labels -> feeds.put(labels, Tensors.labels(batch, batch.count())));
    feeds.put(graph.noiseSeed, TInt64.vectorOf(noiseSeed, counter));
    return feeds;
  }

  private void check(Batch batch) {
    checkOpen();
    int size = config.image().size();
    if (batch.count() < 1 || (long) batch.count() * size > batch.pixels().length) {
      throw new IllegalArgumentException(
          "expected a batch of images of %s, %d values each, found %d images in %d values"
              .formatted(config.image(), size, batch.count(), batch.pixels().length));
    }
    if (batch.labels().length > 0 && batch.labels().length < batch.count()) {
      throw new IllegalArgumentException(
          "expected a label for each of %d images, found %d labels"
              .formatted(batch.count(), batch.labels().length));
    }
    checkLabels(batch.labels(), batch.count());
  }

  /** Whether there are labels where the model is conditional, each of a class. */
  private void checkLabels(int[] labels, int count) {
    int classes = config.classCount();
    if (classes == 0) {
      return;
    }
    if (labels.length < count) {
      throw new IllegalArgumentException(
          "the model is conditional: expected a label for each of %d rows, found %d"
              .formatted(count, labels.length));
    }
    for (int i = 0; i < count; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "expected labels from 0 to %d, found %d in row %d"
                .formatted(classes - 1, labels[i], i));
      }
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this model has been closed");
    }
  }

  /** Frees the native memory; closing twice does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      session.close();
      graph.close();
    }
  }
}
