package io.github.vaegraph.serve;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.NativeLog;
import io.github.vaegraph.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A trained model to compute with, loaded from a SavedModel or from a checkpoint: both run the same
 * graph and give the same results. Arguments are checked before native code sees them.
 */
public final class InferenceModel implements AutoCloseable {
  /** Rows in one run, which bounds the memory that a long input takes. */
  private static final int ROWS_PER_RUN = 500;

  private final Session session;
  private final Map<String, Signature> signatures;
  private final AutoCloseable graph;
  private final ImageShape shape;
  private final int latentDim;
  private boolean closed;

  private InferenceModel(
      Session session, Map<String, Signature> signatures, AutoCloseable graph, String where)
      throws IOException {
    this.session = session;
    this.signatures = signatures;
    this.graph = graph;
    long[] image = inputShape(where, "reconstruct", "image", 4);
    long[] codes = inputShape(where, "decode", "z", 2);
    try {
      this.shape =
          new ImageShape(
              Math.toIntExact(image[1]), Math.toIntExact(image[2]), Math.toIntExact(image[3]));
      this.latentDim = Math.toIntExact(codes[1]);
    } catch (ArithmeticException e) {
      throw new IOException(where + ": the signatures' shapes are those of no model of ours", e);
    }
  }

  private long[] inputShape(String where, String key, String input, int rank) throws IOException {
    Signature signature = signatures.get(key);
    Signature.TensorDescription description =
        signature == null ? null : signature.getInputs().get(input);
    if (description == null || description.shape.numDimensions() != rank) {
      throw new IOException(
          "%s: expected a signature %s with an input %s of rank %d, found the signatures %s; was"
                  .formatted(where, key, input, rank, signatures.keySet())
              + " it exported by another program?");
    }
    return description.shape.asArray();
  }

  /**
   * Loads an exported model.
   *
   * @param folder the version's folder, which holds {@code saved_model.pb}
   * @throws IOException when it is no SavedModel, damaged, or has not our signatures
   */
  public static InferenceModel load(Path folder) throws IOException {
    NativeLog.silence();
    // Without its variables TensorFlow loads a model that fails only when it is used.
    for (String part : List.of("saved_model.pb", "variables/variables.index")) {
      if (!Files.isRegularFile(folder.resolve(part))) {
        throw new IOException(
            "%s: expected a SavedModel, found no %s in it; is it a whole copy?"
                .formatted(folder, part));
      }
    }
    SavedModelBundle bundle;
    try {
      bundle = SavedModelBundle.load(folder.toString(), SavedModelBundle.DEFAULT_TAG);
    } catch (RuntimeException e) {
      throw new IOException(
          folder + ": the SavedModel cannot be loaded: " + firstLine(e) + "; export it again", e);
    }
    try {
      Map<String, Signature> signatures = new LinkedHashMap<>();
      bundle.signatures().forEach(signature -> signatures.put(signature.key(), signature));
      return new InferenceModel(bundle.session(), signatures, bundle, folder.toString());
    } catch (IOException | RuntimeException e) {
      bundle.close();
      throw e;
    }
  }

  /**
   * Builds the inference graph for a checkpoint.
   *
   * @param prefix the checkpoint's files without their endings
   * @throws IOException when the checkpoint is missing, damaged, or of another model
   */
  public static InferenceModel restore(ModelConfig config, Path prefix) throws IOException {
    NativeLog.silence();
    InferenceGraph graph = new InferenceGraph(config);
    Session session = new Session(graph.graph);
    AutoCloseable both =
        () -> {
          session.close();
          graph.close();
        };
    try {
      session.restore(prefix.toString());
    } catch (RuntimeException e) { // TensorFlow's own, which have no common class
      session.close();
      graph.close();
      throw new IOException(prefix + ": the checkpoint cannot be read: " + firstLine(e), e);
    }
    Map<String, Signature> signatures = new LinkedHashMap<>();
    graph.signatures.forEach(signature -> signatures.put(signature.key(), signature));
    return new InferenceModel(session, signatures, both, prefix.toString());
  }

  static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  /** Writes the inference graph, its variables and signatures into this folder. */
  void export(Path folder) throws IOException {
    checkOpen();
    SavedModelBundle.exporter(folder.toString())
        .withTags(SavedModelBundle.DEFAULT_TAG)
        .withSession(session)
        .withSignatures(signatures.values().toArray(Signature[]::new))
        .export();
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
    checkOpen();
    return ModelInfo.of(session.graph(), signatures.values());
  }

  /** The posterior of each image: mean and log-variance, [N, L] each. */
  public record Codes(Floats mean, Floats logVariance) {}

  /** Pictures drawn from the prior, [N, D], and the codes they were decoded from, [N, L]. */
  public record Generated(Floats images, Floats codes) {}

  /** images [N, D] in [0, 1] -> posterior [N, L]. */
  public Codes encode(Floats images) {
    checkWidth("images", images, shape.size());
    List<Floats> outputs =
        run(
            "encode",
            "image",
            images.rows(),
            imageRows(images),
            new Output("mean", latentDim),
            new Output("log_variance", latentDim));
    return new Codes(outputs.get(0), outputs.get(1));
  }

  /** codes [N, L] -> the likelihood's mean [N, D]. */
  public Floats decode(Floats codes) {
    checkWidth("codes", codes, latentDim);
    Rows rows = (from, to) -> tensor(Shape.of(to - from, latentDim), codes.slice(from, to));
    return run("decode", "z", codes.rows(), rows, imageOutput()).get(0);
  }

  /** images [N, D] in [0, 1] -> images [N, D], decoded from the posterior mean. */
  public Floats reconstruct(Floats images) {
    checkWidth("images", images, shape.size());
    return run("reconstruct", "image", images.rows(), imageRows(images), imageOutput()).get(0);
  }

  /** Draws one picture for each seed; the same seed draws the same picture. */
  public Generated generate(long[] seeds) {
    Rows rows = (from, to) -> TInt64.vectorOf(Arrays.copyOfRange(seeds, from, to));
    List<Floats> outputs =
        run("generate", "seed", seeds.length, rows, imageOutput(), new Output("z", latentDim));
    return new Generated(outputs.get(0), outputs.get(1));
  }

  /** An output's name and its values a row. */
  private record Output(String name, int width) {}

  /** Makes the tensor that holds some rows of an input. */
  private interface Rows {
    Tensor slice(int from, int to);
  }

  private Output imageOutput() {
    return new Output("image", shape.size());
  }

  private Rows imageRows(Floats images) {
    return (from, to) ->
        tensor(
            Shape.of(to - from, shape.height(), shape.width(), shape.channels()),
            images.slice(from, to));
  }

  private static TFloat32 tensor(Shape shape, Floats rows) {
    return TFloat32.tensorOf(shape, DataBuffers.of(rows.values()));
  }

  private List<Floats> run(String key, String input, int count, Rows rows, Output... outputs) {
    checkOpen();
    Signature signature = signatures.get(key);
    if (signature == null) {
      throw new IllegalArgumentException("the model has no signature " + key);
    }
    List<Floats> collected = new ArrayList<>();
    for (Output output : outputs) {
      float[] values = new float[Math.multiplyExact(count, output.width())];
      collected.add(new Floats(count, output.width(), values));
    }
    for (int from = 0; from < count; from += ROWS_PER_RUN) {
      int to = Math.min(count, from + ROWS_PER_RUN);
      try (Tensor tensor = rows.slice(from, to);
          Result result = session.function(signature).call(Map.of(input, tensor))) {
        for (int i = 0; i < outputs.length; i++) {
          int width = outputs[i].width();
          TFloat32 part = (TFloat32) result.get(outputs[i].name()).orElseThrow();
          FloatDataBuffer data = part.asRawTensor().data().asFloats();
          data.read(collected.get(i).values(), from * width, (to - from) * width);
        }
      }
    }
    return collected;
  }

  private static void checkWidth(String what, Floats rows, int expected) {
    if (rows.width() != expected) {
      throw new IllegalArgumentException(
          "expected %s of %d values each, found %d".formatted(what, expected, rows.width()));
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
      try {
        graph.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
