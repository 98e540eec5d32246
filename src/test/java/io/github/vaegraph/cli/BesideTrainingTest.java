package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.savedmodel.InferenceModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command on a run that another program is training, whose checkpoints live for some
 * milliseconds: it works on one whole checkpoint, and what it tells is of these very weights.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BesideTrainingTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder = Path.of("");
  private Path data = Path.of("");
  private Path run = Path.of("");
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void train() throws Exception {
    data = TinyData.idx(folder.resolve("data"));
    run = folder.resolve("run");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(
        Vae.training(data, run, "--no-export", "--export", "last", "--epochs", "100000000"));
    started.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start());
    while (log().size() < 10) {
      assertThat(started.get(0).isAlive()).as(said()).isTrue();
      Thread.sleep(20);
    }
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }

  /** Its whole lines. */
  private List<String> log() throws IOException {
    Path log = run.resolve("metrics.jsonl");
    String text = Files.exists(log) ? Files.readString(log) : "";
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  @AfterEach
  void stop() throws Exception {
    for (Process training : started) {
      training.destroy(); // it saves where it stands
      assertThat(training.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    started.clear();
  }

  private JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  /** The log's validation figure after so many steps, which training itself wrote. */
  private double logged(long steps) throws IOException {
    for (String line : log()) {
      JsonNode epoch = JSON.readTree(line);
      if (epoch.get("steps").asLong() == steps) {
        return epoch.get("validation").get("negativeElbo").asDouble();
      }
    }
    throw new AssertionError("no epoch ends after step " + steps);
  }

  private Path only(Path parent) throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      return all.findFirst().orElseThrow();
    }
  }

  @Test
  void everyCommandWorksOnOneWholeCheckpointAndTellsWhich() throws Exception {
    Path models = folder.resolve("models");
    Path codes = folder.resolve("codes.csv");
    Object[][] commands = {
      {"inspect", run},
      {"generate", run, "--count", 4, "--out", folder.resolve("grid.png")},
      {"encode", run, "--data", data, "--split", "test", "--out", codes},
      {"decode", run, "--codes", codes, "--out", folder.resolve("decoded.npy")},
      {"reconstruct", run, "--data", data, "--out", folder.resolve("reconstructed.png")},
      {"traverse", run, "--data", data, "--out", folder.resolve("traversed.png")},
      {"score", run, "--data", data, "--out", folder.resolve("scores.csv")},
      {"report", run, "--out", folder.resolve("page.html")},
      {"export", run, "--unevaluated", "--out", models, "--name", "live"},
    };
    for (Object[] command : commands) {
      Vae vae = Vae.run(command).succeeded();
      assertThat(vae.err()).as(List.of(command).toString()).doesNotContain("cannot be read");
    }
    for (int i = 0; i < 3; i++) {
      Vae vae = Vae.run("evaluate", run, "--split", "validation", "--json").succeeded();
      JsonNode figures = JSON.readTree(vae.out());
      long step = figures.get("weights").get("step").asLong();
      // The same images, binarization and noise as training's own validation.
      assertThat(figures.get("negativeElbo").asDouble()).isCloseTo(logged(step), within(1e-4));
    }
    Path version = models.resolve("live/1");
    try (InferenceModel exported = InferenceModel.load(version)) {
      assertThat(json(version.resolve("assets.extra/scores.json")).get("weights").asText())
          .isEqualTo(exported.weightsSha256());
    }
  }

  @Test
  void figuresOfOtherWeightsAreToldByNobody() throws Exception {
    Vae.run("evaluate", run, "--samples", "3").succeeded();
    stop();
    // Where the training was between two checkpoints for long enough, they were told at once.
    Path told = run.resolve("evaluation.json");
    if (!Files.exists(told)) {
      Files.copy(only(run.resolve("evaluations")), told);
    }
    JsonNode stale = json(told).get("weights");
    String elbo = "%.2f".formatted(json(told).get("negativeElbo").asDouble());
    long step = stale.get("step").asLong();
    String other = "is of other weights (step " + step + ", weights ";
    Path models = folder.resolve("models");

    Vae.run("export", run, "--out", models, "--name", "tiny")
        .refused("expected an evaluation.json, found that evaluation.json " + other);
    Vae unevaluated = Vae.run("export", run, "--out", models, "--unevaluated", "--name", "tiny");
    assertThat(unevaluated.succeeded().err()).contains(other);
    Path version = models.resolve("tiny/1/assets.extra");
    assertThat(version.resolve("evaluation.json")).doesNotExist();
    assertThat(Files.readString(version.resolve("model-card.md"), StandardCharsets.UTF_8))
        .contains("It has not been evaluated.");
    Vae inspected = Vae.run("inspect", run).succeeded();
    assertThat(inspected.err()).contains(other);
    assertThat(inspected.out()).doesNotContain(elbo);
    Path page = folder.resolve("page.html");
    Vae.run("report", run, "--out", page).succeeded();
    assertThat(Files.readString(page)).contains(other).doesNotContain("\"value\">" + elbo);

    JsonNode now = JSON.readTree(Vae.run("evaluate", run, "--json").succeeded().out());
    assertThat(now.get("weights").get("step").asLong()).isGreaterThan(step);
    assertThat(json(told)).isEqualTo(now);
    Vae.run("export", run, "--out", models, "--name", "tiny").succeeded();
    Path evaluated = models.resolve("tiny/2/assets.extra");
    assertThat(json(evaluated.resolve("evaluation.json"))).isEqualTo(now);
    try (InferenceModel exported = InferenceModel.load(models.resolve("tiny/2"))) {
      assertThat(exported.weightsSha256()).isEqualTo(now.get("weights").get("sha256").asText());
    }
    // Another export's evaluation is noticed.
    Files.writeString(
        evaluated.resolve("evaluation.json"),
        Files.readString(evaluated.resolve("evaluation.json"))
            .replace(now.get("weights").get("sha256").asText(), "0".repeat(64)));
    assertThat(Vae.run("inspect", models.resolve("tiny/2")).succeeded().err())
        .contains("evaluation.json is of other weights");
  }
}
