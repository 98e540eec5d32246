package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.artifact.Quantiles;
import io.github.vaegraph.artifact.RowSeeds;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vae score}: a line an image, which depends on the image alone. */
final class ScoreTest {
  private static final String COLUMNS = "elbo,log_likelihood,rate,distortion";

  @TempDir static Path folder = Path.of("");
  private static Path data = Path.of("");
  private static Path run = Path.of("");
  private static Path exported = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    data = TinyData.idx(folder.resolve("tiny"));
    run = folder.resolve("run");
    exported = folder.resolve("sm/tiny/1");
    Vae.train(data, run, "--out", folder.resolve("sm") + "").succeeded();
  }

  private static List<String> score(Path model, Object... options) throws IOException {
    Path out = Files.createTempDirectory(folder, "out").resolve("scores.csv");
    List<Object> args = new ArrayList<>(List.of("score", model, "--out", out));
    args.addAll(List.of(options));
    Vae vae = Vae.run(args.toArray()).succeeded();
    assertThat(vae.out())
        .contains(out.toString(), "mean", "1%", "5%", "50%")
        .contains("the lower an image's log-likelihood, the more unusual it is");
    try (Stream<Path> beside = Files.list(out.resolveSibling(""))) {
      assertThat(beside).containsExactly(out);
    }
    return Files.readAllLines(out);
  }

  @Test
  void aLineAnImageIsTheSameFromARunAndFromItsExport() throws IOException {
    List<String> lines = score(run, "--data", data);
    assertThat(lines).hasSize(81);
    assertThat(lines.get(0)).isEqualTo("row,label," + COLUMNS);
    for (int image = 0; image < 80; image++) {
      // 60 training images, then 20 of the test, each labelled 0, 1, 2, 0, ...
      assertThat(lines.get(image + 1))
          .startsWith(image + "," + (image < 60 ? image : image - 60) % 3 + ",-");
    }
    assertThat(score(exported, "--data", data)).isEqualTo(lines);
    assertThat(score(exported.resolveSibling(""), "--data", data, "--samples", "64"))
        .isEqualTo(lines);
  }

  @Test
  void anExportTellsHowItsTrainingImagesScore() throws IOException {
    // 54 images, of which the quantiles are those between sorted neighbours.
    double[] scores =
        score(exported, "--data", data, "--split", "train").stream()
            .skip(1)
            .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[3]))
            .sorted()
            .toArray();
    JsonNode told =
        new ObjectMapper().readTree(exported.resolve("assets.extra/scores.json").toFile());
    assertThat(told.get("images").asInt()).isEqualTo(54);
    assertThat(told.get("samples").asInt()).isEqualTo(64);
    double position = 0.05 * 53;
    int below = (int) position;
    assertThat(told.get("percentile5").asDouble())
        .isCloseTo(
            scores[below] + (position - below) * (scores[below + 1] - scores[below]), within(1e-4));
    assertThat(told.get("percentile50").asDouble())
        .isCloseTo((scores[26] + scores[27]) / 2, within(1e-4));
    String card = Files.readString(exported.resolve("assets.extra/model-card.md"));
    assertThat(card)
        .contains("By `score`, of 54 training images 1% have a log-likelihood below")
        .contains("The lower an image's, the more unusual it is.\n\n## Signatures");
    assertThat(Vae.run("score", exported, "--data", data, "--out", folder.resolve("s.csv")).out())
        .containsPattern("training images 1% below -[0-9.]+, .*: \\d+ of 80 here lie below the 1%");
  }

  @Test
  void aSplitsImagesScoreAsAmongAll() throws IOException {
    List<String> all = score(run, "--data", data);
    List<String> test = score(run, "--data", data, "--split", "test");
    assertThat(test).hasSize(21);
    for (int i = 1; i <= 20; i++) {
      assertThat(values(test.get(i))).isEqualTo(values(all.get(60 + i)));
    }
  }

  /** Behind row and label. */
  private static String values(String line) {
    return line.replaceFirst("[^,]*,[^,]*,", "");
  }

  @Test
  void orderAndNeighboursChangeNoScore() throws IOException {
    byte[] pixels = TinyData.pixels(60);
    Path forwards = TinyData.npy(folder.resolve("forwards.npy"));
    byte[] reversed = new byte[pixels.length];
    for (int i = 0; i < 60; i++) {
      System.arraycopy(pixels, 16 * i, reversed, 16 * (59 - i), 16);
    }
    Path backwards = TinyData.npy(folder.resolve("backwards.npy"), "|u1", "(60, 4, 4)", reversed);
    byte[] few = Arrays.copyOfRange(pixels, 16 * 21, 16 * 26);
    Path five = TinyData.npy(folder.resolve("five.npy"), "|u1", "(5, 4, 4)", few);
    Path gaussian = folder.resolve("gaussian");
    Vae.train(data, gaussian, "--likelihood", "gaussian:0.5", "--no-export").succeeded();
    for (Path model : List.of(run, gaussian)) {
      List<String> expected = score(model, "--data", forwards);
      List<String> found = score(model, "--data", backwards);
      List<String> alone = score(model, "--data", five);
      assertThat(expected.get(0)).isEqualTo("row," + COLUMNS);
      for (int i = 0; i < 60; i++) {
        assertClose(found.get(60 - i), expected.get(i + 1));
      }
      for (int i = 0; i < 5; i++) {
        assertClose(alone.get(i + 1), expected.get(i + 22));
      }
    }
  }

  private static void assertClose(String found, String expected) {
    String[] one = found.split(",", -1);
    String[] other = expected.split(",", -1);
    for (int i = 1; i < 5; i++) {
      double value = Double.parseDouble(other[i]);
      assertThat(Double.parseDouble(one[i])).isCloseTo(value, within(1e-6 * Math.abs(value)));
    }
  }

  /** With one code, both bounds are log p(x|z) + log p(z) - log q(z|x) of the same code. */
  @Test
  void underAMixtureTheRateIsThatOfTheCodesThatWereDrawn() throws IOException {
    Path mixture = folder.resolve("mixture");
    Vae.train(data, mixture, "--prior", "mixture:3", "--out", folder.resolve("mixtures") + "")
        .succeeded();
    List<String> lines = score(mixture, "--data", data, "--split", "test", "--samples", "1");
    byte[] pixels = TinyData.pixels(20);
    Floats images = Floats.ofPixels(pixels, 16);
    float[] decoded;
    try (InferenceModel model = OpenedModel.open(mixture, OptionalInt.of(1), warning -> {})) {
      decoded = model.sample(images, RowSeeds.of(0, images)).images().values();
    }
    for (int row = 0; row < 20; row++) {
      String[] cells = lines.get(row + 1).split(",", -1);
      double elbo = Double.parseDouble(cells[2]);
      assertThat(Double.parseDouble(cells[3])).isCloseTo(elbo, within(1e-4));
      double distortion = 0;
      for (int i = 16 * row; i < 16 * (row + 1); i++) {
        // -log p(x|z) = -sum { x log p + (1 - x) log(1 - p) }
        double x = images.values()[i];
        distortion -= x * Math.log(decoded[i]) + (1 - x) * Math.log1p(-decoded[i]);
      }
      assertThat(Double.parseDouble(cells[5])).isCloseTo(distortion, within(1e-4));
      assertThat(Double.parseDouble(cells[4])).isCloseTo(-elbo - distortion, within(1e-4));
    }
    // The export's graph tells it as well.
    assertThat(score(folder.resolve("mixtures/tiny"), "--data", data).get(0)).endsWith(COLUMNS);
  }

  @Test
  void picturesAreNamedAndTheLeastLikelyAreDrawn() throws IOException {
    Path pictures = TinyData.pictures(folder.resolve("pictures"), 20);
    Path colour = folder.resolve("colour");
    Vae.train(pictures, colour, "--channels", "3", "--likelihood", "gaussian", "--no-export")
        .succeeded();
    Path out = folder.resolve("named.csv");
    Path histogram = folder.resolve("histogram.png");
    Path top = folder.resolve("top.png");
    Object[] args = {
      "score",
      colour,
      "--data",
      pictures,
      "--out",
      out,
      "--histogram",
      histogram,
      "--top",
      "3",
      "--top-out",
      top
    };
    assertThat(Vae.run(args).succeeded().out()).contains("wrote " + histogram, "wrote " + top);
    List<String> lines = Files.readAllLines(out);
    assertThat(lines.get(0)).isEqualTo("file," + COLUMNS);
    assertThat(lines.get(1)).startsWith("picture000.png,");
    assertThat(lines.get(20)).startsWith("picture019.png,");
    assertThat(ImageIO.read(histogram.toFile()).getWidth()).isEqualTo(760);
    // 4 pixels, 21 times as large: two tiles with 2 pixels between, from 14 on, below the title.
    int least =
        Integer.parseInt(
            lines.stream()
                .skip(1)
                .min(Comparator.comparing(line -> Double.valueOf(line.split(",", -1)[2])))
                .orElseThrow()
                .substring(7, 10));
    int expected =
        ImageIO.read(pictures.resolve("picture%03d.png".formatted(least)).toFile()).getRGB(0, 0);
    assertThat(ImageIO.read(top.toFile()).getRGB(14, 34)).isEqualTo(expected);
  }

  @Test
  void quantilesLieBetweenTheirNeighbours() {
    double[] sorted = {1, 2, 4, 8, 16};
    assertThat(Quantiles.of(sorted, 0)).isEqualTo(1);
    assertThat(Quantiles.of(sorted, 0.5)).isEqualTo(4);
    assertThat(Quantiles.of(sorted, 0.6)).isCloseTo(5.6, within(1e-9));
    assertThat(Quantiles.of(sorted, 1)).isEqualTo(16);
    assertThat(Scoring.lowest(new float[] {3, -1, 2, -1}, 3)).containsExactly(1, 3, 2);
  }

  @Test
  void whatCannotBeScoredIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path ae = folder.resolve("ae");
    Vae.train(data, ae, "--objective", "ae", "--no-export").succeeded();
    Path out = folder.resolve("never.csv");
    Vae.run("score", ae, "--data", data, "--out", out).refused("plain autoencoder", "no scores");
    Vae.run("score", exported, "--data", data, "--out", out, "--samples", "3")
        .refused("expected 64 codes an image", "found 3");
    Vae.run("score", run, "--data", data, "--out", out, "--samples", "0").refused("--samples");
    Vae.run("score", run, "--data", data, "--out", out, "--top", "0").refused("--top: expected 1");
    Vae.run("score", run, "--data", data, "--out", out, "--top-out", folder.resolve("a.png"))
        .refused("--top-out says nothing without --top");
    Vae.run("score", run, "--data", data, "--out", folder.resolve("a.npy"))
        .refused("--out", ".csv");
    Vae.run("score", run, "--data", data, "--out", out, "--histogram", folder.resolve("a.jpg"))
        .refused("--histogram: expected a name in .png");
    Vae.run("score", run, "--out", out).refused("--data: expected");
    assertThat(out).doesNotExist();
  }
}
