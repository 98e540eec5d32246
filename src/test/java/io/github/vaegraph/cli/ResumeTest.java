package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.io.Unfinished;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.RunLock;
import io.github.vaegraph.run.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vae train --resume}, on copies of a run of two epochs of five steps. */
final class ResumeTest {
  @TempDir static Path whole = Path.of("");
  @TempDir Path folder = Path.of("");
  private static Path data = Path.of("");
  private Path run = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    data = TinyData.npy(whole.resolve("tiny.npy"));
    Vae.train(data, whole.resolve("run"), options()).succeeded();
  }

  private static String[] options() {
    return new String[] {"--epochs", "2", "--checkpoint-every", "4", "--out", whole + "/models"};
  }

  @BeforeEach
  void copy() throws IOException {
    run = folder.resolve("run");
    copy(whole.resolve("run"), run);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
    }
  }

  /** As if the program had been killed before the second epoch's end. */
  private void interrupt() throws IOException {
    Unfinished.delete(run.resolve("checkpoints/step-000000010"));
    for (String name : List.of("completion.json", "samples.png")) {
      Files.delete(run.resolve(name));
    }
  }

  /** The contents of a run's files but for times, and what says where the run lies. */
  private static Map<String, String> contents(Path run) throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = run.relativize(file).toString();
        if (!name.matches("config.json|completion.json|.*SHA256SUMS")) {
          contents.put(
              name,
              Files.readString(file, StandardCharsets.ISO_8859_1)
                  .replaceAll("\"(imagesPerSecond|seconds)\"\\s*:\\s*[0-9.E-]+", "\"$1\":0")
                  // The same as the last columns of metrics.csv.
                  .replaceAll(name.endsWith(".csv") ? "(?m),[^,\n]*,[^,\n]*$" : "$^", ""));
        }
      }
    }
    return contents;
  }

  private void assertAsIfUninterrupted() throws IOException {
    assertThat(contents(run)).isEqualTo(contents(whole.resolve("run")));
  }

  @Test
  void anInterruptedRunComesToTheSameFilesAsAnUninterruptedOne() throws IOException {
    interrupt();
    Vae resumed = Vae.run("train", "--resume", run).succeeded();
    assertThat(resumed.err()).contains("resume after step 8, in epoch 2");
    assertThat(resumed.out()).contains("negative ELBO", "exported");
    assertAsIfUninterrupted();
  }

  @Test
  void aTornLineOfMetricsAndOneTooManyAreRepaired() throws IOException {
    interrupt();
    Path metrics = run.resolve("metrics.jsonl");
    String second = Files.readAllLines(metrics).get(1);
    Files.writeString(metrics, Files.readString(metrics) + second.substring(0, 40));
    Vae.run("train", "--resume", run).succeeded();
    assertAsIfUninterrupted();
  }

  @Test
  void metricsThatAreGoneAreMissed() throws IOException {
    interrupt();
    Files.delete(run.resolve("metrics.jsonl"));
    Vae.run("train", "--resume", run)
        .refused("metrics.jsonl", "expected the 1 epochs of the checkpoint, found 0");
  }

  @Test
  void aRunWithoutACheckpointBeginsAnew() throws IOException {
    interrupt();
    Unfinished.delete(run.resolve("checkpoints"));
    Vae.run("train", "--resume", run).succeeded();
    assertAsIfUninterrupted();
  }

  @Test
  void aFinishedRunSaysSoAndIsLeftAlone() throws IOException {
    Map<String, String> before = contents(run);
    String config = Files.readString(run.resolve("config.json"));
    Vae again = Vae.run("train", "--resume", run).succeeded();
    assertThat(again.out()).contains("is finished after 2 epochs", "--epochs");
    assertThat(contents(run)).isEqualTo(before);
    assertThat(run.resolve("config.json")).hasContent(config.strip());
    // With all its own options as well, and some that mean the same.
    List<Object> given = new ArrayList<>(Vae.training(data, whole.resolve("run"), options()));
    given.removeAll(List.of("--run", whole.resolve("run").toString()));
    given.addAll(List.of("--resume", run, "--learning-rate", "1e-3", "--towers", "auto"));
    given.addAll(List.of("--beta", "1", "--samples", "100", "--name", "tiny.npy"));
    Vae.run(given.toArray()).succeeded();
    assertThat(contents(run)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --learning-rate 0.01 | --learning-rate 0.01 (the run: its default)
          --batch-size=11      | --batch-size 11 (the run: 10)
          --hidden 9 --seed 3  | --hidden 9 (the run: 8), --seed 3 (the run: its default)
          --no-export          | --no-export with (the run: without)
          --samples 7          | --samples 7 (the run: its default)
          --data digits        | --data digits (the run: TINY)
          --run elsewhere      | --run elsewhere (the run: RUN)
          --max-rollbacks 1    | --max-rollbacks 1 (the run: its default)
          --out elsewhere      | --out elsewhere (the run: MODELS)
          --name other         | --name other (the run: its default)
          --test 0.2           | --test 0.2 (the run: its default)
          --sigma 1            | bernoulli takes no sigma
          """)
  void otherOptionsAreRefusedEachByItsName(String options, String message) throws IOException {
    List<Object> args = new ArrayList<>(List.of("train", "--resume", run));
    args.addAll(List.of(options.split(" ")));
    Map<String, String> before = contents(run);
    Vae.run(args.toArray())
        .refused(
            message
                .replace("TINY", data.toString())
                .replace("MODELS", whole + "/models")
                .replace("RUN", whole.resolve("run").toString()));
    assertThat(contents(run)).isEqualTo(before);
  }

  /** As a run of before the records told what was wanted. */
  @Test
  void aRunThatRecordsItInItsWordsAloneGoesOnAsTheyMean() throws IOException {
    Path config = run.resolve("config.json");
    String text = Files.readString(config);
    Files.writeString(config, text.replaceFirst("(?s),\\s*\"wanted\" : \\{.*", "}"));
    assertThat(config).content().doesNotContain("wanted");
    Vae.run("train", "--resume", run, "--samples", "7")
        .refused("--samples 7 (the run: its default)");
    interrupt();
    assertThat(Vae.run("train", "--resume", run, "--samples", "100").succeeded().out())
        .contains("exported  " + whole.resolve("models/tiny.npy"));
    assertAsIfUninterrupted();
  }

  @Test
  void aRunWithoutAnExportTakesNoPlaceForOne() throws IOException {
    Path kept = folder.resolve("kept");
    Vae.train(data, kept, "--no-export").succeeded();
    Vae.run("train", "--resume", kept, "--no-export").succeeded();
    Vae.run("train", "--resume", kept, "--out", "m")
        .refused("--out m (the run: its default)"); // which --no-export leaves unused
  }

  /** Which has no command line to compare with, and the defaults are not what it was made with. */
  @Test
  void aRunStartedFromJavaTakesNoOptionsOfTrainingAgain() throws IOException {
    Path config = run.resolve("config.json");
    String command = "\"command\" : [^]]*]";
    Files.writeString(config, Files.readString(config).replaceFirst(command, "\"command\" : []"));
    assertThat(Vae.run("train", "--resume", run).succeeded().out()).contains("is finished");
    Vae.run("train", "--resume", run, "--epochs", "3", "--latent-dim", "20")
        .refused("--latent-dim says nothing about a run started from Java");
  }

  /** Wherever the program is called from. */
  @Test
  void theSameFilesAreTheSameByAnyPath() throws IOException {
    Path relative = Path.of("").toAbsolutePath().relativize(data);
    Path here = folder.resolve("here");
    Vae.train(relative, here, "--no-export").succeeded();
    assertThat(RunDirectory.open(here).config().data().data()).isEqualTo(data.toString());
    for (Path same : List.of(relative, data, data.resolveSibling(".").resolve("tiny.npy"))) {
      Vae.run("train", "--resume", here, "--data", same).succeeded();
    }
    // As if it had been started elsewhere, where the relative path led to these files.
    Path config = here.resolve("config.json");
    Files.writeString(
        config, Files.readString(config).replace("\"" + relative + "\"", "\"tiny.npy\""));
    Vae.run("train", "--resume", here, "--data", data).succeeded();
    // A copy elsewhere is as good: its images are the run's.
    Path copy = TinyData.npy(folder.resolve("tiny.npy"));
    Vae.run("train", "--resume", here, "--epochs", "2", "--data", copy).succeeded();
    assertThat(RunDirectory.open(here).config().data().data()).isEqualTo(copy.toString());
  }

  @Test
  void moreEpochsLeadToWhereARunOfAsManyLeads() throws IOException {
    Path longer = folder.resolve("longer");
    String[] three = options();
    three[1] = "3";
    Vae.train(data, longer, three).succeeded();
    Vae.run("train", "--resume", run, "--epochs", "3").succeeded();
    assertThat(contents(run)).isEqualTo(contents(longer));
    assertThat(RunDirectory.open(run).config().training().epochs()).isEqualTo(3);
    Vae.run("train", "--resume", run, "--epochs", "2")
        .refused("--epochs 2: epoch 3", "has begun already");
    assertThat(contents(run)).isEqualTo(contents(longer));
  }

  @Test
  void onlyWhatIsLeftAfterTrainingIsDone() throws IOException {
    Path evaluation = run.resolve("evaluation.json");
    Path completion = run.resolve("completion.json");
    String marked = Files.readString(evaluation).replace("\"test\"", "\"marked\"");
    Files.writeString(evaluation, marked);
    Files.delete(run.resolve("samples.png"));
    Files.writeString(
        completion,
        Files.readString(completion)
            .replaceFirst("\"drawn\" : true", "\"drawn\" : false")
            .replaceFirst("\"exported\" : \"[^\"]*\"", "\"exported\" : null")
            .replaceFirst("\"finished\" : true", "\"finished\" : false"));
    Vae resumed = Vae.run("train", "--resume", run).succeeded();
    assertThat(resumed.err()).doesNotContain("epoch ");
    assertThat(resumed.out()).contains("on 6 marked images").doesNotContain("steps a second");
    assertThat(evaluation).hasContent(marked.strip());
    assertThat(run.resolve("samples.png")).exists();
    assertThat(completion).content().contains("\"finished\" : true", "models/tiny.npy/");
  }

  @Test
  void aDamagedCheckpointIsPassedOverAndSaid() throws IOException {
    Unfinished.delete(run.resolve("checkpoints/step-000000010"));
    copy(run.resolve("checkpoints/step-000000008"), run.resolve("checkpoints/step-000000010"));
    Path damaged = run.resolve("checkpoints/step-000000010/variables.data-00000-of-00001");
    Files.write(damaged, new byte[10]);
    Files.delete(run.resolve("completion.json"));
    assertThat(Vae.run("evaluate", run).succeeded().err())
        .containsPattern("warning: .*step-000000010.* damaged.*; taking .*step-000000008 instead");
    Vae resumed = Vae.run("train", "--resume", run).succeeded();
    assertThat(resumed.err()).contains("taking", "resume after step 8");
    assertAsIfUninterrupted();
  }

  @Test
  void dataThatHaveChangedAreRefused() throws IOException {
    Path other = TinyData.npy(folder.resolve("other.npy"));
    Path fresh = folder.resolve("fresh");
    Vae.train(other, fresh, "--no-export").succeeded();
    Files.delete(fresh.resolve("completion.json"));
    byte[] bytes = Files.readAllBytes(other);
    bytes[200]++;
    Files.write(other, bytes);
    Vae.run("train", "--resume", fresh)
        .refused("other.npy: expected the data of the run", "have the files changed?");
  }

  @Test
  void aSecondProgramOnTheRunIsRefused() throws IOException {
    Files.delete(run.resolve("completion.json"));
    try (RunLock lock = RunDirectory.open(run).lock()) {
      assertThat(lock).isNotNull();
      Vae.run("train", "--resume", run).refused("run: another program is training this run");
    }
    Vae.run("train", "--resume", run).succeeded();
  }

  /** What is done in the very moment before Ctrl-C. */
  private interface Trouble {
    void happen() throws IOException;
  }

  /**
   * Runs a program of its own, as a signal goes to a whole JVM, and presses Ctrl-C once it has said
   * these words; returns all that it said.
   */
  private static String interrupted(
      boolean terminal, String words, Trouble trouble, List<String> args) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dvae.terminal=" + terminal,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(args);
    Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    boolean pressed = false;
    try (InputStream out = java.getInputStream()) {
      for (int c = out.read(); c >= 0; c = out.read()) {
        said.write(c);
        if (!pressed && said.toString(StandardCharsets.UTF_8).endsWith(words)) {
          trouble.happen();
          new ProcessBuilder("kill", "-INT", "" + java.pid()).start().waitFor();
          pressed = true;
        }
      }
    }
    String all = said.toString(StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(all).isEqualTo(130);
    return all;
  }

  /** Holds what a stopped training said to the checkpoint it left. */
  private static void assertSaved(String said, Path stopped) throws IOException {
    assertThat(said)
        .containsPattern(
            "stopped after step \\d+, in epoch \\d+; all is saved, go on with: vae train --resume "
                + stopped);
    String step = said.replaceAll("(?s).*stopped after step (\\d+),.*", "$1");
    assertThat(
            RunDirectory.open(stopped)
                .checkpoints()
                .model(Weights.LAST)
                .orElseThrow()
                .variables()
                .toString())
        .contains("step-%09d".formatted(Long.parseLong(step)));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void controlCFinishesTheStepSavesAndExits130() throws Exception {
    Path longRun = folder.resolve("long");
    // Enough for the signal to come in time, and an end where a shell has its jobs ignore it.
    List<String> args = Vae.training(data, longRun, "--epochs", "3000", "--no-export");
    assertSaved(interrupted(false, "epoch 2/", () -> {}, args), longRun);
  }

  /**
   * The first thing that a resumed run writes may be its last checkpoint; and where that cannot be
   * written, it says so.
   */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void controlCInAResumedRunsFirstEpochSavesAsWellOrSaysWhyNot() throws Exception {
    int images = 5_000; // an epoch of seconds, at one image a step
    Path many =
        TinyData.npy(folder.resolve("many.npy"), "|u1", "(5000, 4, 4)", TinyData.pixels(images));
    Path straight = folder.resolve("straight");
    Vae.train(many, straight, "--epochs", "2", "--batch-size", "1", "--no-export").succeeded();
    Path killed = folder.resolve("killed");
    copy(straight, killed);
    Unfinished.delete(killed.resolve("checkpoints/step-000008000"));
    Files.delete(killed.resolve("completion.json"));
    Path metrics = killed.resolve("metrics.jsonl");
    Files.writeString(metrics, Files.readAllLines(metrics).get(0) + "\n");
    String begun = "epoch 2/2 rate"; // a bar's, after the first step
    List<String> again = List.of("train", "--resume", killed.toString());

    Path checkpoints = killed.resolve("checkpoints");
    Path away = folder.resolve("away");
    String failed =
        interrupted(
            true,
            begun,
            () -> {
              Files.move(checkpoints, away);
              Files.createFile(checkpoints);
            },
            again);
    assertThat(failed).containsOnlyOnce("cannot be written").contains("go on with: vae train");
    Files.delete(checkpoints);
    Files.move(away, checkpoints);

    assertSaved(interrupted(true, begun, () -> {}, again), killed);
    Vae.run("train", "--resume", killed).succeeded();
    assertThat(Vae.weights(killed)).isEqualTo(Vae.weights(straight));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFinishedRunThatTrainsOnIsNoLongerEvaluatedNorFinished() throws Exception {
    List<String> longer = List.of("train", "--resume", run.toString(), "--epochs", "3000");
    assertSaved(interrupted(false, "epoch 3/", () -> {}, longer), run);
    Vae.run("export", run, "--out", folder.resolve("models"))
        .refused("expected an evaluation.json, found none");
    Vae.run("train", "--resume", run, "--epochs", "2").refused("--epochs 2: ", "begun already");
  }
}
