package io.github.vaegraph.serve;

import io.github.vaegraph.graph.NativeRuntime;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.signature.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.tensorflow.Operation;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.types.TFloat32;

/** An inference graph with its session and signatures, from a SavedModel or from a checkpoint. */
final class LoadedGraph implements AutoCloseable {
  /** Rows in one run, and values in its outputs, which bound the memory that a long input takes. */
  private static final int ROWS_PER_RUN = 500;

  private static final int VALUES_PER_RUN = 1 << 24;

  /** What an array holds on every JVM. */
  private static final long MAX_VALUES = Integer.MAX_VALUE - 16L;

  /** An output's name and its values a row. */
  record Output(String name, int width) {}

  /** Makes the tensor that holds some rows of an input. */
  interface Rows {
    Tensor slice(int from, int to);
  }

  private final String where;
  private final Session session;
  private final Runnable release;
  private final Map<String, Signature> signatures = new LinkedHashMap<>();
  private boolean closed;

  private LoadedGraph(
      String where, Session session, Collection<Signature> signatures, Runnable release) {
    this.where = where;
    this.session = session;
    this.release = release;
    signatures.forEach(signature -> this.signatures.put(signature.key(), signature));
  }

  /**
   * Loads a SavedModel.
   *
   * @throws IOException when it is none, or damaged
   */
  static LoadedGraph load(Path folder) throws IOException {
    // Without its variables TensorFlow loads a model that fails only when it is used.
    for (String part : List.of("saved_model.pb", "variables/variables.index")) {
      if (!Files.isRegularFile(folder.resolve(part))) {
        throw new IOException(
            "%s: expected a SavedModel, found no %s in it; is it a whole copy?"
                .formatted(folder, part));
      }
    }
    if (Files.size(folder.resolve("saved_model.pb")) > Integer.MAX_VALUE) {
      throw new IOException(
          folder + ": the SavedModel's saved_model.pb has more than 2 GiB; is it damaged?");
    }
    NativeRuntime.prepare();
    try {
      SavedModelBundle bundle =
          SavedModelBundle.load(folder.toString(), SavedModelBundle.DEFAULT_TAG);
      return new LoadedGraph(
          folder.toString(), bundle.session(), bundle.signatures(), bundle::close);
    } catch (RuntimeException e) { // TensorFlow's own, which have no common class
      throw new IOException(
          folder + ": the SavedModel cannot be loaded: " + firstLine(e) + "; export it again", e);
    }
  }

  /**
   * Builds the inference graph and restores its variables.
   *
   * @param scoreSamples the codes that {@code score} draws for each image
   * @param prefix the checkpoint's files without their endings
   * @throws IOException when the checkpoint is missing, damaged, or of another model
   */
  static LoadedGraph restore(ModelConfig config, int scoreSamples, Path prefix) throws IOException {
    NativeRuntime.prepare();
    InferenceGraph graph = new InferenceGraph(config, scoreSamples);
    Session session = new Session(graph.graph);
    Runnable release =
        () -> {
          session.close();
          graph.close();
        };
    try {
      session.restore(prefix.toString());
    } catch (RuntimeException e) { // TensorFlow's own, which have no common class
      release.run();
      throw new IOException(prefix + ": the checkpoint cannot be read: " + firstLine(e), e);
    }
    return new LoadedGraph(prefix.toString(), session, graph.signatures, release);
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  /**
   * Writes the graph, its variables and signatures into this folder.
   *
   * @throws IOException when it cannot be written
   */
  void export(Path folder) throws IOException {
    checkOpen();
    try {
      SavedModelBundle.exporter(folder.toString())
          .withTags(SavedModelBundle.DEFAULT_TAG)
          .withSession(session)
          .withSignatures(signatures.values().toArray(Signature[]::new))
          .export();
    } catch (IOException | RuntimeException e) { // TensorFlow's own, which have no common class
      throw new IOException(
          folder + ": the SavedModel cannot be written: " + firstLine(e) + "; is the disk full?",
          e);
    }
  }

  ModelInfo info() {
    checkOpen();
    return ModelInfo.of(session.graph(), signatures.values());
  }

  /**
   * The shape of a signature's input.
   *
   * @throws IOException when there is no such input of this rank
   */
  long[] inputShape(String key, String input, int rank) throws IOException {
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
   * Calls a signature with {@code count} rows, some at a time, and returns its outputs.
   *
   * @throws IllegalArgumentException when there is no such signature, or more comes out than fits
   */
  List<Floats> run(String key, Map<String, Rows> inputs, int count, Output... outputs) {
    checkOpen();
    Signature signature = signatures.get(key);
    if (signature == null) {
      throw new IllegalArgumentException(
          "%s: the model has no signature %s, found %s".formatted(where, key, signatures.keySet()));
    }
    List<Floats> collected = new ArrayList<>();
    int rowsPerRun = ROWS_PER_RUN;
    for (Output output : outputs) {
      if ((long) count * output.width() > MAX_VALUES) {
        throw new IllegalArgumentException(
            "%d rows of %d values are more than an array holds; ask for fewer"
                .formatted(count, output.width()));
      }
      float[] values = new float[count * output.width()];
      collected.add(new Floats(count, output.width(), values));
      rowsPerRun = Math.max(1, Math.min(rowsPerRun, VALUES_PER_RUN / output.width()));
    }
    for (int from = 0; from < count; from += rowsPerRun) {
      int to = Math.min(count, from + rowsPerRun);
      Map<String, Tensor> tensors = slice(inputs, from, to);
      try (Result result = session.function(signature).call(tensors)) {
        for (int i = 0; i < outputs.length; i++) {
          int width = outputs[i].width();
          TFloat32 part = (TFloat32) result.get(outputs[i].name()).orElseThrow();
          FloatDataBuffer data = part.asRawTensor().data().asFloats();
          data.read(collected.get(i).values(), from * width, (to - from) * width);
        }
      } finally {
        tensors.values().forEach(Tensor::close);
      }
    }
    return collected;
  }

  /** The noise [K, N, L] that {@code score} draws its codes with, for all rows in one run. */
  float[] scoreNoise(Map<String, Rows> inputs, int count) {
    checkOpen();
    Session.Runner runner = session.runner().fetch(PosteriorSignatures.SCORE_NOISE);
    Map<String, Tensor> tensors = slice(inputs, 0, count);
    try {
      tensors.forEach((name, tensor) -> runner.feed("score." + name, tensor));
      try (Result result = runner.run()) {
        TFloat32 noise = (TFloat32) result.get(0);
        float[] values = new float[Math.toIntExact(noise.size())];
        noise.asRawTensor().data().asFloats().read(values);
        return values;
      }
    } finally {
      tensors.values().forEach(Tensor::close);
    }
  }

  private static Map<String, Tensor> slice(Map<String, Rows> inputs, int from, int to) {
    Map<String, Tensor> tensors = new HashMap<>();
    inputs.forEach((name, rows) -> tensors.put(name, rows.slice(from, to)));
    return tensors;
  }

  /** K, the codes that {@code score} draws for each image, where there is such a signature. */
  OptionalInt scoreSamples() {
    checkOpen();
    Operation noise = session.graph().operation(PosteriorSignatures.SCORE_NOISE);
    return noise == null
        ? OptionalInt.empty()
        : OptionalInt.of(Math.toIntExact(noise.output(0).shape().get(0)));
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
      release.run();
    }
  }
}
