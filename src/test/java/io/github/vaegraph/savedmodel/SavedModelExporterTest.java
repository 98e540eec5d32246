package io.github.vaegraph.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.Step;
import io.github.vaegraph.model.VaeSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** What TensorFlow Serving demands of an export, and what is never exported. */
final class SavedModelExporterTest {
  private static final ModelConfig CONFIG = TestExports.bernoulli();

  @TempDir static Path checkpoints = Path.of("");
  @TempDir Path base = Path.of("");
  private Path exported = Path.of("");

  @BeforeAll
  static void saveCheckpoints() throws IOException {
    for (int seed = 0; seed < 2; seed++) {
      TestExports.checkpoint(CONFIG, seed, checkpoints.resolve("seed" + seed));
    }
  }

  private static SavedModelExporter.Source source(Path checkpoint) {
    return new SavedModelExporter.Source(CONFIG, checkpoint, 20, TestExports.batch(20));
  }

  private SavedModelExporter.Target target(String name) {
    return new SavedModelExporter.Target(base, name, OptionalInt.empty());
  }

  private Path export(Path checkpoint) throws IOException {
    Map<String, byte[]> extras = Map.of("config.json", new byte[] {'{', '}'});
    return SavedModelExporter.export(source(checkpoint), target("model"), model -> extras);
  }

  @BeforeEach
  void export() throws IOException {
    exported = export(checkpoints.resolve("seed0"));
  }

  private MetaGraphDef metaGraph() throws IOException {
    SavedModel model = SavedModel.parseFrom(Files.readAllBytes(exported.resolve("saved_model.pb")));
    assertThat(model.getMetaGraphsCount()).isEqualTo(1);
    return model.getMetaGraphs(0);
  }

  @Test
  void versionsCountOnFromTheLargest() throws IOException {
    assertThat(exported).isEqualTo(base.resolve("model/1"));
    assertThat(export(checkpoints.resolve("seed1"))).isEqualTo(base.resolve("model/2"));
    Files.createDirectory(base.resolve("model/7"));
    Files.createDirectory(base.resolve("model/latest"));
    assertThat(export(checkpoints.resolve("seed0"))).isEqualTo(base.resolve("model/8"));
    assertThat(exported.resolve("assets.extra/config.json")).hasContent("{}");
    try (Stream<Path> entries = Files.list(base.resolve("model"))) {
      assertThat(entries.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(".lock", "1", "2", "7", "8", "latest");
    }
  }

  @Test
  void signaturesAreThoseThatServingCalls() throws IOException {
    Map<String, SignatureDef> signatures = metaGraph().getSignatureDefMap();
    assertThat(metaGraph().getMetaInfoDef().getTagsList()).containsExactly("serve");
    String image = "DT_FLOAT[-1, 4, 3, 3]";
    String codes = "DT_FLOAT[-1, 5]";
    Map<String, String> posterior = Map.of("mean", codes, "log_variance", codes);
    Map<String, List<Map<String, String>>> expected =
        Map.of(
            "encode", List.of(Map.of("image", image), posterior),
            "serving_default", List.of(Map.of("image", image), posterior),
            "generate", List.of(Map.of("seed", "DT_INT64[-1]"), Map.of("image", image, "z", codes)),
            "generate_from_noise",
                List.of(Map.of("noise", codes), Map.of("image", image, "z", codes)),
            "decode", List.of(Map.of("z", codes), Map.of("image", image)),
            "reconstruct", List.of(Map.of("image", image), Map.of("image", image)),
            "interpolate",
                List.of(
                    Map.of("start", image, "end", image, "position", "DT_FLOAT[-1]"),
                    Map.of("image", image)),
            "sample",
                List.of(
                    Map.of("image", image, "seed", "DT_INT64[-1]"),
                    Map.of("image", image, "z", codes)),
            "score",
                List.of(
                    Map.of("image", image, "seed", "DT_INT64[-1]"),
                    Map.of("elbo", "DT_FLOAT[-1]", "log_likelihood", "DT_FLOAT[-1]")));
    assertThat(signatures.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensors) -> {
          SignatureDef signature = Objects.requireNonNull(signatures.get(name));
          assertThat(signature.getMethodName()).isEqualTo("tensorflow/serving/predict");
          assertThat(described(signature.getInputsMap())).isEqualTo(tensors.get(0));
          assertThat(described(signature.getOutputsMap())).isEqualTo(tensors.get(1));
        });
    try (SavedModelBundle bundle = SavedModelBundle.load(exported.toString(), "serve")) {
      assertThat(bundle.signatures()).hasSize(9);
    }
  }

  private static Map<String, String> described(Map<String, TensorInfo> tensors) {
    return tensors.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry ->
                    entry.getValue().getDtype()
                        + entry.getValue().getTensorShape().getDimList().stream()
                            .map(TensorShapeProto.Dim::getSize)
                            .toList()
                            .toString()));
  }

  @Test
  void checkpointAndExportGiveTheSameResults() throws IOException {
    try (InferenceModel loaded = InferenceModel.load(exported);
        InferenceModel restored = InferenceModel.restore(CONFIG, checkpoints.resolve("seed0"))) {
      long[] seeds = new Random(1).longs(1100).toArray(); // more rows than one run takes
      assertThat(loaded.generate(seeds).images().values())
          .isEqualTo(restored.generate(seeds).images().values());
      assertThat(loaded.info()).isEqualTo(restored.info());
    }
  }

  @Test
  void gateRefusesAnotherModelsExport() throws IOException {
    ExportGate.check(source(checkpoints.resolve("seed0")), exported);
    assertThatThrownBy(() -> ExportGate.check(source(checkpoints.resolve("seed1")), exported))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the export differs from the model: encode mean");
  }

  @Test
  void modelWithoutNumbersIsRefusedAndNothingButTheLockIsLeft() throws IOException {
    Path ruined = checkpoints.resolve("ruined");
    try (VaeSession session = TestExports.initialized(CONFIG, 0)) {
      session.step(new Step(new Batch(TestExports.images(5), 5), 0, 0, Float.NaN, 1));
      session.save(ruined);
    }
    assertThatThrownBy(() -> export(ruined))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("NaN");
    try (Stream<Path> entries = Files.list(base.resolve("model"))) {
      assertThat(entries).containsExactlyInAnyOrder(exported, base.resolve("model/.lock"));
    }
    assertThatThrownBy(
            () -> SavedModelExporter.export(source(ruined), target("other"), model -> Map.of()))
        .isInstanceOf(IOException.class);
    try (Stream<Path> entries = Files.list(base.resolve("other"))) {
      assertThat(entries).containsExactly(base.resolve("other/.lock"));
    }
  }
}
