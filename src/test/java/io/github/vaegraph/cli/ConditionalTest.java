package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.VaeModel;
import io.github.vaegraph.client.CallLimits;
import io.github.vaegraph.client.ServedModel;
import io.github.vaegraph.client.ServingClient;
import io.github.vaegraph.client.StandInServer;
import io.github.vaegraph.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conditional model by all its doors: commands, Java, servers. */
final class ConditionalTest {
  @TempDir static Path folder = Path.of("");
  private static Path data = Path.of("");
  private static Path run = Path.of("");
  private static Path model = Path.of("");

  /** Two images of each of the classes a, b and c: bars at places of their own. */
  private static Path bars(String name, List<String> classes) throws IOException {
    List<String> lines = new ArrayList<>(List.of("label,p0,p1,p2,p3"));
    for (int i = 0; i < 60; i++) {
      int c = i % 3;
      String pixels =
          List.of("255,255,0,0", "0,255,255,0", "0,0,255,255").get(c).replace("255", 190 + i + "");
      lines.add(classes.get(c) + "," + pixels);
    }
    return Files.write(folder.resolve(name), lines);
  }

  @BeforeAll
  static void train() throws IOException {
    data = bars("bars.csv", List.of("a", "b", "c"));
    run = folder.resolve("run");
    List<String> given =
        List.of(
            "--conditional",
            "--shape",
            "2x2",
            "--label-column",
            "first",
            "--likelihood",
            "gaussian:0.1",
            "--samples",
            "50",
            "--epochs",
            "60",
            "--learning-rate",
            "0.02",
            "--out",
            folder.resolve("models") + "");
    Vae.train(data, run, given.toArray(String[]::new)).succeeded();
    model = folder.resolve("models/bars.csv/1");
  }

  @Test
  void theAskedClassIsDrawn() throws IOException {
    try (VaeModel loaded = VaeModel.load(model)) {
      assertThat(loaded.classes()).containsExactly("a", "b", "c");
      float[][] drawn = loaded.given("a", "b", "c").generate(1, 2, 3);
      float[][] bars = {{.9f, .9f, 0, 0}, {0, .9f, .9f, 0}, {0, 0, .9f, .9f}};
      for (int c = 0; c < bars.length; c++) {
        assertThat(drawn[c]).containsExactly(bars[c], within(0.25f));
      }
      Split two = loaded.read(data.toString()).first(2);
      assertThat(loaded.given(two).encode(two.values(0, 2)).mean()[1])
          .containsExactly(loaded.given("b").encode(two.values(1, 2)).mean()[0], within(1e-5f));
      // The same code under another class.
      assertThat(loaded.given("b").generate(1)[0]).containsExactly(bars[1], within(0.25f));
    }
  }

  @Test
  void marginalFollowsFromTheClasses() throws IOException {
    JsonNode evaluation = new ObjectMapper().readTree(run.resolve("evaluation.json").toFile());
    // The classes lie apart, so that p(x) = p(c) p(x|c) with p(c) = 1/3.
    assertThat(evaluation.get("negativeLogMarginal").doubleValue())
        .isCloseTo(
            evaluation.get("negativeLogLikelihood").doubleValue() + Math.log(3), within(0.05));
  }

  @Test
  void labelsOfOtherDataAreFoundByTheirNames() throws IOException {
    Path other = bars("other.csv", List.of("c", "a", "b"));
    Path own = folder.resolve("own.csv");
    Path others = folder.resolve("others.csv");
    Vae.run("encode", model, "--data", data, "--label", "b", "--out", own).succeeded();
    Vae.run("encode", model, "--data", other, "--label", "b", "--out", others).succeeded();
    assertThat(codes(others)).isEqualTo(codes(own));
    // c of the other data, which is their first class, is the model's third.
    Path asC = folder.resolve("c.csv");
    Vae.run("encode", model, "--data", data, "--label", "c", "--out", asC).succeeded();
    Vae.run("encode", model, "--data", other, "--out", others).succeeded();
    assertThat(codes(others).get(1)).isEqualTo(codes(asC).get(1)); // behind the header
    Path unknown = bars("unknown.csv", List.of("a", "b", "d"));
    Vae.run("score", run, "--data", unknown, "--out", own)
        .refused("no class d", "the model knows a, b, c");
  }

  private static List<String> codes(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(l -> l.replaceAll(",[abc],|,label,", ","))
        .toList();
  }

  @Test
  void commandsTakeClassesByName() throws IOException {
    Path out = folder.resolve("out.png");
    Vae.run("generate", model, "--label", "b", "--count", 4, "--out", out).succeeded();
    Vae.run("generate", run, "--label", "a,b,c", "--count", 3, "--out", out).succeeded();
    Vae.run("generate", model, "--label-grid", "--count", 5, "--out", out).succeeded();
    int all = ImageIO.read(out.toFile()).getHeight();
    Vae.run("generate", model, "--label-grid", "--label", "c,a", "--count", 5, "--out", out)
        .succeeded();
    assertThat(ImageIO.read(out.toFile()).getHeight()).isLessThan(all);
    Vae.run("reconstruct", model, "--data", data, "--as-label", "c", "--out", out).succeeded();
    Vae.run("generate", model, "--label-grid", "--temperature", "0.5", "--out", out).succeeded();
    Vae.run("generate", model, "--label", "c", "--temperature", "0,1", "--out", out).succeeded();
    Vae.run("interpolate", model, "--data", data, "--spherical", "--out", out).succeeded();
    Vae.run("traverse", model, "--label", "c", "--out", out).succeeded();
    Vae.run("traverse", model, "--data", data, "--out", out).succeeded();
    Path codes = folder.resolve("codes.csv");
    Vae.run("encode", model, "--data", data, "--out", codes).succeeded();
    Vae.run("decode", model, "--codes", codes, "--label", "a", "--out", out).succeeded();
    Path scores = folder.resolve("scores.csv");
    Vae.run("score", model, "--data", data, "--out", scores, "--top", 2, "--top-out", out)
        .succeeded();
    assertThat(Vae.run("evaluate", run, "--samples", 20).succeeded().out())
        .contains("under all classes");
    assertThat(Vae.run("inspect", model).succeeded().out()).contains("3: a, b, c");
    assertThat(Vae.run("check", model).succeeded().out()).contains("can be served");
  }

  @Test
  void mistakesAreRefusedInALine() throws IOException {
    Vae.run("generate", model).refused("conditional", "--label NAME", "a, b, c");
    Vae.run("evaluate", run, "--label", "a").refused("--label", "run's own data");
    Vae.run("generate", model, "--label", "7").refused("--label", "no class 7");
    Vae.run("generate", model, "--label", "a,b", "--count", "3")
        .refused("expected one class, or 3");
    Vae.run("generate", model, "--label-grid", "--temperature", "0.5,1")
        .refused("--temperature: expected one beside --label-grid, found 2");
    Path digits = Path.of("savedmodel/digits/1");
    Vae.run("generate", digits, "--label", "7").refused("not conditional");
    Vae.run("generate", digits, "--label-grid").refused("not conditional");
    Path plain = TinyData.npy(folder.resolve("plain.npy"));
    Vae.train(plain, folder.resolve("no"), "--conditional").refused("a label for every image");
    Vae.run("train", "--resume", run, "--conditional", "--epochs", "61").succeeded();
    Path bare = folder.resolve("bare.csv");
    Files.writeString(bare, "0,255,255,0\n255,255,0,0\n255,0,255,0\n");
    Vae.run("encode", model, "--data", bare, "--label-column", "none").refused("--label");
  }

  @Test
  void serversAreToldTheNumberOfAClass() throws IOException {
    Path local = folder.resolve("local.png");
    Path served = folder.resolve("served.png");
    Vae.run("generate", model, "--label", "b", "--count", 4, "--out", local).succeeded();
    try (StandInServer server = new StandInServer(model)) {
      for (List<String> over :
          List.of(
              List.of("--url", server.url().toString()),
              List.of("--grpc", "localhost:" + server.grpcPort()))) {
        List<Object> words = new ArrayList<>(List.of("request", "generate", "--model", "digits"));
        words.addAll(over);
        words.addAll(List.of("--count", 4, "--out", served));
        Vae.run(words.toArray()).refused("conditional", "--class N");
        List<Object> absurd = new ArrayList<>(words);
        absurd.addAll(List.of("--class", Integer.MAX_VALUE));
        Vae.run(absurd.toArray()).refused("--class: expected a class's number");
        words.addAll(List.of("--class", 1));
        Vae.run(words.toArray()).succeeded();
        assertThat(Files.readAllBytes(served)).isEqualTo(Files.readAllBytes(local));
      }
      ServedModel named = new ServedModel("digits", Optional.empty(), Optional.empty());
      try (ServingClient client = ServingClient.rest(server.url(), named, CallLimits.STANDARD);
          VaeModel remote = VaeModel.of(client);
          VaeModel loaded = VaeModel.load(model)) {
        assertThat(remote.given("1").generate(5)[0])
            .containsExactly(loaded.given("b").generate(5)[0], within(1e-6f));
      }
    }
  }
}
