package io.github.vaegraph.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RunConfigTest {
  private static RunConfig madeBy(String... command) throws IOException {
    Path file = Path.of("savedmodel/digits/1/assets.extra/config.json");
    RunConfig config = Json.read(file, RunConfig.class);
    return new RunConfig(
        List.of(command),
        config.created(),
        config.software(),
        config.data(),
        config.dataset(),
        config.model(),
        config.training(),
        config.wanted(),
        config.outcome());
  }

  @Test
  void whatWasWantedIsReadFromTheWordsOfARunThatDoesNotRecordIt() throws IOException {
    assertThat(readAgain(madeBy("train")).wanted())
        .isEqualTo(
            new Wanted(
                100,
                Optional.of(new Wanted.Export(Path.of("savedmodel"), "digits")),
                false,
                Weights.LAST));
    assertThat(readAgain(madeBy()).wanted()).isEqualTo(readAgain(madeBy("train")).wanted());
    assertThat(
            readAgain(
                    madeBy(
                        "train", "--samples", "7", "--out=models", "--name", "m", "--tensorboard"))
                .wanted())
        .isEqualTo(
            new Wanted(
                7, Optional.of(new Wanted.Export(Path.of("models"), "m")), true, Weights.LAST));
    assertThat(readAgain(madeBy("train", "--no-export", "--samples=0")).wanted())
        .isEqualTo(new Wanted(0, Optional.empty(), false, Weights.LAST));
  }

  @Test
  void whatIsRecordedCountsAndNotTheWords() throws IOException {
    Wanted wanted = new Wanted(5, Optional.empty(), true, Weights.BEST);
    RunConfig config = madeBy("train", "--samples", "7").withWanted(wanted);
    assertThat(Json.parse(Json.pretty(config), RunConfig.class, "here")).isEqualTo(config);
  }

  /** As config.json is read that was written before this part was. */
  private static RunConfig readAgain(RunConfig config) throws IOException {
    String text = Json.pretty(config);
    String before = text.replaceFirst("(?s),\\s*\"wanted\" : \\{.*", "\n}\n");
    assertThat(before).isNotEqualTo(text);
    return Json.parse(before, RunConfig.class, "here");
  }

  @Test
  void commandsCanBePastedIntoAShell() throws IOException {
    assertThat(madeBy("train", "--data", "my faces", "--name", "it's", "").commandLine())
        .contains("vae train --data 'my faces' --name 'it'\\''s' ''");
    assertThat(madeBy("train", "--hidden", "8,8", "--data", "C:$HOME").commandLine())
        .contains("vae train --hidden 8,8 --data 'C:$HOME'");
  }

  @Test
  void modelsTrainedFromJavaHaveNone() throws IOException {
    assertThat(madeBy().commandLine()).isEmpty();
  }
}
