package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.graph.TestEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

final class TensorBoardTest {
  @TempDir static Path folder = Path.of("");
  private static Path data = Path.of("");
  private static Path run = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    data = TinyData.npy(folder.resolve("tiny.npy"));
    run = folder.resolve("watched");
    Vae.train(data, run, "--epochs", "3", "--tensorboard", "--no-export").succeeded();
  }

  @Test
  void trainingLeadsToTheSameWeightsWatchedOrNot() throws IOException {
    Path unwatched = folder.resolve("unwatched");
    Vae.train(data, unwatched, "--epochs", "3", "--no-export").succeeded();
    assertThat(unwatched.resolve("tensorboard")).doesNotExist();
    assertThat(Vae.weights(unwatched)).isEqualTo(Vae.weights(run));
  }

  @Test
  void anEpochsFiguresAreThoseOfTheLogAtItsSteps() throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    for (String split : List.of("train", "validation")) {
      List<Event> events = TestEvents.ofTag(run, split + "/negative_elbo");
      assertThat(events).hasSize(3);
      for (int i = 0; i < 3; i++) {
        JsonNode epoch = new ObjectMapper().readTree(lines.get(i));
        assertThat(events.get(i).getStep()).isEqualTo(epoch.get("steps").asLong());
        assertThat(events.get(i).getSummary().getValue(0).getSimpleValue())
            .isEqualTo((float) epoch.get(split).get("negativeElbo").asDouble());
      }
    }
  }

  @Test
  void measuredStepsHaveTheirRateDistortionBoundLearningRateAndGradientNorm() throws IOException {
    for (String name :
        List.of("rate", "distortion", "negative_elbo", "learning_rate", "gradient_norm")) {
      // 48 images in batches of 10: one step in ten is measured, and each epoch's last.
      assertThat(TestEvents.ofTag(run, "step/" + name))
          .as(name)
          .extracting(Event::getStep)
          .containsExactly(1L, 5L, 10L, 11L, 15L);
    }
    assertThat(TestEvents.ofTag(run, "step/learning_rate"))
        .allMatch(event -> event.getSummary().getValue(0).getSimpleValue() == 0.001f);
  }

  @Test
  void aLearningRateThatGrowsIsShownAsItWasUsed() throws IOException {
    Path growing = folder.resolve("growing");
    Vae.train(
            data,
            growing,
            "--learning-rate",
            "ramp:0.0015,3",
            "--epochs",
            "3",
            "--tensorboard",
            "--no-export")
        .succeeded();
    // 0.0015 * step / 15
    assertThat(TestEvents.ofTag(growing, "step/learning_rate"))
        .extracting(event -> event.getSummary().getValue(0).getSimpleValue())
        .containsExactly(1e-4f, 5e-4f, 1e-3f, 1.1e-3f, 1.5e-3f);
  }

  @Test
  void everyVariableHasItsHistogramAfterEveryEpoch() throws IOException {
    for (String variable : Vae.weights(run).keySet()) {
      assertThat(TestEvents.ofTag(run, "weights/" + variable))
          .as(variable)
          .extracting(Event::getStep)
          .containsExactly(5L, 10L, 15L);
    }
  }

  @Test
  void aResumedRunGoesOnWhereItStood() throws IOException {
    Path resumed = folder.resolve("resumed");
    Vae.train(data, resumed, "--epochs", "2", "--tensorboard", "--no-export").succeeded();
    Vae.run("train", "--resume", resumed, "--epochs", "3").succeeded();
    for (String tag : List.of("train/rate", "step/rate", "weights/encoder.posterior.bias")) {
      List<Summary> once = new ArrayList<>();
      TestEvents.ofTag(run, tag).forEach(event -> once.add(event.getSummary()));
      assertThat(TestEvents.ofTag(resumed, tag))
          .as(tag)
          .extracting(Event::getSummary)
          .isEqualTo(once);
    }
    assertThat(TestEvents.ofTag(resumed, "settings")).hasSize(1);
  }

  @Test
  void aResumedRunIsWatchedFromThenOn() throws IOException {
    Path resumed = folder.resolve("watched-later");
    Vae.train(data, resumed, "--epochs", "2", "--no-export").succeeded();
    Vae.run("train", "--resume", resumed, "--epochs", "3", "--tensorboard").succeeded();
    assertThat(TestEvents.ofTag(resumed, "train/rate"))
        .extracting(Event::getStep)
        .containsExactly(15L);
    assertThat(TestEvents.ofTag(resumed, "settings")).hasSize(1);
    assertThat(Vae.weights(resumed)).isEqualTo(Vae.weights(run));
    Vae.run("train", "--resume", resumed, "--epochs", "4").succeeded(); // as it was asked for
    assertThat(TestEvents.ofTag(resumed, "train/rate"))
        .extracting(Event::getStep)
        .containsExactly(15L, 20L);
  }
}
