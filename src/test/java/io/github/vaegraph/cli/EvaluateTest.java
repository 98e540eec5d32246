package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluateTest {
  @TempDir static Path folder = Path.of("");
  private static Path run = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    run = folder.resolve("run");
    Vae.train(TinyData.idx(folder.resolve("tiny")), run, "--no-export").succeeded();
  }

  @Test
  void sameSeedGivesTheSameFigures() {
    Vae once = Vae.run("evaluate", run, "--samples", "20", "--seed", "3").succeeded();
    Vae again = Vae.run("evaluate", run, "--samples", "20", "--seed", "3").succeeded();
    Vae other = Vae.run("evaluate", run, "--samples", "20", "--seed", "-4").succeeded();
    assertThat(again.out()).isEqualTo(once.out());
    assertThat(other.out()).isNotEqualTo(once.out());
  }

  @Test
  void jsonIsTheFileThatIsWritten() throws IOException {
    Vae vae = Vae.run("evaluate", run, "--samples", "300", "--json").succeeded();
    JsonNode json = new ObjectMapper().readTree(vae.out());
    assertThat(json).isEqualTo(further("test-300-seed0"));
    assertThat(json.get("samples").asInt()).isEqualTo(300);
    // Jensen's inequality: the bound lies above the estimate.
    assertThat(json.get("negativeLogLikelihood").asDouble())
        .isLessThan(json.get("negativeElbo").asDouble());
  }

  /** Of the run's only epoch. */
  private static JsonNode further(String name) throws IOException {
    long step = json("evaluation.json").get("weights").get("step").asLong();
    return json("evaluations/%s-step%d.json".formatted(name, step));
  }

  private static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(run.resolve(file).toFile());
  }

  @Test
  void figuresOfOtherSplitsDrawsAndSeedsLeaveThoseOfTheEndAlone() throws IOException {
    JsonNode end = json("evaluation.json");
    for (String[] other :
        List.of(
            new String[] {"--split", "validation", "--samples", "1"},
            new String[] {"--samples", "7"},
            new String[] {"--samples", "100", "--seed", "5"})) {
      List<Object> words = new ArrayList<>(List.of("evaluate", run));
      words.addAll(List.of(other));
      assertThat(Vae.run(words.toArray()).succeeded().err())
          .contains("the report and exports go on telling 20 test images, 100 samples, seed 0");
      assertThat(json("evaluation.json")).isEqualTo(end);
    }
    assertThat(further("validation-1-seed0").get("images").asInt()).isEqualTo(6);
    assertThat(further("test-7-seed0").get("samples").asInt()).isEqualTo(7);
    assertThat(further("test-100-seed5").get("seed").asInt()).isEqualTo(5);
    Path page = folder.resolve("page.html");
    Vae.run("report", run, "--out", page).succeeded();
    assertThat(Files.readString(page)).contains("Further evaluations", "6 validation");
  }

  @Test
  void asTheRunDidItComesToTheSameFigures() throws IOException {
    JsonNode end = json("evaluation.json");
    Vae again = Vae.run("evaluate", run, "--samples", "100", "--json").succeeded();
    assertThat(new ObjectMapper().readTree(again.out())).isEqualTo(end);
    assertThat(again.err()).isEmpty();
  }

  @Test
  void furtherTrainingForgetsFiguresOfOtherWeights() throws IOException {
    Path data = TinyData.npy(folder.resolve("more.npy"));
    Path more = folder.resolve("more");
    Vae.train(data, more, "--no-export").succeeded();
    Vae.run("evaluate", more, "--split", "train").succeeded();
    assertThat(more.resolve("evaluations")).isNotEmptyDirectory();
    Vae.run("train", "--resume", more, "--epochs", "2").succeeded();
    assertThat(more.resolve("evaluations")).isEmptyDirectory();
  }

  @Test
  void everySplitCanBeEvaluated() {
    assertThat(Vae.run("evaluate", run).succeeded().out()).contains("on 20 test images");
    assertThat(Vae.run("evaluate", run, "--split", "train").out()).contains("on 54 train images");
    assertThat(Vae.run("evaluate", run, "--split", "validation").out())
        .contains("on 6 validation images");
    Vae.run("evaluate", run, "--split", "all").refused("train, validation or test", "all");
  }

  @Test
  void moreSamplesThanAnybodyNeedsAreRefused() {
    Vae.run("evaluate", run, "--samples", Integer.MAX_VALUE)
        .refused("samples must lie between 0 and 1000000, was 2147483647");
  }

  @Test
  void plainAutoencoderHasNoLikelihoodToEstimate() throws IOException {
    Path ae = folder.resolve("ae");
    Path data = TinyData.npy(folder.resolve("ae.npy"));
    Vae.train(data, ae, "--objective", "ae", "--no-export").succeeded();
    Vae.run("evaluate", ae, "--samples", "5").refused("plain autoencoder", "samples");
    Vae.run("evaluate", ae, "--samples", "-1").refused("samples", "-1");
    assertThat(Vae.run("evaluate", ae).succeeded().out()).doesNotContain("ELBO");
  }

  private static Map<Path, String> files(Path run) throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(run)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  @Test
  void otherDataAreReadAsTheRunsWereAndNotKept() throws IOException {
    Path fractions = folder.resolve("fractions.csv");
    Path own = folder.resolve("reads-fractions");
    StringBuilder csv = new StringBuilder();
    byte[] pixels = TinyData.pixels(TinyData.IMAGES);
    for (int i = 0; i < pixels.length; i++) {
      csv.append((pixels[i] & 0xff) * 2).append(i % 16 == 15 ? '\n' : ',');
    }
    Files.writeString(fractions, csv);
    Vae.train(fractions, own, "--max-value", "510", "--no-export").succeeded();
    String expected = Vae.run("evaluate", own).succeeded().out();
    Map<Path, String> before = files(own);
    // The same test images among others, and 510 is said nowhere: with 255 the values would be
    // refused. The first
    // image, which is not among the last tenth, is another.
    Path others = folder.resolve("others.csv");
    Files.writeString(others, csv.replace(0, csv.indexOf(","), "7"));
    Vae vae = Vae.run("evaluate", own, "--data", others).succeeded();
    assertThat(vae.out()).contains("on 6 test images");
    assertThat(vae.err()).contains("figures of " + others, "does not keep");
    assertThat(Vae.run("evaluate", own, "--data", others, "--split", "all", "--json").out())
        .contains("\"images\" : 60");
    assertThat(files(own)).isEqualTo(before);
    // The run's own data, moved, are known by their checksum.
    Path moved = Files.move(fractions, folder.resolve("moved.csv"));
    Vae again = Vae.run("evaluate", own, "--data", moved).succeeded();
    assertThat(again.out()).isEqualTo(expected);
    assertThat(again.err()).doesNotContain("does not keep");
    Vae.run("evaluate", own).refused("fractions.csv", "--data");
    Path wide = TinyData.npy(folder.resolve("wide.npy"), "|u1", "(10, 4, 8)", TinyData.pixels(20));
    Vae.run("evaluate", run, "--data", wide).refused("wide.npy", "4x4x1", "4x8x1");
    Vae.run("evaluate", run, "--max-value", "3").refused("--max-value says nothing");
  }

  @Test
  void dataThatChangedSinceAreRefused() throws IOException {
    Path data = TinyData.npy(folder.resolve("changing.npy"));
    Path changed = folder.resolve("changed");
    Vae.train(data, changed, "--no-export").succeeded();
    byte[] bytes = Files.readAllBytes(data);
    bytes[bytes.length - 1]++;
    Files.write(data, bytes);
    String before = Files.readString(changed.resolve("evaluation.json"));
    Vae.run("evaluate", changed).refused("changing.npy", "SHA-256", "changed");
    Vae.run("export", changed, "--out", folder.resolve("sm")).refused("SHA-256");
    Files.delete(data);
    Vae.run("evaluate", changed).refused("changing.npy", "nothing there", "--data");
    assertThat(changed.resolve("evaluation.json")).hasContent(before);
    assertThat(folder.resolve("sm")).doesNotExist();
  }
}
