package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.Weights;
import io.github.vaegraph.train.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings that end early, take up schedules, and begin from what is known. */
final class EarlyEndTest {
  @TempDir Path folder = Path.of("");
  private Path data = Path.of("");
  private Path run = Path.of("");

  @BeforeEach
  void write() throws IOException {
    data = TinyData.npy(folder.resolve("tiny.npy"));
    run = folder.resolve("run");
  }

  private Vae train(String... given) {
    List<String> all = Vae.training(data, run, given);
    all.add("--no-export");
    return Vae.run(all.toArray());
  }

  private static int epochs(Path run) throws IOException {
    return RunDirectory.open(run).metrics().size();
  }

  @Test
  void patienceEndsTrainingAndTheBestEpochIsTheModelOfEveryCommand() throws IOException {
    String said =
        train("--epochs", "200", "--patience", "2", "--learning-rate", "0.1").succeeded().err();
    RunDirectory kept = RunDirectory.open(run);
    int epochs = epochs(run);
    int best = kept.model().last().best().orElseThrow().epoch();
    assertThat(epochs).isEqualTo(best + 2).isLessThan(200);
    assertThat(said)
        .contains(
            "training ends in epoch %d: no better validation bound in 2 epochs".formatted(epochs),
            "the weights of epoch %d are evaluated, whose".formatted(best));
    assertThat(Vae.run("inspect", run).succeeded().out())
        .contains(
            "epochs %d of 200 (no better validation bound in 2 epochs), weights of epoch %d"
                .formatted(epochs, best));
    // The figures of training's end come from the weights that the commands take.
    String printed = Vae.run("evaluate", run, "--samples", "100").succeeded().out();
    assertThat(printed).contains("negative ELBO");
    assertThat(Vae.run("train", "--resume", run).succeeded().out())
        .contains(
            "epochs: no better validation bound in 2 epochs; --patience N with a higher number");
    // More epochs alone would end at once, for the same reason.
    assertThat(Vae.run("train", "--resume", run, "--epochs", "300").succeeded().out())
        .contains("; --patience N with a higher number trains on");
    Vae.run("train", "--resume", run, "--patience", "4").succeeded();
    assertThat(epochs(run)).isGreaterThan(epochs);
    Vae.run("train", "--resume", run, "--export", "last").succeeded();
    assertThat(kept.config().wanted().weights()).isEqualTo(Weights.LAST);
    assertThat(kept.model().state()).isEqualTo(kept.model().last());
  }

  @Test
  void aTimeThatIsOverEndsTrainingAndTheModelIsEvaluated() throws IOException {
    String said = train("--epochs", "1000000", "--max-time", "1s").succeeded().err();
    assertThat(said).containsPattern("training ends in epoch [0-9]+: its time of 1s is over");
    assertThat(RunDirectory.open(run).evaluations().told()).isPresent();
    int epochs = epochs(run);
    assertThat(Vae.run("train", "--resume", run).succeeded().out())
        .contains("epochs: its time of 1s is over; a longer --max-time trains on");
    Vae.run("train", "--resume", run, "--max-time", "0s", "--epochs", epochs + 3).succeeded();
    assertThat(epochs(run)).isEqualTo(epochs + 3);
  }

  @Test
  void withoutValidationImagesTheLastEpochIsTheModel() throws IOException {
    train("--validation", "0", "--epochs", "2").succeeded();
    assertThat(RunDirectory.open(run).config().wanted().weights()).isEqualTo(Weights.LAST);
    run = folder.resolve("other");
    train("--validation", "0", "--export", "best").refused("--export best", "validation images");
    train("--validation", "0", "--patience", "3").refused("patience", "validation images");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --learning-rate 0.01 --learning-rate-schedule cosine   | cosine:0.01,3              | 1.0
          --learning-rate-schedule staged:0.1,2                  | staged:0.001,0.1,2         | 1.0
          --learning-rate-schedule exponential --learning-rate-warmup 1 | warmup:1.0,exponential:0.001,0.01,3 | 1.0
          --beta 2 --beta-schedule cycles:2                      | 0.001                      | cycles:2.0,2,3
          --beta-schedule ramp:2                                 | 0.001                      | ramp:1.0,2
          --beta 0.5 --kl-warmup 2                               | 0.001                      | ramp:0.5,2
          """)
  void schedulesAreRecordedLoggedAndKept(String words, String learningRate, String beta)
      throws IOException {
    List<String> given = new ArrayList<>(List.of(words.split(" ")));
    given.addAll(List.of("--epochs", "3"));
    train(given.toArray(String[]::new)).succeeded();
    RunConfig config = RunDirectory.open(run).config();
    assertThat(config.training().learningRate().text()).isEqualTo(learningRate);
    assertThat(config.training().beta().text()).isEqualTo(beta);
    List<EpochMetrics> log = RunDirectory.open(run).metrics();
    int perEpoch = (int) log.get(0).steps();
    for (EpochMetrics epoch : log) {
      assertThat(epoch.learningRate())
          .contains(config.training().learningRate().at(epoch.steps() - 1, perEpoch));
      assertThat(epoch.beta()).contains(config.training().beta().at(epoch.steps() - 1, perEpoch));
    }
    // The same words, and those of the records, go on with the run.
    List<Object> again = new ArrayList<>(List.of("train", "--resume", run));
    again.addAll(List.of(words.split(" ")));
    Vae.run(again.toArray()).succeeded();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --learning-rate-schedule cosin     | did you mean cosine?
          --learning-rate-schedule cosine:2  | --epochs must end before the learning rate cosine:0.001,2 is 0
          --learning-rate-schedule cosine:x  | --learning-rate-schedule: expected cosine[:EPOCHS], found cosine:x
          --beta-schedule ramp               | --beta-schedule: expected ramp:EPOCHS, found ramp
          --beta-schedule constant:3         | --beta-schedule: expected constant, found constant:3
          --learning-rate-warmup -1          | a warmup's epochs must be positive
          --patience -1                      | --patience must be positive, was -1
          --max-time 5                       | --max-time: expected a time as 90s, 30m or 1h30m, found 5
          --export newest                    | --export: weights must be one of best, last
          --beta-schedule ramp:3 --kl-warmup 2 | --kl-warmup: --beta-schedule ramp:3 is another schedule
          --beta ramp:1,3 --beta-schedule cycles | --beta: ramp:1,3 is a schedule of its own; leave it or cycles out
          --objective iwae --beta-schedule cycles | --beta-schedule weighs the rate
          --preset mnst                      | did you mean mnist?
          --preset mnist --config x          | expected one of them, found both
          --config nowhere.json              | nowhere.json: expected a run's folder or an exported model, found nothing there
          --config .                         | .: expected a run's folder or an exported model, found neither config.json
          """)
  void whatMakesNoSenseIsRefused(String words, String message) {
    train((words + " --epochs 3").split(" ")).refused(message);
  }

  @Test
  void aRunIsRepeatedFromItsConfiguration() throws IOException {
    train("--epochs", "3", "--likelihood", "gaussian:0.5", "--learning-rate-schedule", "cosine")
        .succeeded();
    Path again = folder.resolve("again");
    Vae.run("train", "--config", run.resolve("config.json"), "--run", again).succeeded();
    assertThat(Vae.weights(again)).isEqualTo(Vae.weights(run));
    RunConfig first = RunDirectory.open(run).config();
    RunConfig second = RunDirectory.open(again).config();
    assertThat(second.training()).isEqualTo(first.training());
    assertThat(second.model()).isEqualTo(first.model());
    assertThat(second.data()).isEqualTo(first.data());
    assertThat(second.wanted()).isEqualTo(first.wanted());
    Vae.run("export", run, "--out", folder.resolve("models"), "--name", "m").succeeded();
    Path third = folder.resolve("third");
    Vae.run("train", "--config", folder.resolve("models/m"), "--run", third).succeeded();
    assertThat(Vae.weights(third)).isEqualTo(Vae.weights(run));
  }

  /** The columns' names are remembered, and no option says them. */
  @Test
  void aTableWithNamedColumnsIsGoneOnWithAndRepeated() throws IOException {
    StringBuilder rows = new StringBuilder("kind,p0,p1,p2,p3\n");
    for (int i = 0; i < 60; i++) {
      rows.append("ab".charAt(i % 2)).append(",%d,%d,255,0\n".formatted(i, 4 * i));
    }
    data = Files.writeString(folder.resolve("table.csv"), rows);
    train("--shape", "2x2x1", "--label-column", "kind").succeeded();
    Vae.run("train", "--resume", run, "--epochs", "2", "--seed", "0", "--label-column", "kind")
        .succeeded();
    Path again = folder.resolve("again");
    Vae.run("train", "--config", run, "--run", again).succeeded();
    assertThat(RunDirectory.open(again).config().data())
        .isEqualTo(RunDirectory.open(run).config().data());
    assertThat(Vae.weights(again)).isEqualTo(Vae.weights(run));
  }

  /** A course that took all epochs takes all of another number; short forms go beside long ones. */
  @Test
  void whatIsGivenComesBeforeTheConfiguration() throws IOException {
    train("--epochs", "3", "--likelihood", "gaussian:0.5", "--learning-rate-schedule", "cosine")
        .succeeded();
    Path other = folder.resolve("other");
    Vae.run(
            "train",
            "--config",
            run,
            "--run",
            other,
            "--epochs",
            "2",
            "--sigma",
            "learned",
            "--learning-rate",
            "0.01",
            "--hidden",
            "6",
            "--validation",
            "2")
        .succeeded();
    RunConfig config = RunDirectory.open(other).config();
    assertThat(config.training().learningRate().text()).isEqualTo("cosine:0.01,2");
    assertThat(config.model().likelihood().text()).isEqualTo("gaussian:learned");
    assertThat(config.model().network().text()).isEqualTo("mlp:6");
    assertThat(config.dataset().validation()).isEqualTo(2);
    assertThat(config.model().latentDim()).isEqualTo(2);
  }

  @Test
  void presetsAreListedAndTheirWordsMakeSense() {
    String listed = Vae.run("presets").succeeded().out();
    for (Preset preset : Preset.ALL) {
      assertThat(listed).contains(preset.name(), preset.options(), preset.expected());
      Arguments arguments =
          CommandParser.parse(new TrainCommand(), List.of("train"))
              .over(preset.values(new TrainCommand()));
      TrainingArguments.read(
          arguments, ModelArguments.read(arguments, new ImageShape(28, 28, 1), Optional.empty()));
      DataArguments.read(arguments, "digits");
    }
  }

  @Test
  void optionsBesideAPresetComeFirst() throws IOException {
    train("--preset", "mnist", "--epochs", "2", "--samples", "3").succeeded();
    RunConfig config = RunDirectory.open(run).config();
    assertThat(config.training().epochs()).isEqualTo(2);
    assertThat(config.wanted().samples()).isEqualTo(3);
    assertThat(config.dataset().validation()).isZero(); // the preset's
    assertThat(config.data().data()).isEqualTo(data.toString());
  }
}
