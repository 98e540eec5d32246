package io.github.vaegraph.serve;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A trained model to compute with, loaded from a SavedModel or from a checkpoint: both run the same
 * graph and give the same results. Arguments are checked before native code sees them.
 */
public final class InferenceModel implements AutoCloseable {
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
   * Builds the inference graph for a checkpoint.
   *
   * @param prefix the checkpoint's files without their endings
   * @throws IOException when the checkpoint is missing, damaged, or of another model
   */
  public static InferenceModel restore(ModelConfig config, Path prefix) throws IOException {
    return new InferenceModel(LoadedGraph.restore(config, prefix), prefix.toString());
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

  /** What the model is made of. */
  public ModelInfo info() {
    return graph.info();
  }

  /** The posterior of each image: mean and log-variance, [N, L] each. */
  public record Codes(Floats mean, Floats logVariance) {}

  /** Pictures drawn from the prior, [N, D], and the codes they were decoded from, [N, L]. */
  public record Generated(Floats images, Floats codes) {}

  /** images [N, D] in [0, 1] -> posterior [N, L]. */
  public Codes encode(Floats images) {
    checkWidth("images", images, shape.size());
    List<Floats> outputs =
        graph.run(
            "encode",
            "image",
            images.rows(),
            imageRows(images),
            new LoadedGraph.Output("mean", latentDim),
            new LoadedGraph.Output("log_variance", latentDim));
    return new Codes(outputs.get(0), outputs.get(1));
  }

  /** codes [N, L] -> the likelihood's mean [N, D]. */
  public Floats decode(Floats codes) {
    checkWidth("codes", codes, latentDim);
    LoadedGraph.Rows rows =
        (from, to) -> tensor(Shape.of(to - from, latentDim), codes.slice(from, to));
    return graph.run("decode", "z", codes.rows(), rows, imageOutput()).get(0);
  }

  /** images [N, D] in [0, 1] -> images [N, D], decoded from the posterior mean. */
  public Floats reconstruct(Floats images) {
    checkWidth("images", images, shape.size());
    return graph
        .run("reconstruct", "image", images.rows(), imageRows(images), imageOutput())
        .get(0);
  }

  /** Draws one picture for each seed; the same seed draws the same picture. */
  public Generated generate(long[] seeds) {
    LoadedGraph.Rows rows = (from, to) -> TInt64.vectorOf(Arrays.copyOfRange(seeds, from, to));
    List<Floats> outputs =
        graph.run(
            "generate",
            "seed",
            seeds.length,
            rows,
            imageOutput(),
            new LoadedGraph.Output("z", latentDim));
    return new Generated(outputs.get(0), outputs.get(1));
  }

  private LoadedGraph.Output imageOutput() {
    return new LoadedGraph.Output("image", shape.size());
  }

  private LoadedGraph.Rows imageRows(Floats images) {
    return (from, to) ->
        tensor(
            Shape.of(to - from, shape.height(), shape.width(), shape.channels()),
            images.slice(from, to));
  }

  private static TFloat32 tensor(Shape shape, Floats rows) {
    return TFloat32.tensorOf(shape, DataBuffers.of(rows.values()));
  }

  private static void checkWidth(String what, Floats rows, int expected) {
    if (rows.width() != expected) {
      throw new IllegalArgumentException(
          "expected %s of %d values each, found %d".formatted(what, expected, rows.width()));
    }
  }

  /** Frees the native memory; closing twice does nothing. */
  @Override
  public void close() {
    graph.close();
  }
}
