package io.github.vaegraph.savedmodel;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Labels;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.signature.Call;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.ElementType;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Generated;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Sampled;
import io.github.vaegraph.signature.Scores;
import io.github.vaegraph.signature.SignatureSpec;
import io.github.vaegraph.signature.Signatures;
import io.github.vaegraph.signature.TensorSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A trained model to compute with, loaded from a SavedModel or from a checkpoint: both run the same
 * graph and give the same results. Arguments are checked before native code sees them, and nothing
 * here throws an IOException once a model has been loaded.
 */
public final class InferenceModel implements Model {
  /** K, the codes that {@link #score} draws for each image, unless another number is asked for. */
  public static final int DEFAULT_SCORE_SAMPLES = 64;

  /** Rows in one run, and values of its widest tensor, which bound the memory that it takes. */
  private static final int ROWS_PER_RUN = 500;

  private static final int VALUES_PER_RUN = 1 << 24;

  /** A number a row. */
  private static final TensorSpec NATS =
      new TensorSpec(ElementType.FLOAT32.tensorFlow(), List.of(-1L));

  private final LoadedGraph graph;
  private final ImageShape shape;
  private final int latentDim;
  private final boolean conditional;
  private final long[] labels; // of the rows of every call, or none

  private InferenceModel(LoadedGraph graph) throws IOException {
    this.graph = graph;
    this.labels = new long[0];
    try {
      this.shape = graph.specs().shape();
      this.latentDim = graph.specs().latentDim();
      this.conditional = graph.specs().conditional();
    } catch (IllegalArgumentException e) {
      graph.close();
      throw new IOException(e.getMessage(), e);
    }
  }

  private InferenceModel(InferenceModel model, long[] labels) {
    this.graph = model.graph;
    this.shape = model.shape;
    this.latentDim = model.latentDim;
    this.conditional = model.conditional;
    this.labels = labels;
  }

  /**
   * Loads an exported model.
   *
   * @param folder the version's folder, which holds {@code saved_model.pb}
   * @throws IOException when it is no SavedModel, damaged, or has not our signatures
   */
  public static InferenceModel load(Path folder) throws IOException {
    return new InferenceModel(LoadedGraph.load(folder));
  }

  /**
   * Builds the inference graph for a checkpoint, with the usual K for {@link #score}.
   *
   * @param prefix the checkpoint's files without their endings
   * @throws IOException when the checkpoint is missing, damaged, or of another model
   */
  public static InferenceModel restore(ModelConfig config, Path prefix) throws IOException {
    return restore(config, DEFAULT_SCORE_SAMPLES, prefix);
  }

  /**
   * Builds the inference graph for a checkpoint.
   *
   * @param scoreSamples K, the codes that {@link #score} draws for each image
   * @param prefix the checkpoint's files without their endings
   * @throws IOException when the checkpoint is missing, damaged, or of another model
   */
  public static InferenceModel restore(ModelConfig config, int scoreSamples, Path prefix)
      throws IOException {
    return new InferenceModel(LoadedGraph.restore(config, scoreSamples, prefix));
  }

  /**
   * Writes the inference graph, its variables and signatures into this folder.
   *
   * @throws IOException when it cannot be written
   */
  void export(Path folder) throws IOException {
    graph.export(folder);
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int latentDim() {
    return latentDim;
  }

  @Override
  public Set<String> signatures() {
    return graph.specs().byName().keySet();
  }

  @Override
  public boolean wantsClass() {
    return conditional && labels.length == 0;
  }

  @Override
  public InferenceModel given(long... classes) {
    return classes.length == 0 ? this : new InferenceModel(this, classes.clone());
  }

  @Override
  public InferenceModel given(Split split, int from, int to) {
    return wantsClass() ? given(Labels.of(split, from, to)) : this;
  }

  /** K, the codes that {@link #score} draws for each image; empty for a plain autoencoder. */
  public OptionalInt scoreSamples() {
    return graph.scoreSamples();
  }

  /**
   * The SHA-256 of its trainable variables, as {@link io.github.vaegraph.model.WeightsId} has it.
   */
  public String weightsSha256() {
    return graph.weightsSha256();
  }

  /** What the model is made of. */
  public ModelInfo info() {
    return graph.info();
  }

  @Override
  public Codes encode(Floats images) {
    return ask(Call.encode(images));
  }

  @Override
  public Floats decode(Floats codes) {
    return ask(Call.decode(codes));
  }

  @Override
  public Floats reconstruct(Floats images) {
    return ask(Call.reconstruct(images));
  }

  @Override
  public Generated generate(long[] seeds) {
    return ask(Call.generate(seeds));
  }

  @Override
  public Sampled sample(Floats images, long[] seeds) {
    return ask(Call.sample(images, seeds));
  }

  @Override
  public Scores score(Floats images, long[] seeds) {
    return ask(Call.score(images, seeds));
  }

  @Override
  public Floats interpolate(Floats start, Floats end, float[] positions) {
    return ask(Call.interpolate(start, end, positions));
  }

  /** What a call comes to. */
  <A> A ask(Call<A> unconditional) {
    Call<A> call = unconditional.given(labels);
    SignatureSpec spec = graph.specs().of(call.signature());
    int rows = Math.max(1, Math.min(ROWS_PER_RUN, VALUES_PER_RUN / spec.widest()));
    return call.ask(spec, rows, inputs -> graph.run(spec, inputs, call.signature().returns()));
  }

  /** The random numbers that {@link #generate} makes its codes of, as others may give them. */
  Call<Generated> sourceOf(long[] seeds) {
    return sourceOf(seeds, 1);
  }

  private Call<Generated> sourceOf(long[] seeds, double scale) {
    Call<Generated> call = Call.generate(seeds).given(labels);
    Floats noise =
        new Floats(
            seeds.length,
            latentDim,
            graph.node(InferenceGraph.GENERATE_NOISE, call, GraphTensors::values));
    return Call.generateFromNoise(
        noise.times(scale),
        graph.has(InferenceGraph.GENERATE_CHOICE)
            ? Optional.of(graph.node(InferenceGraph.GENERATE_CHOICE, call, GraphTensors::values))
            : Optional.empty());
  }

  /** Whether {@link #generate(long[], double)} knows what codes are made of. */
  public boolean tellsNoise() {
    return graph.has(InferenceGraph.GENERATE_NOISE)
        && signatures().contains(Signatures.GENERATE_FROM_NOISE.name());
  }

  /**
   * As {@link #generate}, from the same random numbers scaled: smaller ones stay nearer to the
   * middle of the prior, or of the Gaussian of a mixture that is chosen.
   *
   * @throws IllegalArgumentException when it does not {@link #tellsNoise}
   */
  public Generated generate(long[] seeds, double scale) {
    return ask(sourceOf(seeds, scale));
  }

  /**
   * Codes whose lowest layers follow from those above: each has the mean of its prior. As they are
   * where that is not known, as in a model that was exported before.
   *
   * @param codes [N, L]
   * @param lowest how many of the layers, fewer than there are
   */
  public Floats following(Floats codes, int lowest) {
    String node = InferenceGraph.following(lowest);
    Call<Floats> call = Call.decode(codes).given(labels);
    graph.specs().of(call.signature()).check(call.inputs());
    return graph.has(node)
        ? new Floats(codes.rows(), codes.width(), graph.node(node, call, GraphTensors::values))
        : codes;
  }

  /** The noise [K, N, L] that {@link #score} draws its codes with. */
  float[] scoreNoise(Floats images, long[] seeds) {
    return graph.node(
        PosteriorSignatures.SCORE_NOISE,
        Call.score(images, seeds).given(labels),
        GraphTensors::values);
  }

  /** Whether {@link #scoreRate} has something to say. */
  public boolean tellsRate() {
    return graph.has(PosteriorSignatures.SCORE_RATE);
  }

  /**
   * The rate of each image, of which {@link #score} tells only the sum with the distortion:
   * KL(q(z|x) || p(z)) in nats, in closed form where there is one, else the mean over the codes
   * that score draws.
   *
   * @param images [N, D] in [0, 1]
   * @param seeds [N], as for score
   * @return [N, 1]; empty where the model was exported before graphs told it, or is a plain
   *     autoencoder
   */
  public Optional<Floats> scoreRate(Floats images, long[] seeds) {
    if (!tellsRate()) {
      return Optional.empty();
    }
    Call<Scores> call = Call.score(images, seeds).given(labels);
    graph.specs().of(call.signature()).check(call.inputs());
    // No decoder runs for it: what is held of a row is small.
    return Optional.of(
        graph.node(
            PosteriorSignatures.SCORE_RATE,
            call,
            rates -> GraphTensors.rows("rate", rates, NATS, images.rows())));
  }

  /** Frees the native memory; closing twice does nothing. */
  @Override
  public void close() {
    graph.close();
  }
}
