package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.VaeModel;
import io.github.vaegraph.client.StandInServer;
import io.github.vaegraph.run.RunDirectory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs and exports from before our JSON files said their format: every command takes them, and
 * comes to what the program of that time came to. It made the files by {@code make.py} beside them;
 * what is expected here was written by it, and compared without a reader of ours.
 */
final class OldRunsTest {
  private static final Path MADE = Path.of("src/test/resources/old-runs");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Figures and values may differ as sums do that are added in another order. */
  private static final double FIGURES = 1e-3;

  private static final double VALUES = 1e-4;

  @TempDir Path home = Path.of("");

  /** Copies all, and makes the copy the folder that the files speak of. */
  @BeforeEach
  void copy() throws IOException {
    String path = home.toString().replace("\\", "\\\\"); // as it stands in JSON
    try (Stream<Path> files = Files.walk(MADE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = home.resolve(MADE.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling(""));
        if (file.toString().endsWith(".json")) {
          Files.writeString(copy, Files.readString(file).replace("@HOME@", path));
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private Path run(String name) {
    return home.resolve("runs").resolve(name);
  }

  private Path exported(String name) {
    return home.resolve("models").resolve(name).resolve("1");
  }

  private Path output(String name, String file) {
    return home.resolve("outputs").resolve(name).resolve(file);
  }

  /** The options that say what an old run was trained on. */
  private List<Object> data(String name) {
    return name.equals("gaussian")
        ? List.of(
            "--data",
            home.resolve("glow.csv"),
            "--shape",
            "6x6",
            "--label-column",
            "last",
            "--max-value",
            "200")
        : List.of("--data", home.resolve("strokes"));
  }

  private static Vae run(List<Object> command, List<Object> more, Object... most) {
    return Vae.run(Stream.of(command, more, Arrays.asList(most)).flatMap(List::stream).toArray());
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  private static void assertSameFigures(JsonNode now, JsonNode then) {
    then.properties()
        .forEach(
            figure -> {
              JsonNode value = now.path(figure.getKey());
              if (figure.getValue().isDouble()) {
                assertThat(value.doubleValue())
                    .as(figure.getKey())
                    .isCloseTo(figure.getValue().doubleValue(), within(FIGURES));
              } else {
                assertThat(value).as(figure.getKey()).isEqualTo(figure.getValue());
              }
            });
  }

  /**
   * Codes are drawn from other numbers than then, and test images binarized from one seed: figures
   * differ by less than four of the errors that they had if they were drawn from all images.
   */
  private static void assertFiguresDifferByNoise(JsonNode now, JsonNode then) {
    for (String name : List.of("samples", "images", "split", "binarization")) {
      assertThat(now.get(name)).as(name).isEqualTo(then.get(name));
    }
    now.get("standardErrors")
        .properties()
        .forEach(
            error ->
                assertThat(now.path(error.getKey()).doubleValue())
                    .as(error.getKey())
                    .isCloseTo(
                        then.path(error.getKey()).doubleValue(),
                        within(4 * error.getValue().doubleValue())));
    if (now.get("seed").equals(then.get("seed")) && then.path("rate").isDouble()) {
      // In closed form, so that no noise is in it.
      assertThat(now.get("rate").doubleValue())
          .isCloseTo(then.get("rate").doubleValue(), within(FIGURES));
    }
  }

  private static void assertSamePicture(BufferedImage now, Path then) throws IOException {
    BufferedImage expected = ImageIO.read(then.toFile());
    assertThat(List.of(now.getWidth(), now.getHeight()))
        .isEqualTo(List.of(expected.getWidth(), expected.getHeight()));
    for (int y = 0; y < now.getHeight(); y++) {
      for (int x = 0; x < now.getWidth(); x++) {
        // A grey level more or less is what rounding makes of a last bit.
        assertThat(now.getRaster().getSample(x, y, 0))
            .as("%s at %d, %d", then, x, y)
            .isCloseTo(expected.getRaster().getSample(x, y, 0), within(1));
      }
    }
  }

  private static void assertSameTable(Path now, Path then) throws IOException {
    // The row is told since then.
    List<String> lines =
        Files.readAllLines(now).stream()
            .map(line -> line.substring(line.indexOf(',') + 1))
            .toList();
    List<String> expected = Files.readAllLines(then);
    assertThat(lines).hasSameSizeAs(expected).startsWith(expected.get(0));
    for (int line = 1; line < lines.size(); line++) {
      double[] values =
          Stream.of(lines.get(line).split(",")).mapToDouble(Double::valueOf).toArray();
      double[] those =
          Stream.of(expected.get(line).split(",")).mapToDouble(Double::valueOf).toArray();
      assertThat(values).as("line %d", line).containsExactly(those, within(VALUES));
    }
  }

  /** Holds what commands compute to what the run's own program computed. */
  private void assertComputesAsThen(String name, Path model) throws IOException {
    assertGeneratesAsThen(name, List.of("generate", model));
    assertEncodesAsThen(name, List.of("encode", model));
    assertReconstructsAsThen(name, List.of("reconstruct", model));
  }

  private void assertGeneratesAsThen(String name, List<Object> command) throws IOException {
    Path out = home.resolve("now.png");
    run(command, List.of("--count", 9, "--seed", 5), "--out", out).succeeded();
    assertSamePicture(ImageIO.read(out.toFile()), output(name, "generate.png"));
  }

  private void assertEncodesAsThen(String name, List<Object> command) throws IOException {
    Path out = home.resolve("now.csv");
    run(command, data(name), "--out", out).succeeded();
    assertSameTable(out, output(name, "encode.csv"));
  }

  private void assertReconstructsAsThen(String name, List<Object> command) throws IOException {
    Path out = home.resolve("now.png");
    run(command, data(name), "--count", 3, "--out", out).succeeded();
    assertSamePicture(ImageIO.read(out.toFile()), output(name, "reconstruct.png"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli", "gaussian", "autoencoder", "java", "uninterrupted"})
  void evaluationComesToTheFiguresOfThenButForNoise(String name) throws IOException {
    JsonNode then = json(run(name).resolve("evaluation.json"));
    List<Object> samples =
        name.equals("autoencoder") ? List.of() : List.of("--samples", then.get("samples").asInt());
    run(List.of("evaluate", run(name)), samples, "--seed", then.get("seed").asLong()).succeeded();
    assertFiguresDifferByNoise(json(run(name).resolve("evaluation.json")), then);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli", "gaussian", "autoencoder", "java"})
  void runsComputeWhatTheyComputedThen(String name) throws IOException {
    assertComputesAsThen(name, run(name));
    try (VaeModel model = VaeModel.load(run(name))) {
      float[][] drawn = model.generate(5, 6, 7, 8, 9, 10, 11, 12, 13);
      assertSamePicture(model.picture(drawn, 3), output(name, "generate.png"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli", "gaussian", "autoencoder"})
  void exportsComputeWhatTheirRunsComputedThen(String name) throws IOException {
    assertComputesAsThen(name, exported(name));
    try (VaeModel model = VaeModel.load(exported(name).resolveSibling(""))) {
      float[][] drawn = model.generate(5, 6, 7, 8, 9, 10, 11, 12, 13);
      assertSamePicture(model.picture(drawn, 3), output(name, "generate.png"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli", "gaussian", "autoencoder"})
  void exportsCanBeServedAndAsked(String name) throws IOException {
    assertThat(Vae.run("check", exported(name)).succeeded().out())
        .contains("can be served")
        .doesNotContain("broken", "untested");
    try (StandInServer server = new StandInServer(exported(name))) {
      Object url = server.url();
      assertGeneratesAsThen(
          name, List.of("request", "--model", "digits", "--url", url, "generate"));
      assertEncodesAsThen(name, List.of("request", "--model", "digits", "--url", url, "encode"));
      Object grpc = "localhost:" + server.grpcPort();
      assertReconstructsAsThen(
          name, List.of("request", "--model", "digits", "--grpc", grpc, "reconstruct"));
    }
  }

  @Test
  void exportsAreTimed() {
    Vae timed =
        Vae.run("benchmark", "--serving", exported("autoencoder"), "--repetitions", 1).succeeded();
    assertThat(timed.out()).contains("encode");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli", "gaussian", "autoencoder", "java"})
  void runsAreExportedAnew(String name) throws IOException {
    Path base = home.resolve("new");
    Vae.run("export", run(name), "--out", base, "--name", name).succeeded();
    Vae.run("check", base.resolve(name)).succeeded();
    assertGeneratesAsThen(name, List.of("generate", base.resolve(name)));
    assertSameFigures(
        json(base.resolve(name).resolve("1/assets.extra/evaluation.json")),
        json(run(name).resolve("evaluation.json")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bernoulli   | likelihood   bernoulli | objective    elbo, beta 1.0, 1 samples | vae train --run
          gaussian    | likelihood   gaussian:learned | objective    elbo, beta ramp:0.5,2 | 66 train, 24 validation, 30 test
          autoencoder | network      mlp:8, tanh | posterior    point | negative ELBO
          java        | none: trained from Java | epochs 2, batch 10 | learning rate 0.001
          """)
  void inspectTellsWhatWasRecorded(String name, String one, String two, String three)
      throws IOException {
    List<Path> models =
        name.equals("java") ? List.of(run(name)) : List.of(run(name), exported(name));
    JsonNode then = json(run(name).resolve("evaluation.json"));
    for (Path model : models) {
      String out = Vae.run("inspect", model).succeeded().out();
      assertThat(out)
          .contains("images       6x6x1", one, two)
          .contains(String.format(Locale.ROOT, "%.2f", then.get("distortion").asDouble()));
      assertThat(out.contains(three)).isEqualTo(!name.equals("autoencoder"));
    }
  }

  @Test
  void reportShowsThemAll() throws IOException {
    Path page = home.resolve("page.html");
    List<String> names = List.of("bernoulli", "gaussian", "autoencoder", "java", "interrupted");
    List<Object> report = new ArrayList<>(List.of("report", "--out", page));
    names.forEach(name -> report.add(run(name)));
    Vae.run(report.toArray()).succeeded();
    String html = Files.readString(page);
    assertThat(html).doesNotContain("Left out").contains("Unfinished: the log holds 2 of 3 epochs");
    for (String name : names.subList(0, 4)) {
      JsonNode then = json(run(name).resolve("evaluation.json"));
      assertThat(html)
          .contains(String.format(Locale.ROOT, ">%.2f ", then.get("distortion").asDouble()));
    }
    Vae.run("report", run("bernoulli"), "--out", page).succeeded();
    assertThat(Files.readString(page))
        .contains("3 of 3 epochs", "<code>vae train ", "Samples")
        .doesNotContain("class=\"note\"");
  }

  @Test
  void anInterruptedRunComesToTheWeightsItWouldHaveComeToThen() throws IOException {
    Vae resumed = Vae.run("train", "--resume", run("interrupted")).succeeded();
    assertThat(resumed.err()).containsPattern("resume after step \\d+, in epoch 3");
    assertSameWeights(Vae.weights(run("interrupted")), Vae.weights(run("uninterrupted")));
    assertFiguresDifferByNoise(
        json(run("interrupted").resolve("evaluation.json")),
        json(run("uninterrupted").resolve("evaluation.json")));
    assertThat(RunDirectory.open(run("interrupted")).metrics()).hasSize(3);
  }

  /**
   * The same bits where the program computes in the same order. Another order changes the last of
   * 24 bits, and a step of Adam passes the change on: 1e-5 of a variable's largest value is room
   * for the few steps that were left, and thousands of times less than one of them moves.
   */
  private static void assertSameWeights(Map<String, String> now, Map<String, String> then) {
    assertThat(now).containsOnlyKeys(then.keySet());
    then.forEach(
        (variable, values) -> {
          double[] expected = numbers(values);
          double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
          assertThat(numbers(now.getOrDefault(variable, "[]")))
              .as(variable)
              .containsExactly(expected, within(1e-5 * largest));
        });
  }

  private static double[] numbers(String values) {
    String bare = values.substring(1, values.length() - 1);
    return Stream.of(bare.split(", ")).mapToDouble(Double::valueOf).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli", "gaussian", "autoencoder"})
  void finishedRunsKnowIt(String name) {
    Vae again = run(List.of("train", "--resume", run(name)), data(name)).succeeded();
    assertThat(again.out()).contains("is finished after 3 epochs");
    Vae.run("train", "--resume", run(name), "--hidden", "9")
        .refused("these differ: --hidden 9 (the run: 8)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli", "gaussian", "autoencoder"})
  void finishedRunsTrainOn(String name) throws IOException {
    List<String> before = Files.readAllLines(run(name).resolve("metrics.jsonl"));
    Vae.run("train", "--resume", run(name), "--epochs", 4).succeeded();
    List<String> after = Files.readAllLines(run(name).resolve("metrics.jsonl"));
    assertThat(after).hasSize(4).startsWith(before.toArray(String[]::new));
    assertThat(json(run(name).resolve("config.json")).at("/training/epochs").asInt()).isEqualTo(4);
    // Next to the old version, as the run was told to.
    assertThat(exported(name).resolveSibling("2")).isDirectory();
  }

  /** It exports to where the program is called from: in a process of its own, which is here. */
  @Test
  void aRunStartedFromJavaTrainsOn() throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "--resume",
                run("java").toString(),
                "--epochs",
                "3")
            .directory(home.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(said).isZero();
    assertThat(said).contains("on 40 test images", "exported");
    assertThat(RunDirectory.open(run("java")).metrics()).hasSize(3);
    assertThat(home.resolve("savedmodel/strokes/1/saved_model.pb")).exists();
  }
}
