package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.source.DataFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of codes where the data tell what their images were made from. */
final class FactorsTest {
  @TempDir static Path folder = Path.of("");
  private static Path data = Path.of("");
  private static Path run = Path.of("");
  private static Vae trained = new Vae(0, "", "");

  /** A white pixel at each of the 16 places of an image of 4x4, and another factor of one value. */
  @BeforeAll
  static void train() throws IOException {
    byte[] pixels = new byte[160 * 16];
    byte[] factors = new byte[160 * 3];
    for (int i = 0; i < 160; i++) {
      pixels[16 * i + i % 16] = (byte) 255;
      factors[3 * i] = (byte) (i % 4);
      factors[3 * i + 1] = (byte) (i % 16 / 4);
      factors[3 * i + 2] = 5;
    }
    data =
        DataFiles.write(
            folder.resolve("places.npz"),
            DataFiles.zip(
                Map.of(
                    "images.npy", DataFiles.npy("|u1", "(160, 4, 4)", pixels),
                    "factors.npy", DataFiles.npy("|u1", "(160, 3)", factors))));
    run = folder.resolve("run");
    trained = Vae.train(data, run, "--no-export").succeeded();
  }

  private static JsonNode factors(Path run) throws IOException {
    return new ObjectMapper()
        .readTree(run.resolve("evaluation.json").toFile())
        .get("codes")
        .get("factors");
  }

  @Test
  void trainingTellsTheFactorsAndWhatCodesSayOfThem() throws IOException {
    assertThat(trained.out() + trained.err())
        .contains("made of factors: factor 0 4, factor 1 4, factor 2 1")
        .contains("mutual information gap of 2 factors, at most 1")
        .contains("separated attribute predictability of 2 factors, at most 1")
        .containsPattern(
            "  factor 1 +z[01] -?\\d\\.\\d\\d, z[01] -?\\d\\.\\d\\d of 1\\.\\d\\d nats");
    JsonNode told = factors(run);
    assertThat(told.get("mig").get("value").isDouble()).isTrue();
    assertThat(told.get("mig").get("standardError").isDouble()).isTrue();
    assertThat(told.get("sap").isDouble()).isTrue();
    assertThat(told.get("factors").size()).isEqualTo(2);
    assertThat(told.get("factors").get(1).get("name").asText()).isEqualTo("factor 1");
    assertThat(told.get("factors").get(1).get("information").size()).isEqualTo(2);
    assertThat(told.get("factors").get(1).get("scores").size()).isEqualTo(2);
  }

  @Test
  void anEvaluationIsRepeatedToTheBit() throws IOException {
    JsonNode before = factors(run);
    Vae again = Vae.run("evaluate", run).succeeded();
    assertThat(again.out()).contains("  MIG".strip()).contains("SAP");
    assertThat(factors(run)).isEqualTo(before);
  }

  @Test
  void aPlainAutoencoderHasNoMutualInformationButIsPredictedFrom() throws IOException {
    Path plain = folder.resolve("plain");
    String said = Vae.train(data, plain, "--objective", "ae", "--no-export").succeeded().out();
    assertThat(said)
        .contains("SAP")
        .doesNotContain("\nMIG")
        .contains("; no MIG without posterior densities", " by SAP's scores");
    assertThat(factors(plain).get("mig").isNull()).isTrue();
    Path page = folder.resolve("page.html");
    Vae.run("report", run, plain, "--out", page).succeeded();
    assertThat(Files.readString(page))
        .contains(">MIG</th>", ">SAP</th>")
        .contains("<h3>Nats that single dimensions tell of factors</h3>")
        .contains("<h3>How well single dimensions predict factors</h3>")
        .contains("<td>factor 1</td><td>4</td><td>1.");
  }
}
