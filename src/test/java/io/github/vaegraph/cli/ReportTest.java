package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.io.Unfinished;
import io.github.vaegraph.picture.Pictures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
  private static final String MARKUP = "<img src=x onerror=\"alert('1')\">";

  @TempDir static Path folder = Path.of("");
  private static Path data = Path.of("");
  private static Path trained = Path.of("");
  private static Path plain = Path.of("");

  private Path run = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    // A name that would be markup if it were not escaped.
    data = TinyData.npy(Files.createDirectories(folder.resolve(MARKUP)).resolve("tiny.npy"));
    trained = folder.resolve(MARKUP).resolve("trained");
    plain = folder.resolve("plain");
    Vae.train(data, trained, "--epochs", "3", "--no-export").succeeded();
    Vae.train(data, plain, "--objective", "ae", "--latent-dim", "3", "--no-export").succeeded();
  }

  @BeforeEach
  void copy() throws IOException {
    run = folder.resolve("run");
    Unfinished.delete(run);
    try (Stream<Path> files = Files.walk(trained)) {
      for (Path file : files.toList()) {
        Files.copy(file, run.resolve(trained.relativize(file).toString()));
      }
    }
  }

  /** The page, without the pictures' bytes. */
  private static String report(Path... runs) throws IOException {
    Path page = folder.resolve("page.html");
    Stream<Path> operands = Stream.of(runs);
    Vae.run(
            Stream.concat(Stream.of("report"), Stream.concat(operands, Stream.of("--out", page)))
                .toArray())
        .succeeded();
    return Files.readString(page).replaceAll("(;base64,)[^\"]+", "$1");
  }

  private static long pictures(String html) {
    return Pattern.compile("<img src=\"data:image/png;base64,\"").matcher(html).results().count();
  }

  @Test
  void figuresAreThoseOfTheEvaluationWithTheirProtocol() throws IOException {
    JsonNode evaluation = new ObjectMapper().readTree(run.resolve("evaluation.json").toFile());
    String html = report(run);
    for (String figure : List.of("negativeElbo", "rate", "distortion", "negativeLogLikelihood")) {
      assertThat(html)
          .contains(String.format(Locale.ROOT, ">%.2f ", evaluation.get(figure).asDouble()));
    }
    assertThat(html)
        .contains("Means over 6 test images, binarization dynamic, seed 0")
        .contains("importance-weighted, 100 samples")
        .doesNotContain("class=\"note\"");
  }

  @Test
  void everyEpochHasARowAndEverySettingAnEntry() throws IOException {
    String html = report(run);
    JsonNode config = new ObjectMapper().readTree(run.resolve("config.json").toFile());
    config
        .get("training")
        .fieldNames()
        .forEachRemaining(
            key ->
                assertThat(html.contains("<dt>" + key + "</dt>"))
                    .as(key)
                    .isEqualTo(!config.get("training").get(key).isNull()));
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      double rate = new ObjectMapper().readTree(line).get("validation").get("rate").asDouble();
      assertThat(html).contains(String.format(Locale.ROOT, "<td>%.2f</td>", rate));
    }
    assertThat(html).contains("<code>vae train ", "3 of 3 epochs");
  }

  @Test
  void thePageLoadsNothingAndRunsNothing() throws IOException {
    for (String html : List.of(report(run), report(trained, plain))) {
      // Whatever could name another file or be run, apart from pictures within and links within.
      assertThat(html)
          .doesNotContainPattern("(?i)<(script|link rel=\"stylesheet|iframe|object|embed)")
          .doesNotContainPattern("(?i)(src|href)=\"(?!data:|#)")
          .doesNotContainPattern("(?i)url\\(|@import|https?:");
      assertThat(pictures(html)).isEqualTo(html.split("<img", -1).length - 1);
    }
  }

  @Test
  void namesAreEscaped() throws IOException {
    String html = report(trained, plain);
    assertThat(html).contains("&lt;img src").doesNotContain("<img src=x", "onerror=\"");
  }

  @Test
  void picturesAndCurvesAreInThePage() throws IOException {
    int charts = Pictures.textAvailable() ? 3 + 1 : 0; // training, and the estimate by its codes
    int codes = Pictures.textAvailable() ? 2 : 0; // the map, and the charts
    assertThat(pictures(report(run))).isEqualTo(charts + 3 + codes);
  }

  @Test
  void severalRunsStandSideBySide() throws IOException {
    String html = report(trained, plain);
    assertThat(html)
        .contains("2 runs", "href=\"#run1\"", "id=\"run2\"")
        .contains("<td>model.latent.posterior</td><td>gaussian</td><td>point</td>")
        .contains("<td>model.latent.dim</td><td>2</td><td>3</td>")
        .contains("the runs differ in posterior, samples for -log p(x)")
        .contains("bounds no log-likelihood")
        .doesNotContain("<td>model.likelihood</td>")
        // Nothing is known of the factors of these images.
        .doesNotContain(">MIG<", ">SAP<", "tell of factors");
    int together = Pictures.textAvailable() ? 3 : 0;
    int first = Pictures.textAvailable() ? 3 + 1 : 0; // and the estimate by its codes
    int second = Pictures.textAvailable() ? 1 : 0;
    int drawn = 3 + 2 + (Pictures.textAvailable() ? 2 : 0);
    assertThat(pictures(html)).isEqualTo(together + first + second + drawn);
  }

  @Test
  void evaluationsOfOtherDrawsAreWarnedOf() throws IOException {
    Path file = run.resolve("evaluation.json");
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.replaceFirst("\"seed\" : 0", "\"seed\" : 5")
            .replaceFirst("\"binarization\" : \"dynamic\"", "\"binarization\" : \"fixed\""));
    assertThat(report(trained, run))
        .contains("the runs differ in the evaluation&#39;s seed, binarization, on which");
    Files.writeString(
        file, text.replaceFirst("\"standardErrors\" : \\{[^}]*}", "\"standardErrors\" : null"));
    assertThat(report(trained, run)).contains("differ in the program that evaluated them");
    Files.writeString(file, text);
    assertThat(report(trained, run)).doesNotContain("Compare with care");
  }

  @Test
  void theSameRunTwiceDiffersInNothing() throws IOException {
    assertThat(report(run, run)).contains("1 run", "2 run").doesNotContain("Settings that differ");
  }

  @Test
  void anUnfinishedRunSaysWhatIsMissing() throws IOException {
    Files.delete(run.resolve("evaluation.json"));
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    Files.writeString(
        run.resolve("metrics.jsonl"),
        lines.get(0) + "\n" + lines.get(1).substring(0, 60),
        StandardCharsets.UTF_8);
    for (String picture : List.of("samples", "reconstructions", "manifold", "latents", "codes")) {
      Files.deleteIfExists(run.resolve(picture + ".png"));
    }
    assertThat(report(run))
        .contains("metrics.jsonl, line 2", "the log holds 1 of 3 epochs", "No evaluation yet")
        .contains("No pictures");
  }

  @Test
  void aRunThatHasJustBegunHasAPage() throws IOException {
    Path begun = Files.createDirectories(folder.resolve("begun"));
    Files.copy(
        run.resolve("config.json"),
        begun.resolve("config.json"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(report(begun)).contains("0 of 3 epochs").doesNotContain("<table");
    assertThat(report(begun, run)).contains("<td>none</td>");
  }

  @Test
  void whatIsDamagedIsLeftOutAndNamed() throws IOException {
    Files.writeString(run.resolve("config.json"), "{ \"training\": 7");
    Files.writeString(run.resolve("evaluation.json"), "[]");
    Files.writeString(run.resolve("metrics.jsonl"), "}\nnull\n", StandardOpenOption.APPEND);
    Files.writeString(run.resolve("samples.png"), "no picture");
    byte[] png = Files.readAllBytes(run.resolve("manifold.png"));
    Files.write(run.resolve("manifold.png"), Arrays.copyOf(png, png.length / 2));
    for (String html : List.of(report(run), report(plain, run))) {
      assertThat(html)
          .contains("config.json", "evaluation.json", "metrics.jsonl, line 4", "and 1 more like it")
          .contains("samples.png", "manifold.png");
    }
  }

  @Test
  void anEpochThatStandsTwiceIsShownOnce() throws IOException {
    String line = Files.readAllLines(run.resolve("metrics.jsonl")).get(1);
    Files.writeString(run.resolve("metrics.jsonl"), line + "\n", StandardOpenOption.APPEND);
    assertThat(report(run)).contains("3 of 3 epochs");
  }

  @Test
  void thePageLiesInTheFirstRunUnlessToldOtherwise() {
    Vae vae = Vae.run("report", run).succeeded();
    assertThat(vae.out()).contains("wrote " + run.resolve("report.html"));
    assertThat(run.resolve("report.html")).isRegularFile();
  }

  @Test
  void whatIsNoRunIsRefused() {
    Path page = folder.resolve("none.html");
    Vae.run("report").refused("expected RUN ..., found nothing");
    Vae.run("report", folder.resolve("gone")).refused("gone", "expected a run's folder");
    Vae.run("report", run, data, "--out", page).refused("tiny.npy", "found a file");
    assertThat(page).doesNotExist();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsRefused() {
    Vae.run("report", run, "--out", folder.resolve("page.txt")).refused("expected a name in .html");
    Vae.run("report", run, "--out", folder.resolve("gone/a.html")).refused("--out", "gone");
    Vae.run("report", run, "--out", "").refused("--out: expected a path");
  }
}
