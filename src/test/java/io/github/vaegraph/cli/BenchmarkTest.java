package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.NodeDef;

/** {@code vae benchmark}: what scripts read of it, not the times. */
final class BenchmarkTest {
  @TempDir static Path folder = Path.of("");
  private static Path data = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    data = TinyData.npy(folder.resolve("tiny.npy"));
  }

  @ParameterizedTest
  @CsvSource({"mlp, 1", "iwae, 1", "mlp, 3", "conv, 1", "resnet, 1", "ladder, 1"})
  void printsOneLineForEachRepetitionAndNothingElse(String net, int samples) {
    Vae vae =
        Vae.run(
            "benchmark",
            "--data",
            data,
            "--net",
            net,
            "--batch-size",
            10,
            "--train-samples",
            samples,
            "--steps",
            3,
            "--repetitions",
            2);
    String line =
        "vaegraph-%s batch=10 k=%d step_ms=\\d+\\.\\d{3} img_s=\\d+ loss=\\d+\\.\\d\\d\n"
            .formatted(net, samples);
    assertThat(vae.succeeded().out()).matches("(" + line + "){2}");
    assertThat(vae.err()).isEmpty();
  }

  /** The 48 training images make one batch of 48. */
  @Test
  void imagesASecondCountsThoseThatABatchHolds() {
    String out =
        Vae.run(
                "benchmark",
                "--data",
                data,
                "--batch-size",
                1000,
                "--steps",
                40,
                "--repetitions",
                1)
            .succeeded()
            .out();
    Matcher line = Pattern.compile("step_ms=([\\d.]+) img_s=(\\d+)").matcher(out);
    assertThat(line.find()).as(out).isTrue();
    double images = Double.parseDouble(line.group(1)) / 1e3 * Double.parseDouble(line.group(2));
    assertThat(images).isBetween(47.0, 49.0);
  }

  @Test
  void traceGivesTheTimeByKindOfNode() {
    String out =
        Vae.run("benchmark", "--data", data, "--batch-size", 10, "--trace").succeeded().out();
    assertThat(out).contains("MatMul", "of kernel time in a step of");
    double shares =
        Pattern.compile("([\\d.]+)%")
            .matcher(out)
            .results()
            .mapToDouble(match -> Double.parseDouble(match.group(1)))
            .sum();
    assertThat(shares).isBetween(98.0, 102.0);
  }

  @Test
  void exportIsTimedAloneAndBesideAnother() {
    Vae.train(data, folder.resolve("run"), "--out", folder + "/sm", "--name", "m").succeeded();
    Path model = folder.resolve("sm/m");
    Vae.run("benchmark", "--serving", folder.resolve("run"))
        .refused("run: expected an exported model, found a run; vae export makes one of it");
    String time = " +\\d+\\.\\d{3} ms";
    String out = Vae.run("benchmark", "--serving", model, "--repetitions", 1).succeeded().out();
    assertThat(out).containsPattern("load" + time + "\n");
    assertThat(out).containsPattern("generate" + time + time + "\n");
    String ratio = " +\\d+\\.\\d\\d";
    String both =
        Vae.run("benchmark", "--serving", model, "--beside", model.resolve("1"), "--repetitions", 1)
            .succeeded()
            .out();
    assertThat(both).containsPattern("load" + time + ratio + "\n");
    assertThat(both).containsPattern("decode" + time + ratio + time + ratio + "\n");
  }

  @Test
  void modelsThatMayDoMoreAreTimedWhereThatIsWanted() throws IOException {
    Path clock =
        OddModels.changed(
            folder.resolve("clock"),
            meta ->
                meta.getGraphDefBuilder()
                    .addNode(NodeDef.newBuilder().setName("odd").setOp("Timestamp")));
    Vae.run("benchmark", "--serving", clock, "--repetitions", 1)
        .refused("expected a model that computes and does nothing else, found Timestamp: odd");
    Vae.run("benchmark", "--serving", clock, "--repetitions", 1, "--run").succeeded();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --net cnn                        | --net: expected mlp, iwae, conv, resnet or ladder, found cnn
          --steps 0                        | --steps: expected at least 1, found 0
          --repetitions -1                 | --repetitions: expected at least 1, found -1
          --batch-size 0                   | --batch-size: expected at least 1, found 0
          --beside there                   | --beside: expected --serving MODEL
          --run                            | --run: expected --serving MODEL
          --serving nowhere                | nowhere
          --serving here --repetitions 0   | --repetitions: expected at least 1, found 0
          --serving here --steps 5         | --steps says nothing about an exported model
          --trace --repetitions 2          | --repetitions says nothing about --trace
          """)
  void nonsenseIsRefusedByName(String options, String message) {
    Vae.run((Object[]) ("benchmark " + options).split(" ", -1)).refused(message);
  }
}
