package io.github.vaegraph.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
        config.wanted());
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
