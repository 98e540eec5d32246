package io.github.vaegraph.check;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/** Tests every rule of TensorFlow Serving's on an exported folder. */
public final class ModelCheck {
  /** What an array holds on every JVM, and TensorFlow reads. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - 16L;

  /** The rules that only running a model can tell, in their order. */
  public static final List<Rule> RUNNING =
      List.of(Rule.LOADS, Rule.WEIGHTS, Rule.RESULTS, Rule.ROWS, Rule.WARM_UP);

  private ModelCheck() {}

  /**
   * Tests every rule but that of the folder's name, in the order of {@link Rule}. The model is run
   * in this process, whatever it does: for those that were made here, or in a process of its own.
   *
   * @param folder holds {@code saved_model.pb}
   * @throws IOException when that is no SavedModel at all
   */
  public static List<Finding> check(Path folder) throws IOException {
    Read read = readOnly(folder);
    List<Finding> findings = new ArrayList<>(read.findings());
    if (read.contents().isPresent()) {
      run(folder, findings::add);
    }
    return findings;
  }

  /**
   * What could be said without running anything.
   *
   * @param contents of the graph that is served; empty where there is none, or several
   */
  public record Read(List<Finding> findings, Optional<GraphContents> contents) {
    /** Copies the findings. */
    public Read {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Tests the rules that can be read off the files. Nothing of the model is run.
   *
   * @param folder holds {@code saved_model.pb}
   * @throws IOException when that is no SavedModel at all
   */
  public static Read readOnly(Path folder) throws IOException {
    SavedModel saved = read(folder);
    List<MetaGraphDef> tagged = tagged(saved);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.of(
            Rule.TAG,
            tagged.size() == 1
                ? List.of()
                : List.of(
                    "expected one graph with the tag serve, found the tags "
                        + saved.getMetaGraphsList().stream()
                            .map(graph -> graph.getMetaInfoDef().getTagsList())
                            .toList())));
    if (tagged.size() != 1) {
      return new Read(findings, Optional.empty());
    }
    MetaGraphDef served = tagged.get(0);
    SignatureRules.breaches(signatures(served))
        .forEach((rule, breaches) -> findings.add(Finding.of(rule, breaches)));
    GraphRules graph = new GraphRules(served);
    findings.add(Finding.of(Rule.DEVICES, graph.devices()));
    findings.add(Finding.of(Rule.OPS, graph.ops()));
    GraphContents contents = GraphContents.of(served);
    findings.add(
        contents.refused().isEmpty() && !contents.contained().isEmpty()
            ? Finding.untested(Rule.HARMLESS, contents.contained())
            : Finding.of(Rule.HARMLESS, contents.refused()));
    findings.add(Finding.of(Rule.INFERENCE, graph.inference()));
    findings.add(BatchingFile.check(folder));
    return new Read(findings, Optional.of(contents));
  }

  /**
   * Loads the model and tests the rules that only a call can tell, {@link #RUNNING}, as long as it
   * can be loaded. It is run in this process, whatever it does.
   *
   * @param told each finding as soon as there is one
   * @throws IOException when the folder holds no SavedModel with one graph to serve
   */
  public static void run(Path folder, Consumer<Finding> told) throws IOException {
    Map<String, SignatureDef> signatures = signatures(servedGraph(folder));
    LoadedModel loaded;
    try {
      loaded = LoadedModel.load(folder);
    } catch (IOException e) {
      told.accept(Finding.of(Rule.LOADS, List.of(String.valueOf(e.getMessage()))));
      return;
    }
    try (LoadedModel model = loaded) {
      told.accept(Finding.of(Rule.LOADS, List.of()));
      RunRules running = new RunRules(model, signatures);
      told.accept(running.weights());
      running.findings().forEach(told);
      told.accept(running.warmUp(folder));
    }
  }

  /** Tests a version's folder: its name as well. */
  public static Finding version(Path folder) {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    return Finding.of(
        Rule.VERSION,
        // Of 64 bits, as a server reads it.
        name.matches("[0-9]+")
                && new BigInteger(name).compareTo(BigInteger.valueOf(Long.MAX_VALUE)) <= 0
            ? List.of()
            : List.of("expected a whole number as the folder's name, found " + name));
  }

  /**
   * The graph that TensorFlow Serving loads.
   *
   * @throws IOException when the folder holds no SavedModel, or none with the tag {@code serve}
   */
  public static MetaGraphDef servedGraph(Path folder) throws IOException {
    List<MetaGraphDef> tagged = tagged(read(folder));
    if (tagged.size() != 1) {
      throw new IOException(
          "%s: expected one graph with the tag serve, found %s".formatted(folder, tagged.size()));
    }
    return tagged.get(0);
  }

  /** The signatures by name; the one that only tells TensorFlow what to initialize is none. */
  public static Map<String, SignatureDef> signatures(MetaGraphDef graph) {
    Map<String, SignatureDef> signatures = new TreeMap<>(graph.getSignatureDefMap());
    signatures.keySet().removeIf(key -> key.startsWith("__saved_model"));
    return signatures;
  }

  private static SavedModel read(Path folder) throws IOException {
    Path file = folder.resolve("saved_model.pb");
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          folder + ": expected a SavedModel, found no saved_model.pb in it; is it a whole copy?");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(
          folder + ": the SavedModel's saved_model.pb has more than 2 GiB; is it damaged?");
    }
    try {
      SavedModel saved = SavedModel.parseFrom(Files.readAllBytes(file));
      if (saved.getMetaGraphsCount() > 0) {
        return saved;
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + ": expected a SavedModel, found other or damaged bytes", e);
    }
    throw new IOException(file + ": expected a SavedModel, found no graph in it");
  }

  /** TensorFlow loads the first; that there is another is a breach of a rule. */
  private static List<MetaGraphDef> tagged(SavedModel saved) {
    return saved.getMetaGraphsList().stream()
        .filter(
            graph ->
                Set.copyOf(graph.getMetaInfoDef().getTagsList())
                    .equals(Set.of(SavedModelBundle.DEFAULT_TAG)))
        .toList();
  }
}
