package io.github.vaegraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.graph.TestEvents;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.RunLock;
import io.github.vaegraph.train.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are opened to be trained on, beside a training that was never interrupted. */
final class VaeResumeTest {
  private static final long[] SEEDS = {0, 1, 2, -1};

  private final Dataset data = TinyImages.data();
  private final List<String> said = new ArrayList<>();
  @TempDir Path folder = Path.of("");
  private Path run = Path.of("");

  @BeforeEach
  void name() {
    run = folder.resolve("run");
  }

  private Vae resumed() throws IOException {
    return Vae.resume(run, data, said::add);
  }

  private void train(int epochs) throws IOException {
    try (Vae vae = TinyImages.builder().run(run).build()) {
      vae.fit(epochs);
    }
  }

  /** What Adam remembers shows in the weights of the next epoch. */
  @Test
  void aResumedModelComesToTheWeightsAndFiguresOfAnUninterruptedOne() throws IOException {
    train(1);
    try (Vae vae = resumed();
        Vae straight = TinyImages.builder().build()) {
      assertThat(vae.history().epochs()).hasSize(1);
      vae.fit(2);
      straight.fit(3);
      assertThat(vae.generate(SEEDS)).isDeepEqualTo(straight.generate(SEEDS));
      assertThat(vae.history().epochs())
          .extracting(EpochMetrics::train)
          .isEqualTo(straight.history().epochs().stream().map(EpochMetrics::train).toList());
      RunDirectory kept = RunDirectory.open(run);
      assertThat(kept.metrics()).isEqualTo(vae.history().epochs());
      assertThat(kept.config().training().epochs()).isEqualTo(3);
    }
    assertThat(said).hasSize(2).allMatch(line -> line.startsWith("epoch"));
  }

  @Test
  void anEpochThatWasCutShortIsFinished() throws IOException {
    Thread here = Thread.currentThread();
    int finished;
    try (Vae vae = TinyImages.builder().run(run).progress(line -> here.interrupt()).build()) {
      finished = vae.fit(1_000_000).epochs().size();
      assertThat(Thread.interrupted()).isTrue();
    }
    try (Vae vae = resumed();
        Vae straight = TinyImages.builder().build()) {
      vae.fit(1);
      straight.fit(finished + 1);
      assertThat(vae.history().epochs()).hasSize(finished + 1);
      assertThat(vae.generate(SEEDS)).isDeepEqualTo(straight.generate(SEEDS));
    }
  }

  @Test
  void aRunWithoutACheckpointBegins() throws IOException {
    try (Vae untrained = TinyImages.builder().run(run).build();
        Vae vae = resumed()) {
      assertThat(vae.generate(SEEDS)).isDeepEqualTo(untrained.generate(SEEDS));
      assertThatThrownBy(() -> vae.export(folder.resolve("tiny")))
          .hasMessageContaining("call fit first");
      assertThat(vae.fit(1).epochs()).hasSize(1);
    }
  }

  @Test
  void theFiguresOfTheseWeightsGoWithTheirExport() throws IOException {
    Evaluation evaluation;
    try (Vae vae = TinyImages.builder().run(run).build()) {
      vae.fit(1);
      evaluation = vae.evaluate(data.test());
    }
    try (Vae vae = resumed()) {
      assertThat(vae.evaluate(data.test())).isEqualTo(evaluation);
    }
    try (Vae vae = resumed()) {
      Path first = vae.export(folder.resolve("tiny"));
      assertThat(first.resolve("assets.extra").resolve("evaluation.json")).exists();
      vae.fit(1);
      Path second = vae.export(folder.resolve("tiny"));
      assertThat(second.resolve("assets.extra").resolve("evaluation.json")).doesNotExist();
    }
  }

  @Test
  void aModelThatWasWatchedIsWatchedOn() throws IOException {
    try (Vae vae = TinyImages.builder().run(run).tensorBoard().build()) {
      vae.fit(1);
    }
    try (Vae vae = resumed()) {
      vae.fit(1);
    }
    assertThat(TestEvents.ofTag(run, "train/rate")).hasSize(2);
  }

  @Test
  void aDamagedCheckpointIsPassedOverAndSaid() throws IOException {
    train(2);
    Path newest = run.resolve("checkpoints/step-000000012/variables.data-00000-of-00001");
    Files.write(newest, new byte[10]);
    try (Vae vae = resumed();
        Vae straight = TinyImages.builder().build()) {
      assertThat(said).singleElement().asString().contains("warning: ", "taking", "step-000000006");
      vae.fit(1);
      straight.fit(2);
      assertThat(vae.generate(SEEDS)).isDeepEqualTo(straight.generate(SEEDS));
    }
  }

  @Test
  void otherDataAreRefused() throws IOException {
    train(1);
    Dataset other =
        new Dataset(
            "tiny",
            "drawn",
            TinyImages.split("train", 50),
            data.validation(),
            data.test(),
            data.labelNames());
    assertThatThrownBy(() -> Vae.resume(run, other, said::add))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("drawn: expected the data of the run (SHA-256 ");
    assertThatThrownBy(() -> Vae.resume(run))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("drawn"); // which lie nowhere
  }

  @Test
  void whatIsNoRunOrIsBeingTrainedIsRefused() throws IOException {
    assertThatThrownBy(this::resumed)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a run's folder, found nothing there");
    train(1);
    try (RunLock lock = RunDirectory.open(run).lock()) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(this::resumed)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another program is training this run");
    }
  }

  @Test
  void aRunThatWasTrainedElsewhereMeanwhileIsLeftAsItIs() throws IOException {
    train(1);
    try (Vae one = resumed();
        Vae other = resumed()) {
      other.fit(1);
      assertThatThrownBy(() -> one.fit(1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("expected 1 finished epochs as in this model, found 2");
      other.fit(1);
      assertThat(RunDirectory.open(run).metrics()).hasSize(3);
    }
  }
}
