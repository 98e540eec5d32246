package io.github.vaegraph.serve;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Generated;
import io.github.vaegraph.signature.Sampled;
import io.github.vaegraph.signature.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A trained model to compute with, loaded from a SavedModel or from a checkpoint: both run the same
 * graph and give the same results. Arguments are checked before native code sees them.
 */
public final class InferenceModel implements AutoCloseable {
  /** K, the codes that {@link #score} draws for each image, unless another number is asked for. */
  public static final int DEFAULT_SCORE_SAMPLES = 64;

  private final LoadedGraph graph;
  private final ImageShape shape;
  private final int latentDim;

  private InferenceModel(LoadedGraph graph, String where) throws IOException {
    this.graph = graph;
    try {
      long[] image = graph.inputShape("reconstruct", "image", 4);
      this.shape =
          new ImageShape(
              Math.toIntExact(image[1]), Math.toIntExact(image[2]), Math.toIntExact(image[3]));
      this.latentDim = Math.toIntExact(graph.inputShape("decode", "z", 2)[1]);
    } catch (ArithmeticException | IllegalArgumentException e) {
      graph.close();
      throw new IOException(where + ": the signatures' shapes are those of no model of ours", e);
    } catch (IOException e) {
      graph.close();
      throw e;
    }
  }

  /**
   * Loads an exported model.
   *
   * @param folder the version's folder, which holds {@code saved_model.pb}
   * @throws IOException when it is no SavedModel, damaged, or has not our signatures
   */
  public static InferenceModel load(Path folder) throws IOException {
    return new InferenceModel(LoadedGraph.load(folder), folder.toString());
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
    return new InferenceModel(LoadedGraph.restore(config, scoreSamples, prefix), prefix.toString());
  }

  /**
   * Writes the inference graph, its variables and signatures into this folder.
   *
   * @throws IOException when it cannot be written
   */
  void export(Path folder) throws IOException {
    graph.export(folder);
  }

  /** The shape of an image. */
  public ImageShape shape() {
    return shape;
  }

  /** L, the number of latent dimensions. */
  public int latentDim() {
    return latentDim;
  }

  /** K, the codes that {@link #score} draws for each image; empty for a plain autoencoder. */
  public OptionalInt scoreSamples() {
    return graph.scoreSamples();
  }

  /** What the model is made of. */
  public ModelInfo info() {
    return graph.info();
  }

  /** images [N, D] in [0, 1] -> posterior [N, L]. */
  public Codes encode(Floats images) {
    List<Floats> outputs =
        graph.run(
            "encode",
            Map.of("image", InputRows.images("images", images, shape)),
            images.rows(),
            new LoadedGraph.Output("mean", latentDim),
            new LoadedGraph.Output("log_variance", latentDim));
    return new Codes(outputs.get(0), outputs.get(1));
  }

  /** codes [N, L] -> the likelihood's mean [N, D]. */
  public Floats decode(Floats codes) {
    Map<String, LoadedGraph.Rows> inputs = Map.of("z", InputRows.codes(codes, latentDim));
    return graph.run("decode", inputs, codes.rows(), imageOutput()).get(0);
  }

  /** images [N, D] in [0, 1] -> images [N, D], decoded from the posterior mean. */
  public Floats reconstruct(Floats images) {
    Map<String, LoadedGraph.Rows> inputs =
        Map.of("image", InputRows.images("images", images, shape));
    return graph.run("reconstruct", inputs, images.rows(), imageOutput()).get(0);
  }

  /** Draws one picture for each seed; the same seed draws the same picture. */
  public Generated generate(long[] seeds) {
    List<Floats> outputs =
        graph.run(
            "generate",
            Map.of("seed", InputRows.seeds(seeds)),
            seeds.length,
            imageOutput(),
            codeOutput());
    return new Generated(outputs.get(0), outputs.get(1));
  }

  /**
   * Draws a code from each image's posterior, and decodes it.
   *
   * @param images [N, D] in [0, 1]
   * @param seeds [N]
   * @throws IllegalArgumentException when the model is a plain autoencoder, which has no posterior
   */
  public Sampled sample(Floats images, long[] seeds) {
    List<Floats> outputs =
        graph.run("sample", drawn(images, seeds), images.rows(), codeOutput(), imageOutput());
    return new Sampled(outputs.get(0), outputs.get(1));
  }

  /**
   * Bounds of each image's log p(x), as it is given: under a Bernoulli likelihood, grey pixels give
   * a cross entropy.
   *
   * @param images [N, D] in [0, 1]
   * @param seeds [N], what the codes are drawn from
   * @throws IllegalArgumentException when the model is a plain autoencoder, which bounds nothing
   */
  public Scores score(Floats images, long[] seeds) {
    List<Floats> outputs =
        graph.run(
            "score",
            drawn(images, seeds),
            images.rows(),
            new LoadedGraph.Output("elbo", 1),
            new LoadedGraph.Output("log_likelihood", 1));
    return new Scores(outputs.get(0), outputs.get(1));
  }

  /**
   * Pictures between two images, along the straight line between their posterior means.
   *
   * @param start [N, D] in [0, 1]
   * @param end [N, D] in [0, 1]
   * @param positions [N], 0 for the reconstruction of {@code start}, 1 for that of {@code end}
   * @return [N, D]
   */
  public Floats interpolate(Floats start, Floats end, float[] positions) {
    InputRows.checkCount("images to end at", start.rows(), end.rows());
    InputRows.checkCount("positions", start.rows(), positions.length);
    Map<String, LoadedGraph.Rows> inputs =
        Map.of(
            "start",
            InputRows.images("images to start from", start, shape),
            "end",
            InputRows.images("images to end at", end, shape),
            "position",
            InputRows.positions(positions));
    return graph.run("interpolate", inputs, start.rows(), imageOutput()).get(0);
  }

  /** The noise [K, N, L] that {@link #score} draws its codes with. */
  float[] scoreNoise(Floats images, long[] seeds) {
    return graph.scoreNoise(drawn(images, seeds), images.rows());
  }

  private Map<String, LoadedGraph.Rows> drawn(Floats images, long[] seeds) {
    InputRows.checkCount("seeds", images.rows(), seeds.length);
    return Map.of(
        "image", InputRows.images("images", images, shape), "seed", InputRows.seeds(seeds));
  }

  private LoadedGraph.Output codeOutput() {
    return new LoadedGraph.Output("z", latentDim);
  }

  private LoadedGraph.Output imageOutput() {
    return new LoadedGraph.Output("image", shape.size());
  }

  /** Frees the native memory; closing twice does nothing. */
  @Override
  public void close() {
    graph.close();
  }
}
