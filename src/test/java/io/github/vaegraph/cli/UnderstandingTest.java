package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.VaeModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run and an export know how their data were meant, and what follows reads others alike. */
class UnderstandingTest {
  @TempDir Path folder = Path.of("");

  /** Rows of 16 values from 0 to 16, then a word. */
  private Path csv(String name, int rows, int shift, String... words) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < 16; i++) {
        line.append((row * 5 + i * 3 + shift) % 17).append(',');
      }
      lines.add(line + words[row % words.length]);
    }
    return Files.write(folder.resolve(name), lines);
  }

  private Path trained(Path data, String... more) {
    Path run = folder.resolve("run");
    List<String> options = new ArrayList<>(List.of("--label-column", "last", "--no-export"));
    options.addAll(List.of(more));
    Vae.train(data, run, options.toArray(String[]::new)).succeeded();
    return run;
  }

  private List<String> encoded(Path model, Path data, String... more) throws IOException {
    Path out = folder.resolve("codes.csv");
    List<Object> words = new ArrayList<>(List.of("encode", model, "--data", data, "--out", out));
    words.addAll(List.of(more));
    Vae.run(words.toArray()).succeeded();
    return Files.readAllLines(out);
  }

  @Test
  void theScaleOfTheTrainingHoldsForOtherFiles() throws IOException {
    Path run = trained(csv("train.csv", 40, 0, "a", "b"), "--max-value", "16");
    Path other = csv("new.csv", 9, 4, "a");
    List<String> asked = encoded(run, other, "--max-value", "16", "--label-column", "last");
    assertThat(encoded(run, other)).isEqualTo(asked);
    Path models = folder.resolve("sm");
    Vae.run("export", run, "--out", models, "--name", "m").succeeded();
    assertThat(encoded(models.resolve("m"), other).get(0)).isEqualTo(asked.get(0));
    assertThat(encoded(models.resolve("m"), other)).hasSize(10);
    List<String> lines = new ArrayList<>();
    try (VaeModel model = VaeModel.load(models.resolve("m"), lines::add)) {
      // The first value is 4 of 16.
      assertThat(model.read(other.toString()).values(0, 1)[0][0])
          .isCloseTo(4 / 16f, within(0.5f / 255));
      Path larger = TinyData.npy(folder.resolve("l.npy"), "|u1", "(1, 5, 5)", new byte[25]);
      assertThatThrownBy(() -> model.read(larger.toString()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("expected images of 4x4x1", "found 5x5x1");
      // By the names that Java knows.
      assertThat(lines)
          .containsExactly("read   l.npy: the brightest pixel is 0 of 255; is maxValue(1) meant?");
    }
    Path out = folder.resolve("codes.csv");
    Vae otherwise =
        Vae.run("encode", run, "--data", other, "--max-value", "255", "--out", out).succeeded();
    assertThat(otherwise.err())
        .contains("the model's data were read with --max-value 16.0, not 255.0");
    assertThat(Files.readAllLines(out)).isNotEqualTo(asked);
  }

  @Test
  void aScaleThatWasFoundIsNotLookedForAnew() throws IOException {
    // 0 to 16: whole numbers above 1, so that 255 is white; in the other file there are none.
    Path run = trained(csv("train.csv", 40, 0, "a", "b"));
    Path dark =
        Files.writeString(
            folder.resolve("dark.csv"),
            "0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,a\n0,0,0,1,0,1,0,1,0,1,0,1,0,1,0,1,b\n");
    assertThat(encoded(run, dark))
        .isEqualTo(encoded(run, dark, "--max-value", "255", "--label-column", "last"));
    for (List<Object> command :
        List.<List<Object>>of(
            List.of("encode", run, "--out", folder.resolve("c.csv")),
            List.of("reconstruct", run, "--split", "all", "--out", folder.resolve("r.png")),
            List.of("score", run, "--out", folder.resolve("s.csv")),
            List.of("evaluate", run, "--split", "all"),
            List.of("traverse", run, "--split", "all", "--out", folder.resolve("t.png")))) {
      List<Object> words = new ArrayList<>(command);
      words.addAll(List.of("--data", dark));
      assertThat(Vae.run(words.toArray()).succeeded().err())
          .as("%s", command)
          .contains("read   dark.csv: the brightest pixel is 1 of 255; is --max-value 1 meant?");
    }
  }

  @Test
  void aNameIsTheSameClassInEveryFile() throws IOException {
    Path run = trained(csv("train.csv", 40, 0, "zebra", "ant", "cow"));
    JsonNode config = new ObjectMapper().readTree(run.resolve("config.json").toFile());
    assertThat(config.at("/data/reading/labels").toString())
        .isEqualTo("[\"ant\",\"cow\",\"zebra\"]");
    List<String> lines = encoded(run, csv("new.csv", 4, 2, "zebra", "newt", "cow", "ant"));
    assertThat(lines.subList(1, 5))
        .extracting(line -> line.substring(line.lastIndexOf(',') + 1))
        .containsExactly("zebra", "newt", "cow", "ant");
  }

  @Test
  void numbersStayTheNumbersThatTheyAre() throws IOException {
    Path data = csv("years.csv", 40, 0, "1999", "2004", "2010");
    Path run = folder.resolve("run");
    Vae trained = Vae.train(data, run, "--label-column", "last", "--no-export").succeeded();
    assertThat(trained.err()).contains("3 classes: 1999, 2004, 2010");
    assertThat(encoded(run, data, "--split", "all").get(2)).endsWith(",2004");
  }

  @Test
  void theStartTellsWhatTheRunsOfOneModelDifferIn() throws IOException {
    Path data = TinyData.npy(folder.resolve("tiny.npy"));
    Vae vae =
        Vae.train(
            data,
            folder.resolve("run"),
            "--beta",
            "0.5",
            "--kl-warmup",
            "2",
            "--train-samples",
            "3",
            "--clip-norm",
            "9",
            "--no-export");
    assertThat(vae.succeeded().err())
        .contains(
            "train  beta ramp:0.5,2, 3 codes an image, epochs 1, batch 10, learning rate 0.001,"
                + " gradients clipped to 9.0, binarization dynamic, seed 0");
  }

  @Test
  void aModelOfOtherDataDoesNotBecomeTheNextVersionUnasked() throws IOException {
    Path models = folder.resolve("sm");
    Path one = Files.createDirectories(folder.resolve("one"));
    Path other = Files.createDirectories(folder.resolve("other"));
    TinyData.idx(one.resolve("data"));
    TinyData.npy(other.resolve("data.npy"));
    Path moved = TinyData.idx(other.resolve("data"));
    String out = models.toString();
    Vae.train(one.resolve("data"), folder.resolve("r1"), "--out", out).succeeded();
    // The very same images elsewhere are the same data.
    Vae.train(moved, folder.resolve("r2"), "--out", out).succeeded();
    assertThat(models.resolve("data/2/saved_model.pb")).isRegularFile();
    Vae.train(moved, folder.resolve("r3"), "--out", out, "--latent-dim", "3")
        .refused("data/2", "z of 2", "z of 3", "--name", "--next-version");
    // Of a mixture, generate_from_noise takes a choice as well.
    Vae.train(moved, folder.resolve("r3"), "--out", out, "--prior", "mixture:2")
        .refused("data/2", "no mixture", "a mixture", "--name", "--next-version");
    assertThat(folder.resolve("r3")).doesNotExist();
    byte[] others = TinyData.pixels(60);
    others[3]++;
    Files.write(moved.resolve("train-images-idx3-ubyte"), TinyData.idx(others, 60, 4, 4));
    Vae.train(moved, folder.resolve("r4"), "--out", out, "--next-version").succeeded();
    assertThat(models.resolve("data/3/saved_model.pb")).isRegularFile();
    Vae.train(one.resolve("data"), folder.resolve("r5"), "--out", out)
        .refused("data/3", moved.toString(), one.toString(), "--name");
    Vae.train(one.resolve("data"), folder.resolve("r6"), "--out", out, "--name", "mine")
        .succeeded();
    assertThat(models.resolve("mine/1/saved_model.pb")).isRegularFile();
    Vae.run("export", folder.resolve("r1"), "--out", out).refused("data/3", "--next-version");
    Vae.run("export", folder.resolve("r1"), "--out", out, "--next-version").succeeded();
  }

  @Test
  void colourGetsAGaussianUnlessAnotherIsNamed() throws IOException {
    Path data = TinyData.pictures(folder.resolve("photos"), 20);
    Vae vae = Vae.train(data, folder.resolve("run"), "--channels", "3", "--no-export").succeeded();
    assertThat(vae.err())
        .contains("colour images: likelihood gaussian:learned")
        .contains("binarization none");
    Vae named =
        Vae.train(
                data, folder.resolve("other"), "--channels", "3", "--sigma", "0.25", "--no-export")
            .succeeded();
    assertThat(named.err()).contains("likelihood gaussian:0.25").doesNotContain("colour images");
  }

  @Test
  void aLoweredLearningRateIsTold() throws IOException {
    Path data = TinyData.npy(folder.resolve("tiny.npy"));
    Path run = folder.resolve("run");
    // So large that it diverges, and a tenth of it does not.
    Vae vae =
        Vae.train(
            data,
            run,
            "--learning-rate",
            "1e30",
            "--epochs",
            "2",
            "--max-rollbacks",
            "40",
            "--out",
            folder.resolve("sm").toString(),
            "--name",
            "m");
    vae.succeeded();
    JsonNode config =
        new ObjectMapper()
            .readTree(folder.resolve("sm/m/1/assets.extra/config.json").toFile())
            .at("/outcome");
    int rollbacks = config.get("rollbacks").asInt();
    assertThat(rollbacks).isPositive();
    String said =
        String.format(
            Locale.ROOT,
            "learning rate 1.0E30, lowered to %s by %d rollback",
            (float) config.get("learningRate").asDouble(),
            rollbacks);
    assertThat(Files.readString(folder.resolve("sm/m/1/assets.extra/model-card.md")))
        .contains(said);
    assertThat(Vae.run("inspect", run).succeeded().out()).contains(said);
    assertThat(Vae.run("inspect", folder.resolve("sm/m")).succeeded().out()).contains(said);
    Path page = folder.resolve("page.html");
    Vae.run("report", run, "--out", page).succeeded();
    assertThat(Files.readString(page)).contains("rollbacks");
  }

  @Test
  void theTableSaysWhatTheLinesSayAndTheBoundIsTheOneThatIsMaximized() throws IOException {
    Path run = folder.resolve("run");
    Path data = TinyData.npy(folder.resolve("tiny.npy"));
    Vae.train(data, run, "--beta", "0.25", "--epochs", "3", "--no-export").succeeded();
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    List<String> rows = Files.readAllLines(run.resolve("metrics.csv"));
    List<String> names = List.of(rows.get(0).split(","));
    assertThat(rows).hasSize(4);
    for (int i = 0; i < 3; i++) {
      JsonNode epoch = new ObjectMapper().readTree(lines.get(i));
      String[] cells = rows.get(i + 1).split(",", -1);
      for (String[] same :
          new String[][] {
            {"epoch", "/epoch"},
            {"steps", "/steps"},
            {"train_rate", "/train/rate"},
            {"validation_negative_elbo", "/validation/negativeElbo"},
            {"bound", "/bound"},
            {"beta", "/beta"},
            {"seconds", "/seconds"}
          }) {
        assertThat(Double.parseDouble(cells[names.indexOf(same[0])]))
            .as(same[0])
            .isEqualTo(epoch.at(same[1]).asDouble());
      }
      // The bound is -(distortion + beta * rate), in float32.
      double bound =
          -epoch.at("/train/distortion").asDouble() - 0.25 * epoch.at("/train/rate").asDouble();
      assertThat(epoch.at("/bound").asDouble()).isCloseTo(bound, within(1e-4));
      assertThat(epoch.at("/learningRate").asDouble()).isEqualTo(0.001);
    }
    // An epoch that is taken back is no row any more.
    Files.writeString(run.resolve("metrics.csv"), "spoilt");
    Vae.run("train", "--resume", run, "--epochs", "4").succeeded();
    List<String> again = Files.readAllLines(run.resolve("metrics.csv"));
    assertThat(again.subList(0, 4)).isEqualTo(rows);
    assertThat(again).hasSize(5);
  }

  @Test
  void dataThatHaveMovedAreTakenWhereTheyLieNow() throws IOException {
    Path data = TinyData.npy(folder.resolve("tiny.npy"));
    Path run = folder.resolve("run");
    Vae.train(data, run, "--no-export").succeeded();
    Path moved = Files.move(data, folder.resolve("elsewhere.npy"));
    Vae.run("train", "--resume", run, "--epochs", "2").refused("tiny.npy", "--data");
    Vae.run("export", run, "--out", folder.resolve("sm")).refused("tiny.npy", "--data");
    Path other = TinyData.idx(folder.resolve("other"));
    Vae.run("train", "--resume", run, "--epochs", "2", "--data", other)
        .refused("expected the data of the run", "SHA-256");
    Vae.run("export", run, "--out", folder.resolve("sm"), "--data", moved).succeeded();
    Vae.run("train", "--resume", run, "--epochs", "2", "--data", moved).succeeded();
    Vae.run("train", "--resume", run, "--epochs", "3").succeeded();
  }

  @Test
  void settingsThatCannotDoWhatTheyAreForAreSaid() throws IOException {
    Path data = TinyData.npy(folder.resolve("tiny.npy"));
    Vae vae =
        Vae.train(
            data,
            folder.resolve("run"),
            "--kl-warmup",
            "100",
            "--test",
            "1",
            "--epochs",
            "2",
            "--no-export");
    // 2 of 100 epochs: a fiftieth of the way.
    assertThat(vae.succeeded().err())
        .contains("warning: beta ramp:1.0,100 comes to 0.020 only in 2 epochs")
        .contains("warning: 1 test image: figures on so few say little");
    Vae gaussian =
        Vae.train(
            data,
            folder.resolve("other"),
            "--beta",
            "1e-4",
            "--likelihood",
            "gaussian:1.0",
            "--no-export");
    assertThat(gaussian.succeeded().err())
        .contains("beta 1.0E-4 under gaussian:1.0 does what a sigma of 0.010 times that does");
    Vae usual = Vae.train(data, folder.resolve("usual"), "--kl-warmup", "1", "--no-export");
    assertThat(usual.succeeded().err()).doesNotContain("warning");
  }
}
