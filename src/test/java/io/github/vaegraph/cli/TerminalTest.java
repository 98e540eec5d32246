package io.github.vaegraph.cli;

import static io.github.vaegraph.client.HostileServer.json;
import static io.github.vaegraph.client.HostileServer.ok;
import static io.github.vaegraph.client.HostileServer.signatures;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.client.HostileServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.SignatureDef;

/** Names and words from outside reach people, and not their terminals. */
final class TerminalTest {
  private static final String NAME = "\u001b[31mred\u202e\u009bx\u200b";
  private static final String SHOWN = "\\u001b[31mred\\u202e\\u009bx\\u200b";

  @TempDir Path folder = Path.of("");

  private static void assertVisible(Vae run) {
    assertThat(run.out() + run.err()).matches("[\\P{C}\\n]*").contains(SHOWN);
  }

  @Test
  void signaturesOfModelsAreEscaped() throws IOException {
    Path model =
        OddModels.changed(
            folder.resolve("1"),
            graph -> {
              SignatureDef encode = graph.getSignatureDefOrThrow("encode");
              graph.putSignatureDef(NAME, encode);
              graph.putSignatureDef("vae: all is well\nsecond line", encode);
            });
    Vae inspected = Vae.run("inspect", model).succeeded();
    assertVisible(inspected);
    assertThat(inspected.out()).contains("\n  vae: all is well second line\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // which allows no such names
  void namesOfFoldersAndFilesAreEscaped() throws IOException {
    for (String label : new String[] {NAME, "plain"}) {
      for (int i = 0; i < 30; i++) {
        BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        picture.setRGB(i % 4, i / 8, 0xffffff);
        Path file = folder.resolve("data").resolve(label).resolve(i + ".png");
        Files.createDirectories(file.resolveSibling(""));
        ImageIO.write(picture, "png", file.toFile());
      }
    }
    Path data = folder.resolve("data");
    assertVisible(Vae.train(data, folder.resolve("run")).succeeded());
    assertVisible(Vae.run("encode", folder.resolve(NAME), "--data", data));
    Vae json = Vae.run("evaluate", folder.resolve("run"), "--json").succeeded();
    assertThat(new ObjectMapper().readTree(json.out()).isObject()).isTrue();
  }

  @Test
  void optionsAreEscaped() {
    assertVisible(Vae.run("train", "--" + NAME));
    assertVisible(Vae.run("train", "--network", NAME));
    assertVisible(Vae.run(NAME));
  }

  @Test
  void stackTracesAreEscaped() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Main.bug(stream, new IllegalStateException(NAME + "\nsecond"));
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("java.lang.IllegalStateException: " + SHOWN + "\nsecond\n\tat ")
        .matches("[\\P{C}\\n\\t]*");
  }

  @Test
  void aBarShowsNoOthersControlCharacters() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, true);
    try (Console.Progress bar = console.progress(NAME, 1)) {
      bar.message(NAME);
      bar.to(1);
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b[31m", "\u202e");
  }

  @Test
  void passwordsAreNotRepeated() {
    for (String address :
        new String[] {"--url=http://me:secret@host:1", "--grpc=me:secret@host:1"}) {
      Vae.run("request", "generate", "--model", "m", address).refused("***@host:1", "no users");
    }
    for (String address :
        new String[] {
          "--url=http://me:secret@ho st:1",
          "--url=http://me:sec ret@host:1",
          "--url=http://me:secret@:1",
          "--data=http://me:secret@host:1/x"
        }) {
      Vae refused = Vae.run("request", "encode", "--model", "m", "--grpc", "localhost:1", address);
      assertThat(refused.refused().err()).doesNotContain("cret", "sec");
    }
    Vae read = Vae.run("train", "--data", "http://me:secret@host:1/x", "--run", "never");
    assertThat(read.refused("***@host").err()).doesNotContain("secret");
  }

  /** JSON of TensorFlow Serving's holds NaN as it is. */
  @Test
  void answersThatAreNoNumbersAreWarnedOf() throws IOException {
    String row = "[[NaN], [1e999], [1.0], [1.0]]";
    String picture = "[%s, %s, %s, %s]".formatted(row, row, row, row);
    String answer = "{\"outputs\": {\"image\": [%s], \"z\": [[1, 2]]}}".formatted(picture);
    Path out = folder.resolve("out.png");
    try (HostileServer server = HostileServer.rest(ok(json(signatures())), ok(answer))) {
      Vae drawn =
          Vae.run(
              "request",
              "generate",
              "--model",
              "m",
              "--count",
              1,
              "--url",
              server.url(),
              "--out",
              out);
      assertThat(drawn.succeeded().err()).contains("warning: the model answered NaN for row 0");
    }
    assertThat(out).isNotEmptyFile();
  }
}
