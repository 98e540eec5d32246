package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.VaeModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** None of these may end the program, hang it, or be passed by it; one that does ends this test. */
final class HostileModelsTest {
  @TempDir static Path folder = Path.of("");
  private static Path data = Path.of("");
  private static Path whole = Path.of("");

  @TempDir Path here = Path.of("");

  static Set<String> planted() {
    return HostileModels.all().keySet();
  }

  @BeforeAll
  static void train() throws IOException {
    data = TinyData.npy(folder.resolve("tiny.npy"));
    Vae.train(data, folder.resolve("run"), "--out", folder + "", "--name", "m").succeeded();
    whole = folder.resolve("m/1");
  }

  private Path plant(String what) throws IOException {
    return HostileModels.planted(
        whole, here.resolve("1"), Objects.requireNonNull(HostileModels.all().get(what)));
  }

  @ParameterizedTest
  @MethodSource("planted")
  void noCommandRunsThem(String what) throws IOException {
    Path model = plant(what);
    Path out = here.resolve("out");
    Vae.run("generate", model, "--count", 1, "--out", out + ".png").refused(model.toString());
    Vae.run("encode", model, "--data", data, "--out", out + ".csv").refused(model.toString());
    assertThatThrownBy(() -> VaeModel.load(model)).isInstanceOf(IOException.class);
    for (String looks : new String[] {"inspect", "check"}) {
      Vae vae = Vae.run(looks, model);
      assertThat(vae.status()).as(looks).isIn(1, 2);
      assertThat(vae.err().lines()).as(vae.err()).hasSize(1);
      assertThat(vae.out()).doesNotContain("can be served", "latent dim", "\033");
    }
    assertThat(Path.of(HostileModels.WRITTEN)).doesNotExist();
    assertThat(out.resolveSibling("out.png")).doesNotExist();
  }

  /** What ends the process, or does not end, is told as what it is. */
  @ParameterizedTest
  @CsvSource({
    "abort with status 0 on loading, loads, 'ended the process that ran it, with status 0', 60",
    "abort with a signal on loading, loads, 'ended the process that ran it, with signal 6', 60",
    "endless loop on loading, loads, was not through after 5 seconds, 5",
  })
  void processOfItsOwnPassesNoneOfThem(String what, String rule, String words, int seconds)
      throws IOException {
    Vae vae = Vae.run("check", plant(what), "--run", "--timeout", seconds);
    assertThat(vae.status()).isEqualTo(1);
    assertThat(vae.out())
        .containsPattern("broken +%s\n +it %s".formatted(rule, words))
        .contains("untested  warm-up");
  }

  @Test
  void shapesThatAreNotTheGraphsAreRefused() throws IOException {
    Path model =
        HostileModels.planted(
            whole,
            here.resolve("1"),
            (saved, graph) -> {
              var decode = graph.getSignatureDefOrThrow("decode").toBuilder();
              var image = decode.getOutputsOrThrow("image").toBuilder();
              image.getTensorShapeBuilder().getDimBuilder(1).setSize(5);
              graph.putSignatureDef("decode", decode.putOutputs("image", image.build()).build());
            });
    Vae.run("generate", model, "--count", 1, "--out", here.resolve("a.png")).refused(model + "");
  }

  @Test
  void tensorsThatFitNoMachineAreRefused() throws IOException {
    Path model = HostileModels.planted(whole, here.resolve("1"), HostileModels.HUGE_INPUT);
    Vae.run("generate", model, "--count", 1, "--out", here.resolve("a.png"))
        .refused("node huge would take 3725 GiB, this machine has");
  }
}
