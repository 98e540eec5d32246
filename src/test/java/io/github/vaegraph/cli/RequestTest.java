package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.client.StandInServer;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vae request} against the stand-in server: the files of the commands that need none. */
final class RequestTest {
  private static final Path MODEL = Path.of("savedmodel/digits/1");

  @TempDir static Path folder = Path.of("");
  private static StandInServer server;
  private static Path data = Path.of("");

  @BeforeAll
  static void start() throws IOException {
    server = new StandInServer(MODEL);
    data =
        TinyData.npy(
            folder.resolve("images.npy"),
            "|u1",
            "(60, 28, 28)",
            TinyData.pixels(60 * 28 * 28 / TinyData.SIZE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Vae request(String over, Object... args) {
    List<Object> all = new ArrayList<>(List.of("request", "--model", "digits"));
    all.addAll(
        over.equals("--url")
            ? List.of(over, server.url())
            : List.of(over, "localhost:" + server.grpcPort()));
    all.addAll(Arrays.asList(args));
    return Vae.run(all.toArray());
  }

  /** What a command writes over REST, over gRPC, and what the local one writes. */
  private static void assertSameFile(String command, String ending, Object... options)
      throws IOException {
    Path local = folder.resolve(command + "-local" + ending);
    List<Object> args = new ArrayList<>(List.of(command, MODEL, "--out", local));
    args.addAll(List.of(options));
    Vae.run(args.toArray()).succeeded();
    for (String over : List.of("--url", "--grpc")) {
      Path out = folder.resolve(command + over + ending);
      List<Object> asked = new ArrayList<>(List.of(command, "--out", out));
      asked.addAll(List.of(options));
      assertThat(request(over, asked.toArray()).succeeded().out()).contains(out.toString());
      assertThat(Files.readAllBytes(out)).as(over).isEqualTo(Files.readAllBytes(local));
    }
  }

  @Test
  void generatesEncodesAndReconstructsAsTheLocalCommandsDo() throws IOException {
    assertSameFile("generate", ".png", "--count", "9", "--seed", "5");
    assertSameFile("encode", ".csv", "--data", data);
    assertSameFile("reconstruct", ".png", "--data", data, "--count", "4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--url", "--grpc"})
  void seedsThatAreNamedAreThoseThatCountOn(String over) throws IOException {
    Path named = folder.resolve("named.png");
    Path counted = folder.resolve("counted.png");
    request(over, "generate", "--seeds", "7,8, 9", "--out", named).succeeded();
    request(over, "generate", "--seed", "7", "--count", "3", "--out", counted).succeeded();
    assertThat(Files.readAllBytes(named)).isEqualTo(Files.readAllBytes(counted));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--url", "--grpc"})
  void decodesTheMeansOfEncodedCodes(String over) throws IOException {
    Path codes = folder.resolve("codes.npy");
    Path decoded = folder.resolve("decoded.png");
    request(over, "encode", "--data", data, "--split", "test", "--out", codes).succeeded();
    request(over, "decode", "--codes", codes, "--out", decoded).succeeded();
    assertThat(decoded).isNotEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--url", "--grpc"})
  void interpolatesBetweenTwoImages(String over) throws IOException {
    Path between = folder.resolve("between.png");
    request(over, "interpolate", "--data", data, "--split", "all", "--count", "2", "--out", between)
        .succeeded();
    Path expected = folder.resolve("expected.png");
    try (InferenceModel model = InferenceModel.load(MODEL)) {
      byte[] pixels = Arrays.copyOf(TinyData.pixels(60 * 28 * 28 / TinyData.SIZE), 2 * 28 * 28);
      Floats images = Floats.ofPixels(pixels, 28 * 28);
      Floats start = repeated(images, 0);
      Floats end = repeated(images, 1);
      Floats pictures = model.interpolate(start, end, new float[] {0, 1});
      Pictures.save(ImageGrid.of(model.shape(), pictures.values(), 2), expected);
    }
    assertThat(Files.readAllBytes(between)).isEqualTo(Files.readAllBytes(expected));
    request(over, "interpolate", "--data", data, "--from", "0", "--to", "6", "--out", between)
        .refused("--to: expected an image from 0 to 5, found 6");
  }

  private static Floats repeated(Floats images, int image) {
    float[] one = images.slice(image, image + 1).values();
    float[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    return new Floats(2, one.length, two);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--url", "--grpc"})
  void scoresAreALineAnImageAndTheirMeansANote(String over) {
    Vae scored = request(over, "score", "--data", data, "--count", "5").succeeded();
    List<String> lines = scored.out().lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).isEqualTo("elbo,log_likelihood");
    double elbo = 0;
    for (String line : lines.subList(1, 6)) {
      String[] bounds = line.split(",", -1);
      elbo += Double.parseDouble(bounds[0]) / 5;
      assertThat(Double.parseDouble(bounds[1])).isFinite();
    }
    assertThat(scored.err())
        .contains("mean of 5 images: ELBO %.2f nats".formatted(elbo), "the more unusual");
  }

  /** A server's answer may round otherwise; what it does not tell is left out. */
  @ParameterizedTest
  @ValueSource(strings = {"--url", "--grpc"})
  void scoresInAFileAreThoseOfTheLocalCommand(String over) throws IOException {
    Path local = folder.resolve("local-scores.csv");
    Path served = folder.resolve("served-scores.csv");
    Vae.run("score", MODEL, "--data", data, "--split", "test", "--out", local).succeeded();
    assertThat(
            request(over, "score", "--data", data, "--split", "test", "--out", served)
                .succeeded()
                .out())
        .contains("wrote 6 scores to " + served, "the more unusual");
    List<String> expected = Files.readAllLines(local);
    List<String> found = Files.readAllLines(served);
    assertThat(expected.get(0)).isEqualTo("row,elbo,log_likelihood,rate,distortion");
    assertThat(found.get(0)).isEqualTo("row,elbo,log_likelihood");
    assertThat(found).hasSize(7);
    for (int i = 1; i < 7; i++) {
      String[] one = found.get(i).split(",", -1);
      String[] other = expected.get(i).split(",", -1);
      assertThat(one[0]).isEqualTo(other[0]);
      for (int j = 1; j < 3; j++) {
        double value = Double.parseDouble(other[j]);
        assertThat(Double.parseDouble(one[j])).isCloseTo(value, within(1e-6 * Math.abs(value)));
      }
    }
    request(over, "score", "--data", data, "--count", "2", "--out", served).succeeded();
    assertThat(Files.readAllLines(served)).hasSize(3);
    request(over, "score", "--data", data, "--out", folder.resolve("scores.txt"))
        .refused("--out: expected a name in .csv");
  }

  @Test
  void samplesDependOnTheirSeed() throws IOException {
    byte[] first = sampled("--url", "1");
    assertThat(sampled("--grpc", "1")).isEqualTo(first);
    assertThat(sampled("--url", "2")).isNotEqualTo(first);
  }

  private static byte[] sampled(String over, String seed) throws IOException {
    Path out = folder.resolve("sampled.png");
    request(over, "sample", "--data", data, "--count", "3", "--seed", seed, "--out", out)
        .succeeded();
    return Files.readAllBytes(out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          draw                             | unknown signature draw; expected one of encode, recon
          generate --seeds 1,x             | --seeds: expected whole numbers
          generate --seeds 1,,2            | --seeds: expected whole numbers
          generate --seeds 1 --seed 2      | leave --seed and --count away
          generate --count 0               | --count: expected 1 to 10000, found 0
          generate --data digits           | --data says nothing about generate
          generate --split test            | --split says nothing about generate
          generate --resize 2x2            | --resize says nothing about generate
          encode --seed 1                  | --seed says nothing about encode
          encode                           | --data: expected a set's name
          encode --out codes.txt           | --out: expected a name in .npy or .csv
          reconstruct --out grid.jpg       | --out: expected a name in .png
          decode                           | --codes: expected a .npy or .csv file
          decode --codes nowhere.npy       | nowhere.npy: no such file
          generate --timeout 0             | --timeout: expected 0.001 to 86400 seconds, found 0
          generate --timeout soon          | --timeout: expected a number, found soon
          generate --retries -1            | retries must not be negative, was -1
          generate --rows 0                | rowsPerRequest must be positive, was 0
          generate --version 2 --label a   | a version and a label
          generate --version -1            | a version must not be negative, was -1
          generate --version 2             | is it serving model digits version 2?
          generate --label canary          | is it serving model digits label canary?
          """)
  void mistakesAreToldInOneLine(String options, String message) {
    for (String over : List.of("--url", "--grpc")) {
      request(over, (Object[]) options.split(" ", -1)).refused(message);
    }
  }

  @Test
  void serversAreNamedOnceAndReadably() {
    Vae.run("request", "generate", "--model", "m").refused("either --url", "found neither");
    Vae.run("request", "generate", "--model", "m", "--url", "http://a", "--grpc", "a:1")
        .refused("found both");
    Vae.run("request", "generate", "--url", "http://a").refused("--model: expected");
    for (String url : List.of("localhost:8501", "a b", "http://a:70000", "http://a/v1/models/m")) {
      Vae.run("request", "generate", "--model", "m", "--url", url)
          .refused("expected a server's address as http://host:8501, found " + url);
    }
    for (String target : List.of("localhost", "localhost:", "localhost:70000", "a:1/x", "a b:1")) {
      Vae.run("request", "generate", "--model", "m", "--grpc", target)
          .refused("expected a server's address as host:8500, found " + target);
    }
    for (String server : List.of("--url http://tf_serving:8501", "--grpc tf_serving:8500")) {
      String[] option = server.split(" ", -1);
      Vae.run("request", "generate", "--model", "m", option[0], option[1])
          .refused("found " + option[1] + "; a host's name cannot hold _ there: try an alias");
    }
    Vae.run("request", "generate", "--model", "a/b", "--url", "http://a").refused("model's name");
  }

  @Test
  void whereNoServerIsTheMessageSaysSo() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Object[] rest = {"request", "generate", "--model", "m", "--url", "http://localhost:" + free};
    Vae.run(rest).refused("localhost:" + free, "connection refused");
    Object[] grpc = {"request", "generate", "--model", "m", "--grpc", "localhost:" + free};
    Vae.run(grpc).refused("localhost:" + free, "connection refused");
    request("--url", "generate", "--model", "faces").refused("--model: expected it once");
  }

  @Test
  void dataAndCodesOfAnotherShapeAreRefusedBeforeTheyAreSent() throws IOException {
    Path small = TinyData.npy(folder.resolve("small.npy"));
    Path narrow = TinyData.npy(folder.resolve("narrow.npy"), "<f4", "(2, 3)", new byte[2 * 3 * 4]);
    Path short1 = TinyData.npy(folder.resolve("short.npy"), "<f4", "(2, 20)", new byte[9]);
    int before = server.predictions();
    for (String over : List.of("--url", "--grpc")) {
      request(over, "encode", "--data", small, "--out", folder.resolve("none.npy"))
          .refused("small.npy", "28x28x1", "4x4x1");
      request(over, "decode", "--codes", narrow).refused("narrow.npy", "found 3");
      request(over, "decode", "--codes", short1).refused("short.npy", "is it whole?");
      request(over, "decode", "--codes", small)
          .refused("small.npy", "found uint8 with 3 dimensions");
    }
    assertThat(server.predictions()).isEqualTo(before);
    assertThat(folder.resolve("none.npy")).doesNotExist();
  }
}
