package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {
  private static final List<String> COMMANDS =
      List.of(
          "train",
          "evaluate",
          "generate",
          "encode",
          "reconstruct",
          "score",
          "decode",
          "traverse",
          "interpolate",
          "report",
          "export",
          "inspect",
          "check",
          "request",
          "notebook",
          "benchmark");

  @Test
  void overviewListsEveryCommand() {
    for (Vae vae : List.of(Vae.run(), Vae.run("help"), Vae.run("--help"), Vae.run("-h"))) {
      assertThat(vae.succeeded().out()).contains(COMMANDS).contains("usage: vae COMMAND");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "evaluate",
        "generate",
        "encode",
        "reconstruct",
        "score",
        "decode",
        "traverse",
        "interpolate",
        "report",
        "export",
        "inspect",
        "check",
        "request",
        "notebook",
        "benchmark"
      })
  void everyCommandShowsDefaultsAndAnExample(String command) {
    Vae help = Vae.run("help", command).succeeded();
    assertThat(help.out()).contains("usage: vae " + command, "example: vae " + command);
    if (!List.of("inspect", "check").contains(command)) { // which have no options
      assertThat(help.out()).contains("(default: ");
    }
    assertThat(Vae.run(command, "--help")).isEqualTo(help);
    assertThat(Vae.run(command, "-h")).isEqualTo(help);
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void versionTellsWhatItRunsOn() {
    assertThat(Vae.run("--version").succeeded().out())
        .matches("vae \\d+\\.\\d+\\.\\d+.*, TensorFlow Java \\d.*, Java \\d.*\\R");
  }

  @Test
  void nearestWordIsSuggested() {
    Vae.run("trian").refused("unknown command trian", "did you mean train?");
    Vae.run("help", "evalute").refused("did you mean evaluate?");
    Vae.run("train", "--epoch", "3").refused("unknown option --epoch", "did you mean --epochs?");
    Vae.run("train", "--latentdim=3").refused("--latentdim,", "did you mean --latent-dim?");
    Vae.run("train", "--zzzzzzzzz").refused("unknown option --zzzzzzzzz; vae train --help");
  }

  @ParameterizedTest
  @CsvSource({
    "--lr, --learning-rate",
    "-lr, --learning-rate",
    "--latent, --latent-dim",
    "--z, --latent-dim",
    "--z_dim=3, --latent-dim",
    "--hidden-dims, --hidden",
    "--batch, --batch-size",
    "--out-dir, --out",
    "--dataset, --data",
    "--LR, --learning-rate"
  })
  void whatOthersCallAnOptionFindsOurs(String theirs, String ours) {
    Vae.run("train", theirs).refused(theirs.replaceAll("=.*", ""), "did you mean " + ours + "?");
  }

  @Test
  void aSynonymOfAnotherCommandsOptionIsNotSuggested() {
    assertThat(Vae.run("inspect", "model", "--lr").refused("unknown option --lr").err())
        .doesNotContain("learning-rate");
  }

  @Test
  void helpLoadsNoTensorFlow() throws IOException {
    assertThat(classesLoadedBy("help", "generate")).noneMatch(n -> n.startsWith("org.tensorflow"));
    // The verifier looks at the interfaces that our enums name; nothing of them runs.
    assertThat(classesLoadedBy("help", "train"))
        .filteredOn(name -> name.startsWith("org.tensorflow") || name.startsWith("org.bytedeco"))
        .isSubsetOf(
            "org.tensorflow.op.Op", "org.tensorflow.Operand", "org.tensorflow.ndarray.Shaped");
  }

  private static List<String> classesLoadedBy(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    Process java = new ProcessBuilder(command).start();
    String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).contains("usage: vae " + args[1]);
    return output
        .lines()
        .filter(line -> line.contains("[class,load]"))
        .map(line -> line.replaceAll(".*\\[class,load\\] (\\S+) .*", "$1"))
        .toList();
  }

  @Test
  void aBugOfOursShowsItsStackTraceAndSaysSo() {
    PrintStream broken =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            throw new IllegalStateException("broken on purpose");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            List.of("help"), broken, new PrintStream(err, true, StandardCharsets.UTF_8), false);
    assertThat(status).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("broken on purpose", "\tat ")
        .endsWith("vae: this is a bug of VaeGraph; please report it with the lines above\n");
  }
}
