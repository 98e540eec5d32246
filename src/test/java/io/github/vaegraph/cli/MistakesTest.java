package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users get wrong on the command line: one line each, and nothing is left behind. */
final class MistakesTest {
  @TempDir static Path folder = Path.of("");
  private static Path data = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    data = TinyData.npy(folder.resolve("tiny.npy"));
  }

  @Test
  void coloursUnderABernoulliLikelihoodAreRefusedNamingTheRemedy() throws IOException {
    Path pictures = TinyData.pictures(folder.resolve("colours"), 20);
    Path run = folder.resolve("colours-run");
    Vae.train(pictures, run, "--likelihood", "bernoulli")
        .refused(
            "likelihood bernoulli describes black and white, not the colours of images of",
            "try --likelihood discretized-logistic or --likelihood gaussian:learned");
    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --likelihood bernoulli --sigma 1  | takes no sigma
          --dequantize                      | likelihood bernoulli describes black and white
          --likelihood categorical --dequantize | categorical:256 describes the levels themselves
          --likelihood gaussian --dequantize --binarization none | leave out --binarization
          --data digits --shape 28x28       | --shape is for data at a path
          --data digits --channels 3        | --channels is for data at a path
          --data digits --resize 14x14      | --resize is for data at a path
          --data digits --label-column last | --label-column is for data at a path
          --data mnist --max-value 1        | --max-value is for data at a path
          --data digits --test 100          | test split of its own
          --data sprites --test 100         | test split of its own
          --likelihood gaussian --sigma 0   | sigma
          --likelihood gaussian --sigma x   | sigma
          --objective ae --beta 2           | --beta
          --objective iwae --beta 2         | --beta
          --objective ae --samples 10       | --samples
          --objective ae --train-samples 10 | --train-samples
          --seed 1 --seed 2                 | --seed: expected it once, found 1 and 2
          --seed 1.5                        | --seed: expected a whole number, found 1.5
          --seed                            | --seed: expected N, found nothing
          --epochs 0                        | --epochs must be positive, was 0
          --epochs -3                       | --epochs must be positive, was -3
          --epochs many                     | --epochs: expected a whole number, found many
          --epochs 99999999999              | --epochs
          --batch-size 0                    | --batch-size must be positive, was 0
          --batch-size -1                   | --batch-size
          --latent-dim 0                    | --latent-dim
          --latent-dim -1                   | --latent-dim
          --latent-dim 10000000             | --latent-dim
          --latent-dim 5,                   | as 100,50, was 5,
          --network ladder --latent-dim 5   | leave it out, or try network conv
          --latent-dim 5,3 --objective ae   | several layers (as latentDim 100,50 or network ladder)
          --network ladder:0                | ladder: expected channels from 1 to 4096, found 0
          --hidden 0                        | hidden widths
          --hidden 8,-8                     | hidden widths
          --hidden 8,,8                     | --hidden
          --hidden 1000000,1000000          | parameters
          --hidden 10000000                 | hidden widths
          --train-samples 1000000000 --objective iwae | GiB, this machine has
          --learning-rate NaN               | --learning-rate: expected a number, found NaN
          --learning-rate 0                 | --learning-rate
          --learning-rate -0.1              | --learning-rate
          --learning-rate 1e-60             | --learning-rate
          --learning-rate Infinity          | --learning-rate
          --learning-rate 1d                | --learning-rate: expected a number, found 1d
          --clip-norm 0                     | --clip-norm
          --clip-norm 1e-60                 | --clip-norm
          --beta -1                         | beta
          --objective iwae --kl-warmup 2    | --kl-warmup
          --kl-warmup -1                    | --kl-warmup must not be negative, was -1
          --checkpoint-every 0              | --checkpoint-every must be positive, was 0
          --max-rollbacks -1                | --max-rollbacks must not be negative, was -1
          --no-export                       | --out says nothing about --no-export
          --resume nowhere                  | nowhere: expected a run's folder
          --train-samples 0                 | --train-samples must be positive
          --samples -1                      | --samples
          --towers 0                        | --towers must be positive
          --towers 300                      | --towers must lie between 1 and 256, was 300
          --towers some                     | --towers
          --activation step                 | activation must be one of relu
          --likelihood cauchy               | likelihood must be one of bernoulli
          --objective mse                   | objective must be one of elbo
          --objective free-bits             | free-bits:NATS: expected NATS from 0 on, found none
          --objective capacity:5,0          | capacity:NATS[,EPOCHS]: expected EPOCHS from 1 on
          --objective tcvae --estimator stl | objective tcvae takes no estimator
          --estimator dreg                  | objective elbo has none, try iwae
          --objective iwae:dreg --beta 2    | --beta
          --binarization dither             | binarization must be one of dynamic
          --validation 1.5                  | --validation
          --validation -1                   | --validation
          --validation 60                   | leaves none to train on
          --test 54                         | leaves none to train on
          --shape 4                         | --shape
          --shape 5x5                       | shape was given as 5x5
          --channels 2                      | --channels must be 1 or 3, was 2
          --resize 4x4x3                    | --resize
          --crop centre                     | --crop centre cuts to the sides of --resize HxW
          --crop middle                     | --crop
          --crop centre:5                   | --crop
          --label-column second             | --label-column
          --max-value 0                     | --max-value
          --name a/b                        | name
          --name ..                         | name
          --data digitz                     | did you mean digits?
          --data nowhere.npy                | nowhere.npy: no such file
          left over                         | expected options alone, found left over
          """)
  void contradictionsAndNonsenseAreRefusedByName(String options, String message)
      throws IOException {
    Path run = folder.resolve("run");
    Path models = folder.resolve("models");
    List<String> args =
        Stream.concat(
                Vae.training(data, run, options.split(" ", -1)).stream(),
                Stream.of("--out", models.toString()))
            .toList();
    Vae.run(args.toArray()).refused(message);
    assertThat(run).doesNotExist();
    assertThat(models).doesNotExist();
  }

  @Test
  void foldersThatCannotBeWrittenAreRefusedBeforeTraining() {
    Path run = folder.resolve("unwritten");
    for (Path file : List.of(data, data.resolve("below"))) {
      Vae.train(data, file).refused(file.toString(), "--run");
      Vae.train(data, run, "--out", file.toString()).refused(file.toString(), "--out");
    }
    assertThat(run).doesNotExist();
    if (Files.isDirectory(Path.of("/proc/self"))) { // where even root may create nothing
      Vae.train(data, Path.of("/proc/run")).refused("/proc/run", "--run");
    }
  }

  @ParameterizedTest
  @CsvSource({"evaluate, RUN", "export, RUN", "generate, MODEL", "inspect, MODEL"})
  void operandsAreNamedWhereTheyAreMissingOrTooMany(String command, String operand) {
    Vae.run(command).refused("expected " + operand + ", found nothing");
    Vae.run(command, "a", "b").refused("expected " + operand + ", found a b");
    Vae.run(command, "").refused(operand + ": expected a path");
  }

  @Test
  void aFolderThatIsNoModelIsRefused() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (String command : List.of("evaluate", "export", "generate", "inspect")) {
      Vae.run(command, empty).refused("empty", "expected a run's folder");
      Vae.run(command, folder.resolve("gone")).refused("gone", "found nothing there");
      Vae.run(command, data).refused("tiny.npy", "found a file");
    }
    Vae.run("generate", empty, "--count", "0").refused("--count");
    Vae.run("reconstruct", empty, "--data", data, "--count", "-1").refused("--count");
    Vae.run("encode", empty).refused("--data: expected a set's name");
  }

  @Test
  void optionsThatWouldDoNothingAreRefused() throws IOException {
    Vae.run("notebook", "--uninstall", "--run").refused("--run says nothing about --uninstall");
    Path empty = Files.createDirectory(folder.resolve("no-model"));
    Vae.run("encode", empty, "--data", data, "--test", "5")
        .refused("--test says nothing about all images");
    Path run = folder.resolve("plain");
    Vae.train(data, run, "--objective", "ae", "--no-export").succeeded();
    Vae.run("export", run, "--score-samples", "5").refused("--score-samples", "has no score");
  }

  @Test
  void divergenceNamesTheStepAndTheRate() throws IOException {
    Path run = folder.resolve("diverged");
    Vae.train(data, run, "--learning-rate", "1e30", "--no-export", "--max-rollbacks", "0")
        .refused("training diverged: at step 1 the", "learning rate of 1.0E30 is too high");
    assertThat(run.resolve("checkpoints")).doesNotExist();
    // One step alone: its loss comes from before the update that ruins the weights.
    Path ruined = folder.resolve("ruined");
    Vae.train(data, ruined, "--learning-rate", "1e30", "--batch-size", "60", "--validation", "0")
        .refused("training diverged: after step 0", "1.0E27", "after 3 rollbacks");
    assertThat(ruined.resolve("checkpoints")).doesNotExist();
  }
}
