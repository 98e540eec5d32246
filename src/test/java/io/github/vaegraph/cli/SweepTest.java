package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.run.CommandWords;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.SweepConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SweepTest {
  @TempDir Path folder = Path.of("");

  private Vae sweep(String... words) throws IOException {
    Path data = folder.resolve("tiny.npy");
    if (Files.notExists(data)) {
      TinyData.npy(data);
    }
    List<Object> all = new ArrayList<>(List.of("sweep", "--data", data));
    all.addAll(List.of("--hidden", "6", "--samples", "2", "--batch-size", "10"));
    all.addAll(List.of("--runs", folder.resolve("sweep")));
    all.addAll(Arrays.asList(words));
    return Vae.run(all.toArray());
  }

  @Test
  void everyCombinationIsTrainedAndRankedByValidationAndALostRunIsMadeAnew() throws IOException {
    String[] words = {"--vary", "latent-dim=1,2", "--vary", "epochs=1,2", "--jobs", "2"};
    String said = sweep(words).succeeded().out();
    Path sweep = folder.resolve("sweep");
    List<String> table = Files.readAllLines(sweep.resolve("sweep.csv"));
    assertThat(table).hasSize(5);
    assertThat(table.get(0))
        .isEqualTo(
            "rank,latent-dim,epochs,validation_negative_elbo,validation_distortion,"
                + "test_negative_elbo,test_distortion,test_negative_log_likelihood,run");
    List<Double> figures =
        table.stream().skip(1).map(line -> Double.parseDouble(line.split(",", -1)[3])).toList();
    assertThat(figures).isSorted();
    String[] first = table.get(1).split(",", -1);
    RunDirectory best =
        RunDirectory.open(sweep.resolve("latent-dim=%s,epochs=%s".formatted(first[1], first[2])));
    assertThat(best.validation().orElseThrow().negativeElbo()).contains(figures.get(0));
    assertThat(best.config().model().latentDim()).isEqualTo(Integer.parseInt(first[1]));
    assertThat(best.config().training().epochs()).isEqualTo(Integer.parseInt(first[2]));
    assertThat(said).contains("next: vae export " + best.folder());
    String page = Files.readString(sweep.resolve("report.html"));
    assertThat(page).contains("4 runs, lowest negative ELBO on validation images first");

    try (Stream<Path> files = Files.walk(best.folder())) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    Vae.run("sweep", "--resume", sweep).succeeded();
    assertThat(Files.readAllLines(sweep.resolve("sweep.csv"))).isEqualTo(table);
    sweep(words).refused("found a sweep; go on with: vae sweep --resume");
  }

  @Test
  void whatFailsBeforeItBeginsEndsTheSweepInItsWords() throws IOException {
    sweep("--vary", "latent-dim=1,2", "--shape", "3x3x1").refused("latent-dim=1", "3x3x1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --epochs 1                              | --vary: expected an option and its values
          --vary latent-dim                       | --vary: expected NAME=V1,V2,... as latent-dim=2,8
          --vary latent-dim=2,2                   | expected values that differ, found 2,2
          --vary latent=2,3                       | found latent, did you mean --latent-dim?
          --vary tensorboard=1,2                  | expected an option of vae train that takes a value
          --vary beta=1,2 --out x                 | unknown option --out, did you mean --runs?
          --vary latent-dim=2,x                   | --latent-dim must be a whole number, or one a layer as 100,50, was x
          --vary beta=1 --beta 2                  | --vary beta: expected it once, found --beta as well
          --vary beta=1 --vary beta=2             | --vary beta: expected it once
          --vary beta=1,2 --jobs 0                | --jobs: expected 1 or more, found 0
          --vary beta=1,2 --resume x              | says nothing to a sweep that goes on
          """)
  void whatMakesNoSenseIsRefusedBeforeAnythingIsTrained(String words, String message)
      throws IOException {
    sweep(words.split(" ")).refused(message);
    assertThat(folder.resolve("sweep")).doesNotExist();
  }

  /** It goes on from another folder, and its words can be typed, where paths have blanks. */
  @Test
  void pathsAreRecordedInFullAndQuoted() throws IOException {
    Path data = TinyData.npy(folder.resolve("tiny.npy"));
    Path relative = Path.of("").toAbsolutePath().relativize(data.toAbsolutePath());
    Path sweep = folder.resolve("my sweep");
    String said =
        Vae.run(
                "sweep",
                "--data",
                relative,
                "--vary",
                "latent-dim=1",
                "--hidden",
                "6",
                "--epochs",
                "1",
                "--samples",
                "0",
                "--runs",
                sweep)
            .succeeded()
            .out();
    assertThat(said)
        .contains("next: vae export " + CommandWords.quoted(sweep.resolve("latent-dim=1")));
    assertThat(Json.read(sweep.resolve(SweepConfig.FILE), SweepConfig.class).words())
        .contains("--data=" + data.toAbsolutePath().normalize());
  }

  @Test
  void onlyASweepGoesOn() {
    Vae.run("sweep", "--resume", folder)
        .refused(folder + ": expected a sweep's folder, found no sweep.json in it");
    Vae.run("sweep", "--resume", folder.resolve("gone")).refused("found nothing there");
  }

  @Test
  void valuesWithCommasHaveSemicolonsBetweenThem() {
    Variation variation = Variation.read("hidden=400;200,200");
    assertThat(Variation.points(List.of(variation, Variation.read("beta=1,2"))))
        .extracting(Variation.Point::name)
        .containsExactly(
            "hidden=400,beta=1",
            "hidden=400,beta=2",
            "hidden=200,200,beta=1",
            "hidden=200,200,beta=2");
    assertThat(new Variation.Point(List.of("likelihood"), List.of("gaussian:0.1")).name())
        .isEqualTo("likelihood=gaussian-0.1");
  }
}
