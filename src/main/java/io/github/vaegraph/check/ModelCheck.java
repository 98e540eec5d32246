package io.github.vaegraph.check;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/** Tests every rule of TensorFlow Serving's on an exported folder. */
public final class ModelCheck {
  private ModelCheck() {}

  /**
   * Tests every rule but that of the folder's name, in the order of {@link Rule}.
   *
   * @param folder holds {@code saved_model.pb}
   * @throws IOException when that is no SavedModel at all
   */
  public static List<Finding> check(Path folder) throws IOException {
    SavedModel saved = read(folder);
    Optional<MetaGraphDef> tagged = tagged(saved);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.of(
            Rule.TAG,
            tagged.isPresent()
                ? List.of()
                : List.of(
                    "expected a graph with the tag serve, found the tags "
                        + saved.getMetaGraphsList().stream()
                            .map(graph -> graph.getMetaInfoDef().getTagsList())
                            .toList())));
    if (tagged.isEmpty()) {
      return findings;
    }
    Map<String, SignatureDef> signatures = signatures(tagged.get());
    SignatureRules.breaches(signatures)
        .forEach((rule, breaches) -> findings.add(Finding.of(rule, breaches)));
    GraphRules graph = new GraphRules(tagged.get());
    findings.add(Finding.of(Rule.DEVICES, graph.devices()));
    findings.add(Finding.of(Rule.OPS, graph.ops()));
    findings.add(Finding.of(Rule.INFERENCE, graph.inference()));
    findings.add(BatchingFile.check(folder));
    try (LoadedModel model = LoadedModel.load(folder)) {
      findings.add(Finding.of(Rule.LOADS, List.of()));
      RunRules running = new RunRules(model, signatures);
      findings.addAll(running.findings());
      findings.add(running.warmUp(folder));
    } catch (IOException e) {
      findings.add(Finding.of(Rule.LOADS, List.of(String.valueOf(e.getMessage()))));
    }
    return findings;
  }

  /** Tests a version's folder: its name as well. */
  public static Finding version(Path folder) {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    return Finding.of(
        Rule.VERSION,
        name.matches("[0-9]{1,18}")
            ? List.of()
            : List.of("expected a whole number as the folder's name, found " + name));
  }

  /**
   * The graph that TensorFlow Serving loads.
   *
   * @throws IOException when the folder holds no SavedModel, or none with the tag {@code serve}
   */
  public static MetaGraphDef servedGraph(Path folder) throws IOException {
    return tagged(read(folder))
        .orElseThrow(() -> new IOException(folder + ": expected a graph with the tag serve"));
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

  private static Optional<MetaGraphDef> tagged(SavedModel saved) {
    return saved.getMetaGraphsList().stream()
        .filter(
            graph ->
                graph.getMetaInfoDef().getTagsList().equals(List.of(SavedModelBundle.DEFAULT_TAG)))
        .findFirst();
  }
}
