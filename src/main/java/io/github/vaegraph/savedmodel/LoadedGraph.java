package io.github.vaegraph.savedmodel;

import io.github.vaegraph.check.HarmlessGraph;
import io.github.vaegraph.graph.NativeRuntime;
import io.github.vaegraph.graph.WeightBytes;
import io.github.vaegraph.io.Durable;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.io.RegularFile;
import io.github.vaegraph.io.Sha256;
import io.github.vaegraph.latent.Dims;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.signature.Call;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Input;
import io.github.vaegraph.signature.Part;
import io.github.vaegraph.signature.SignatureSpec;
import io.github.vaegraph.signature.SignatureSpecs;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat64;

/**
 * An inference graph with its session and signatures, from a SavedModel or from a checkpoint.
 * Threads may share it; closing waits for those that are using it.
 */
final class LoadedGraph implements AutoCloseable {
  /** What is asked for besides the signatures' outputs. */
  private static final List<String> BESIDES =
      Stream.concat(
              Stream.of(
                  InferenceGraph.GENERATE_NOISE,
                  InferenceGraph.GENERATE_CHOICE,
                  PosteriorSignatures.SCORE_NOISE,
                  PosteriorSignatures.SCORE_RATE),
              IntStream.range(1, Dims.MAX_LAYERS).mapToObj(InferenceGraph::following))
          .toList();

  private final Session session;
  private final Runnable release;
  private final boolean ours;
  private final Map<String, Operand<TFloat64>> derived; // from the variables, and computed
  private final Map<String, Signature> signatures = new LinkedHashMap<>();
  private final SignatureSpecs specs;
  private final ReadWriteLock use = new ReentrantReadWriteLock(); // writing: closing
  private boolean closed;

  /**
   * @param ours whether the graph was built here; another is whatever its file makes it
   * @param derived what the graph computes of its variables alone, by name
   */
  private LoadedGraph(
      SignatureSpecs specs,
      Session session,
      Collection<Signature> signatures,
      boolean ours,
      Map<String, Operand<TFloat64>> derived,
      Runnable release) {
    this.session = session;
    this.ours = ours;
    this.derived = derived;
    this.release = release;
    this.specs = specs;
    signatures.forEach(signature -> this.signatures.put(signature.key(), signature));
  }

  /**
   * Loads a SavedModel, of which nothing is run that is not known to be harmless.
   *
   * @throws IOException when it is none, damaged, or may do more than compute
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
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("variables"))) {
      for (Path file : files) {
        checkRegular(file); // TensorFlow would wait for a pipe
      }
    }
    HarmlessGraph model = HarmlessGraph.read(folder, BESIDES);
    NativeRuntime.prepare();
    try {
      StoredModel stored =
          StoredModel.load(folder.toString(), model, folder.resolve("variables/variables"));
      return new LoadedGraph(
          stored.specs(), stored.session(), stored.signatures(), false, Map.of(), stored::close);
    } catch (RuntimeException e) { // TensorFlow's own, which have no common class
      throw new IOException(
          folder + ": the SavedModel cannot be loaded: " + firstLine(e) + "; export it again", e);
    }
  }

  private static void checkRegular(Path file) throws IOException {
    try {
      RegularFile.check(file);
    } catch (IOException e) {
      throw new IOException(
          "%s: %s; is it a whole copy of the model?".formatted(file, Problem.shortly(e)), e);
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
    LoadedGraph computing = restore(config, scoreSamples, prefix, Map.of());
    if (computing.derived.isEmpty()) {
      return computing;
    }
    Map<String, TFloat64> known = new LinkedHashMap<>();
    try (computing) {
      computing.derived.forEach((name, value) -> known.put(name, computing.value(value)));
      return restore(config, scoreSamples, prefix, known);
    } finally {
      known.values().forEach(Tensor::close);
    }
  }

  /** A tensor of the graph that no input goes into; to be closed. */
  private TFloat64 value(Operand<TFloat64> node) {
    // What a run returns is closed with it.
    try (Result result = session.runner().fetch(node).run()) {
      return TFloat64.tensorOf((TFloat64) result.get(0));
    }
  }

  /**
   * @param known what follows from the variables alone and need not be computed at every call
   */
  private static LoadedGraph restore(
      ModelConfig config, int scoreSamples, Path prefix, Map<String, TFloat64> known)
      throws IOException {
    InferenceGraph graph = new InferenceGraph(config, scoreSamples, known);
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
    SignatureSpecs specs =
        new SignatureSpecs(prefix.toString(), GraphTensors.specs(graph.signatures));
    return new LoadedGraph(specs, session, graph.signatures, true, graph.derived, release);
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
    Lock using = using();
    try {
      try {
        SavedModelBundle.exporter(folder.toString())
            .withTags(SavedModelBundle.DEFAULT_TAG)
            .withSession(session)
            .withSignatures(signatures.values().toArray(Signature[]::new))
            .export();
        PortableModel.rewrite(folder);
      } catch (IOException | RuntimeException e) { // TensorFlow's own, which have no common class
        if (e instanceof ClosedByInterruptException closed) {
          throw Durable.unwritable(folder, closed);
        }
        throw new IOException(
            folder + ": the SavedModel cannot be written: " + firstLine(e) + "; is the disk full?",
            e);
      }
    } finally {
      using.unlock();
    }
  }

  ModelInfo info() {
    Lock using = using();
    try {
      return ModelInfo.of(session.graph(), signatures.values());
    } finally {
      using.unlock();
    }
  }

  /** The SHA-256 of the variables. */
  String weightsSha256() {
    Lock using = using();
    try {
      MessageDigest digest = Sha256.digest();
      WeightBytes.digest(
          session, ModelInfo.of(session.graph(), List.of()).variables().keySet(), digest);
      return Sha256.hex(digest);
    } finally {
      using.unlock();
    }
  }

  /** What the signatures take and return. */
  SignatureSpecs specs() {
    return specs;
  }

  /**
   * Calls a signature.
   *
   * @param inputs already held against it
   * @param returns what is wanted of what it returns
   * @return rows by the output's name, one for each row of the inputs
   * @throws IllegalArgumentException when a model from a file fails, or gives what it does not say
   */
  Map<String, Floats> run(SignatureSpec spec, List<Input> inputs, List<Part> returns) {
    Lock using = using();
    try {
      int count = inputs.get(0).count();
      Map<String, Tensor> tensors = GraphTensors.inputs(spec, inputs);
      Map<String, Floats> outputs = new HashMap<>();
      try (Result result = call(spec.name(), tensors)) {
        for (Part part : returns) {
          String name = part.name();
          outputs.put(name, rows(spec, name, result.get(name).orElseThrow(), count));
        }
      } finally {
        tensors.values().forEach(Tensor::close);
      }
      return outputs;
    } finally {
      using.unlock();
    }
  }

  private Floats rows(SignatureSpec spec, String name, Tensor tensor, int count) {
    try {
      return GraphTensors.rows(name, tensor, spec.output(name), count);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: %s: %s".formatted(specs.where(), spec.name(), e.getMessage()), e);
    }
  }

  private Result call(String signature, Map<String, Tensor> tensors) {
    try {
      return session.function(Objects.requireNonNull(signatures.get(signature))).call(tensors);
    } catch (RuntimeException e) { // TensorFlow's own, which have no common class
      if (ours) {
        throw e;
      }
      throw new IllegalArgumentException(
          "%s: %s: the model cannot compute it: %s; was it exported by another program?"
              .formatted(specs.where(), signature, firstLine(e)),
          e);
    }
  }

  /** Whether this graph has a node of this name. */
  boolean has(String node) {
    Lock using = using();
    try {
      return session.graph().operation(node) != null;
    } finally {
      using.unlock();
    }
  }

  /**
   * A node of a signature that is none of its outputs, for all rows in one run.
   *
   * @param reading makes something of its tensor, which is closed behind it
   */
  <T> T node(String node, Call<?> call, Function<Tensor, T> reading) {
    Lock using = using();
    try {
      Session.Runner runner = session.runner().fetch(node);
      Map<String, Tensor> tensors = GraphTensors.inputs(specs.of(call.signature()), call.inputs());
      try {
        for (Input input : call.inputs()) {
          runner.feed(
              call.signature().node(input.part().node()),
              Objects.requireNonNull(tensors.get(input.name())));
        }
        try (Result result = runner.run()) {
          return reading.apply(result.get(0));
        }
      } finally {
        tensors.values().forEach(Tensor::close);
      }
    } finally {
      using.unlock();
    }
  }

  /** K, the codes that {@code score} draws for each image, where the graph tells it. */
  OptionalInt scoreSamples() {
    Lock using = using();
    try {
      Operation noise = session.graph().operation(PosteriorSignatures.SCORE_NOISE);
      if (noise == null || noise.numOutputs() == 0 || noise.output(0).shape().numDimensions() < 1) {
        return OptionalInt.empty();
      }
      long samples = noise.output(0).shape().get(0);
      return samples < 1 || samples > Integer.MAX_VALUE
          ? OptionalInt.empty()
          : OptionalInt.of((int) samples);
    } finally {
      using.unlock();
    }
  }

  /** Nobody closes it until the lock is given back. */
  private Lock using() {
    Lock lock = use.readLock();
    lock.lock();
    if (closed) {
      lock.unlock();
      throw new IllegalStateException("this model has been closed");
    }
    return lock;
  }

  /** Frees the native memory; closing twice does nothing. */
  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        release.run();
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
