package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.io.Unfinished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged runs and exports end in one line; every command is tried on a damaged copy. */
final class DamagedModelTest {
  private static final String CHECKPOINT = "checkpoints/step-000000005/variables";

  @TempDir static Path whole = Path.of("");
  @TempDir Path folder = Path.of("");
  private Path run = Path.of("");
  private Path exported = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    Path data = TinyData.npy(whole.resolve("tiny.npy"));
    Vae.train(data, whole.resolve("run"), "--out", whole.resolve("sm") + "", "--name", "m")
        .succeeded();
  }

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(whole.relativize(file));
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
    }
    run = folder.resolve("run");
    exported = folder.resolve("sm/m/1");
  }

  private static void cut(Path file, long bytes) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) bytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 10000})
  void truncatedSavedModel(int bytes) throws IOException {
    cut(exported.resolve("saved_model.pb"), bytes);
    Vae.run("inspect", exported).refused(exported.toString(), "SavedModel");
    Vae.run("generate", exported.resolveSibling("")).refused(exported.toString(), "SavedModel");
  }

  @Test
  void savedModelOfOtherBytes() throws IOException {
    Files.writeString(exported.resolve("saved_model.pb"), "no protocol buffer");
    Vae.run("inspect", exported).refused(exported.toString(), "SavedModel");
  }

  @Test
  void savedModelWithMissingOrTruncatedVariables() throws IOException {
    Path data = exported.resolve("variables/variables.data-00000-of-00001");
    Path index = exported.resolve("variables/variables.index");
    cut(data, 100);
    Vae.run("generate", exported).refused(exported.toString(), "SavedModel");
    Files.delete(data);
    Vae.run("generate", exported).refused(exported.toString(), "SavedModel");
    cut(index, 50);
    Vae.run("generate", exported).refused(exported.toString(), "SavedModel");
    Files.delete(index);
    Vae.run("generate", exported).refused(exported.toString(), "no variables/variables.index");
    Files.delete(index.resolveSibling(""));
    Vae.run("generate", exported).refused(exported.toString(), "no variables/variables.index");
  }

  @Test
  void damagedCheckpoint() throws IOException {
    Path data = run.resolve(CHECKPOINT + ".data-00000-of-00001");
    byte[] bytes = Files.readAllBytes(data);
    bytes[64]++;
    Files.write(data, bytes);
    Path out = folder.resolve("new");
    for (int damage = 0; damage < 3; damage++) {
      Vae.run("evaluate", run).refused(CHECKPOINT, "cannot be read");
      Vae.run("generate", run).refused(CHECKPOINT, "cannot be read");
      Vae.run("export", run, "--out", out).refused(CHECKPOINT, "cannot be read");
      assertThat(out.resolve("tiny.npy")).doesNotExist();
      switch (damage) {
        case 0 -> cut(data, 100);
        default -> Files.deleteIfExists(run.resolve(CHECKPOINT + ".index"));
      }
    }
    Unfinished.delete(data.resolveSibling(""));
    Vae.run("evaluate", run).refused("expected a checkpoint, found none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "model" : {             | "model" : {,              | line 44
          "model" : {             | "model" : { "depth" : 3,  | unknown key depth
          "dim" : 2               | "dim" : "2"               | latent dim
          "dim" : 2               | "dim" : 2.5               | latent dim
          "dim" : 2               | "dim" : 0                 | latentDim must lie between
          "dim" : 2               | "dim" : 3                 | cannot be read
          "dim" : 2               | "dim" : 2, "dim" : 2      | dim
          "dim" : 2,              |                           | latent dim
          "prior" : "normal"      | "prior" : "norm"          | prior must be one of
          "posterior" : "gaussian" | "posterior" : "point:3"  | takes no arguments
          "network" : "mlp:8"     | "network" : null          | network
          "network" : "mlp:8"     | "network" : [ 8 ]         | network must be one of
          "network" : "mlp:8"     | "network" : "mlp:-8"      | hidden widths
          "objective" : "elbo"    | "objective" : "mse"       | objective must be one of
          "image" : "4x4x1"       | "image" : "4x4x0"         | positive
          "image" : "4x4x1"       | "image" : {}              | image
          "epochs" : 1            | "epochs" : -1             | epochs must be positive
          "command" :             | "commands" :              | command
          "format" : 5            | "format" : 9, "depth" : 3 | expected format 5 at most, found 9
          "format" : 5            | "format" : "two"          | expected a whole number from 1 on
          """)
  void damagedConfigurationTellsThePlaceAndTheRule(
      String found, @Nullable String damaged, String message) throws IOException {
    Path config = run.resolve("config.json");
    String text = Files.readString(config);
    assertThat(text).contains(found);
    Files.writeString(
        config,
        text.replaceFirst(
            Pattern.quote(found), Matcher.quoteReplacement(damaged == null ? "" : damaged)));
    for (String command : List.of("evaluate", "generate", "inspect", "export")) {
      Vae.run(command, run).refused(message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "{}", "{} {}", "text"})
  void configurationThatIsNone(String text) throws IOException {
    Files.writeString(run.resolve("config.json"), text);
    Vae.run("inspect", run).refused("config.json");
  }

  @Test
  void configurationOfBytes() throws IOException {
    Files.write(run.resolve("config.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Vae.run("inspect", run).refused("config.json", "cannot be read as text");
  }
}
