package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.picture.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder = Path.of("");
  private static Path data = Path.of("");
  private static Path run = Path.of("");
  private static Vae trained = new Vae(-1, "", "");

  @BeforeAll
  static void train() throws IOException {
    data = TinyData.idx(folder.resolve("tiny"));
    run = folder.resolve("run");
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      trained =
          Vae.train(
              data, run, "--epochs", "2", "--samples", "20", "--out", folder.resolve("sm") + "");
    } finally {
      Locale.setDefault(before);
    }
    trained.succeeded();
  }

  @Test
  void everyEpochHasItsLineOfMetrics() throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    assertThat(lines).hasSize(2);
    for (int epoch = 1; epoch <= 2; epoch++) {
      JsonNode line = JSON.readTree(lines.get(epoch - 1));
      assertThat(line.fieldNames())
          .toIterable()
          .containsExactly(
              "format",
              "epoch",
              "steps",
              "train",
              "validation",
              "bound",
              "validationBound",
              "learningRate",
              "beta",
              "imagesPerSecond",
              "seconds");
      assertThat(line.get("epoch").asInt()).isEqualTo(epoch);
      assertThat(line.get("steps").asInt()).isEqualTo(6 * epoch); // 54 images in batches of 10
      for (String split : List.of("train", "validation")) {
        JsonNode figures = line.get(split);
        assertThat(figures.fieldNames())
            .toIterable()
            .containsExactly("negativeElbo", "rate", "distortion");
        double sum = figures.get("rate").asDouble() + figures.get("distortion").asDouble();
        assertThat(figures.get("negativeElbo").asDouble()).isCloseTo(sum, within(1e-9));
      }
    }
  }

  @Test
  void evaluationTellsFiguresAndProtocol() throws IOException {
    JsonNode evaluation = JSON.readTree(run.resolve("evaluation.json").toFile());
    assertThat(evaluation.fieldNames())
        .toIterable()
        .contains(
            "negativeElbo",
            "rate",
            "distortion",
            "negativeLogLikelihood",
            "samples",
            "images",
            "split",
            "binarization",
            "seed");
    assertThat(evaluation.get("samples").asInt()).isEqualTo(20);
    assertThat(evaluation.get("images").asInt()).isEqualTo(20);
    assertThat(evaluation.get("split").asText()).isEqualTo("test");
    assertThat(evaluation.get("binarization").asText()).isEqualTo("dynamic");
    // Jensen's inequality, in the mean over 20 images and far beyond the estimates' noise here.
    assertThat(evaluation.get("negativeLogLikelihood").asDouble())
        .isLessThan(evaluation.get("negativeElbo").asDouble());
  }

  @Test
  void runHoldsPicturesCheckpointsAndNothingHalfWritten() throws IOException {
    List<String> pictures = new ArrayList<>(List.of("samples", "reconstructions", "manifold"));
    if (Pictures.textAvailable()) {
      pictures.addAll(List.of("curves", "latents"));
    }
    for (String picture : pictures) {
      assertThat(ImageIO.read(run.resolve(picture + ".png").toFile())).as(picture).isNotNull();
    }
    try (var all = Files.walk(run)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .contains("step-000000006", "step-000000012")
          .noneMatch(name -> name.contains("partial") || name.contains("incomplete"));
    }
  }

  @Test
  void modelIsExportedAsVersionOne() {
    assertThat(folder.resolve("sm/tiny/1/saved_model.pb")).isRegularFile();
  }

  @Test
  void withoutATerminalThereIsOneLineAnEpochAndNoControlCharacter() {
    assertThat(trained.err().lines().filter(line -> line.startsWith("epoch "))).hasSize(2);
    assertThat(trained.err() + trained.out()).matches("(?s)[\\P{Cntrl}\\n]*");
  }

  @Test
  void summaryTellsFiguresSpeedAndWhatToDoNext() {
    assertThat(trained.out())
        .contains("negative ELBO", "rate", "distortion", "negative log-likelihood")
        .containsPattern("\\d+ training steps a second")
        .contains("run       " + run, "exported  " + folder.resolve("sm/tiny/1"), "vae evaluate");
  }

  @Test
  void numbersHavePointsUnderAGermanLocale() throws IOException {
    assertThat(trained.out())
        .containsPattern("negative ELBO +\\d+\\.\\d\\d \\+- \\d+\\.\\d\\d nats");
    assertThat(trained.err()).containsPattern("distortion \\d+\\.\\d\\d");
    assertThat(Files.readString(run.resolve("config.json")))
        .contains("\"learningRate\" : \"0.001\"");
  }

  @Test
  void configurationRepeatsTheRunBitForBit() throws IOException {
    JsonNode config = JSON.readTree(run.resolve("config.json").toFile());
    List<String> command = new ArrayList<>();
    config.get("command").forEach(word -> command.add(word.asText()));
    Path again = folder.resolve("again");
    command.set(command.indexOf(run.toString()), again.toString());
    command.set(command.indexOf("--out") + 1, folder.resolve("sm-again").toString());
    Vae.run(command.toArray()).succeeded();
    assertThat(Vae.weights(again)).isEqualTo(Vae.weights(run));
    for (String key : List.of("data", "dataset", "model", "training")) {
      assertThat(JSON.readTree(again.resolve("config.json").toFile()).get(key))
          .isEqualTo(config.get(key));
    }
  }

  @Test
  void anotherSeedTrainsOtherWeights() throws IOException {
    Path other = folder.resolve("other-seed");
    Vae.train(data, other, "--epochs", "2", "--seed", "1", "--no-export").succeeded();
    Map<String, String> weights = Vae.weights(other);
    assertThat(weights.keySet()).isEqualTo(Vae.weights(run).keySet());
    Vae.weights(run)
        .forEach((name, values) -> assertThat(weights.get(name)).as(name).isNotEqualTo(values));
  }

  @Test
  void aRunIsNeverOverwritten() throws IOException {
    String before = Files.readString(run.resolve("config.json"));
    Vae.train(data, run).refused("run", "empty folder", "--run");
    assertThat(run.resolve("config.json")).hasContent(before);
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(2);
  }

  /** The folder of the models is a file by the time of the export. */
  @Test
  void aFailedExportHidesNeitherFiguresNorPictures() throws IOException {
    Path failing = folder.resolve("failing");
    Path out = failing.resolve("samples.png");
    Vae vae = Vae.train(data, failing, "--out", out.toString());
    vae.refused("samples.png", "cannot be written", "--resume " + failing, "vae export " + failing);
    assertThat(vae.out())
        .contains("negative ELBO", "training steps a second", "run       " + failing)
        .doesNotContain("exported", "next:");
    assertThat(failing.resolve("evaluation.json")).exists();
    assertThat(ImageIO.read(out.toFile())).isNotNull();
    Vae again = Vae.run("train", "--resume", failing);
    again.refused("samples.png");
    assertThat(again.out()).contains("negative ELBO").doesNotContain("steps a second");
    Vae.run("export", failing, "--out", folder.resolve("sm-failing")).succeeded();
  }

  @Test
  void aTerminalShowsABarInsteadOfLines() {
    List<String> args = Vae.training(data, folder.resolve("bar"), "--no-export");
    Vae vae = Vae.run(true, args.toArray()).succeeded();
    assertThat(vae.err()).contains("train", "\r").doesNotContain("epoch 1/1  negative");
    assertThat(vae.out()).contains("negative ELBO").doesNotContain("\r");
  }
}
