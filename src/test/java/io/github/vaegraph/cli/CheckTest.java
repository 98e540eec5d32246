package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vae check}, and what {@code vae export} lays beside the graph. */
final class CheckTest {
  @TempDir static Path folder = Path.of("");
  private static Path run = Path.of("");
  private static Path models = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    Path data = TinyData.npy(folder.resolve("tiny.npy"));
    run = folder.resolve("run");
    models = folder.resolve("sm");
    Vae.train(data, run, "--out", models + "", "--name", "m").succeeded();
  }

  @Test
  void wholeExportHasNoFaultInAnyForm() {
    for (Path model : List.of(models.resolve("m/1"), models.resolve("m"))) {
      assertThat(Vae.run("check", model).succeeded().out())
          .contains("holds     batch axis", "holds     warm-up", "m/1 can be served")
          .doesNotContain("broken", "untested");
    }
  }

  @Test
  void faultIsToldWithItsReasonAndExitStatusOne() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("copy/latest"));
    for (String file : List.of("saved_model.pb", "variables/variables.index")) {
      Files.createDirectories(copy.resolve(file).resolveSibling(""));
      Files.copy(models.resolve("m/1").resolve(file), copy.resolve(file));
    }
    Vae vae = Vae.run("check", copy);
    assertThat(vae.status()).isEqualTo(1);
    assertThat(vae.err()).isEqualTo("vae: " + copy + " breaks 2 of 13 rules\n");
    assertThat(vae.out())
        .contains("broken    version", "expected a whole number", "found latest")
        .contains("why it matters: TensorFlow Serving skips folders")
        .contains("broken    loads");
  }

  @Test
  void whatIsNoExportIsRefused() throws IOException {
    Vae.run("check", folder.resolve("nothing")).refused("nothing there");
    Vae.run("check", run.resolve("config.json")).refused("a file");
    Vae.run("check", run).refused("expected an exported model, found a run");
    Path text = Files.createDirectories(folder.resolve("text/1"));
    Files.writeString(text.resolve("saved_model.pb"), "text");
    Vae.run("check", text).refused("expected a SavedModel, found other or damaged bytes");
  }

  @Test
  void exportComesWithAllThatAServerAndAUserNeed() throws IOException {
    Path version = models.resolve("m/1");
    Path requests = version.resolve("assets.extra/requests");
    try (Stream<Path> files = Files.list(requests)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "decode.json",
              "encode.json",
              "generate.json",
              "generate_from_noise.json",
              "interpolate.json",
              "reconstruct.json",
              "sample.json",
              "score.json",
              "serving_default.json");
    }
    JsonNode score = new ObjectMapper().readTree(requests.resolve("score.json").toFile());
    assertThat(score.get("signature_name").asText()).isEqualTo("score");
    JsonNode row = score.get("instances").get(0);
    assertThat(row.get("seed").isIntegralNumber()).isTrue();
    assertThat(row.get("image")).hasSize(4);
    assertThat(row.get("image").get(0)).hasSize(4);
    assertThat(row.get("image").get(0).get(0)).hasSize(1);
    assertThat(version.resolve("assets.extra/serving.json"))
        .hasContent("{ \"format\" : 1, \"scoreSamples\" : 64 }");
    assertThat(version.resolve("batching_params.pbtxt")).content().contains("max_batch_size");
    assertThat(version.resolve("assets.extra/model-card.md"))
        .content()
        .contains("# m\n", "vae train --out", "negative ELBO", "64 codes")
        .contains("curl -d @requests/score.json http://localhost:8501/v1/models/m:predict");
    assertThat(Vae.run("inspect", version).out()).contains("score        from 64 codes");
  }

  @Test
  void exportKeepsTheNewestAndTakesTheNumberOfCodes() {
    Path out = folder.resolve("kept");
    List<Object> export = List.of("export", run, "--out", out, "--name", "k");
    Vae.run(export.toArray()).succeeded();
    Vae.run("export", run, "--out", out, "--name", "k", "--score-samples", "3", "--keep", "1")
        .succeeded();
    assertThat(out.resolve("k/1")).doesNotExist();
    assertThat(Vae.run("inspect", out.resolve("k")).out()).contains("score        from 3 codes");
    Vae.run("export", run, "--out", out, "--keep", "0").refused("keep must be positive, was 0");
    Vae.run("export", run, "--out", out, "--score-samples", "0").refused("between 1 and 1000");
  }

  @Test
  void runThatWasNotEvaluatedIsExportedOnlyIfAskedFor() throws IOException {
    Path bare = folder.resolve("bare");
    for (String file : List.of("config.json", "checkpoints")) {
      try (Stream<Path> files = Files.walk(run.resolve(file))) {
        for (Path each : files.filter(Files::isRegularFile).toList()) {
          Path copy = bare.resolve(run.relativize(each).toString());
          Files.createDirectories(copy.resolveSibling(""));
          Files.copy(each, copy);
        }
      }
    }
    Path out = folder.resolve("unevaluated");
    Vae.run("export", bare, "--out", out).refused("evaluation.json", "--unevaluated");
    assertThat(out).doesNotExist();
    Vae.run("export", bare, "--out", out, "--unevaluated").succeeded();
  }
}
