package io.github.vaegraph.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.train.ModelTexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ModelCardTest {
  private static String cardOf(String... command) throws IOException {
    return cardOf(Map.of(), command);
  }

  /** Of a model whose parts are described so, or of the one that was made. */
  private static String cardOf(Map<String, String> parts, String... command) throws IOException {
    Path file = Path.of("savedmodel/digits/1/assets.extra/config.json");
    RunConfig made = Json.read(file, RunConfig.class);
    RunConfig config =
        new RunConfig(
            List.of(command),
            made.created(),
            made.software(),
            made.data(),
            made.dataset(),
            parts.isEmpty() ? made.model() : ModelTexts.read(made.model().image(), parts),
            made.training(),
            made.wanted(),
            made.outcome());
    return ModelCard.of("faces", config, Optional.empty(), Optional.empty(), 64);
  }

  @Test
  void theCommandIsCodeThatAShellReads() throws IOException {
    assertThat(cardOf("train", "--data", "my faces"))
        .contains("\n## Training\n\n    vae train --data 'my faces'\n\n");
  }

  @Test
  void aModelTrainedFromJavaSaysSo() throws IOException {
    assertThat(cardOf())
        .contains("\n## Training\n\nFrom Java, by `io.github.vaegraph.Vae`.\n\n")
        .doesNotContain("    vae ");
  }

  @Test
  void whereTheMomentsOfAPosteriorAreNotKnownItIsSaidWhatEncodeReturns() throws IOException {
    String said = "`encode` returns no moments of q(z|x)";
    assertThat(cardOf(Map.of("posterior", "iaf:2"))).contains("\n\n" + said);
    assertThat(cardOf()).doesNotContain(said);
  }
}
