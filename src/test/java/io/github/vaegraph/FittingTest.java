package io.github.vaegraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.train.EpochMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What may happen while a model is trained: somebody looks, objects or interrupts, data vanish. */
@Timeout(120)
final class FittingTest {
  private static final long[] SEEDS = {0, 1, 2, -1};

  private final Dataset data = TinyImages.data();
  private Consumer<String> onEpoch = line -> {};

  private VaeBuilder builder() {
    return TinyImages.builder()
        .progress(
            line -> {
              if (line.startsWith("epoch")) {
                onEpoch.accept(line);
              }
            });
  }

  @Test
  void whoIsToldOfProgressSeesTheModelAsItStands() throws IOException {
    List<float[][]> seen = new ArrayList<>();
    try (Vae vae = builder().build();
        Vae once = TinyImages.builder().build()) {
      onEpoch = line -> seen.add(vae.generate(SEEDS));
      assertThat(vae.fit(2).epochs()).hasSize(2);
      once.fit(1);
      assertThat(seen.get(0)).isDeepEqualTo(once.generate(SEEDS));
      assertThat(seen.get(1)).isDeepEqualTo(vae.generate(SEEDS)).isNotEqualTo(seen.get(0));
    }
  }

  @Test
  void whatTheListenerThrowsStopsTrainingAndComesOutOfIt(@TempDir Path folder) throws IOException {
    try (Vae vae = builder().build();
        Vae straight = TinyImages.builder().build()) {
      onEpoch =
          line -> {
            if (vae.history().epochs().size() == 2) {
              throw new IllegalArgumentException("good enough");
            }
          };
      assertThatThrownBy(() -> vae.fit(1_000)).hasMessage("good enough");
      assertThat(vae.history().epochs()).hasSize(2);
      Path version = vae.export(folder.resolve("tiny"));
      Path config = version.resolve("assets.extra").resolve("config.json");
      assertThat(Json.read(config, RunConfig.class).training().epochs()).isEqualTo(2);
      vae.fit(1);
      straight.fit(3);
      assertThat(vae.generate(SEEDS)).isDeepEqualTo(straight.generate(SEEDS));
    }
  }

  /** Random images are soon learned by heart, and others then look the less likely. */
  @Test
  void patienceEndsAFitAndIsTold() throws IOException {
    List<String> told = new ArrayList<>();
    try (Vae vae =
        TinyImages.builder().learningRate(0.05).patience(2).progress(told::add).build()) {
      int epochs = vae.fit(500).epochs().size();
      assertThat(epochs).isLessThan(500);
      String end = "training ends in epoch " + epochs + ": no better validation bound in 2 epochs";
      assertThat(told).endsWith(end);
      assertThat(vae.fit(1).epochs()).hasSize(epochs);
      assertThat(told).filteredOn(end::equals).hasSize(2);
    }
  }

  @Test
  void timeEndsAFitAndIsTold() throws IOException {
    List<String> told = new ArrayList<>();
    try (Vae vae =
        TinyImages.builder().maxTime(Duration.ofMillis(300)).progress(told::add).build()) {
      vae.fit(1_000_000);
      assertThat(told.get(told.size() - 1)).contains("its time of 0.3s is over");
      vae.generate(SEEDS);
    }
  }

  @Test
  void aScheduleFromJavaSaysHowLongItsCourseIs() throws IOException {
    assertThatThrownBy(() -> TinyImages.builder().learningRate("cosine:0.001").build())
        .hasMessage(
            "learningRate must say how many epochs its course takes, as cosine:0.001,50; was"
                + " cosine:0.001");
    try (Vae vae = TinyImages.builder().learningRate("cosine:0.001,3").beta("ramp:0.5,2").build()) {
      assertThat(vae.fit(3).epochs().get(0).beta()).contains(0.25);
      assertThatThrownBy(() -> vae.fit(1))
          .hasMessageContaining("epochs must end before the learning rate cosine:0.001,3 is 0");
    }
  }

  @Test
  void aTrainingIsNotBegunWithinATraining() throws IOException {
    try (Vae vae = builder().build()) {
      onEpoch =
          line ->
              assertThatIllegalStateException()
                  .isThrownBy(() -> vae.fit(1))
                  .withMessageContaining("is being trained");
      assertThat(vae.fit(2).epochs()).hasSize(2);
    }
  }

  @Test
  void closingWhileBeingToldEndsTraining() throws IOException {
    try (Vae vae = builder().build()) {
      Runnable closing = vae::close;
      onEpoch = line -> closing.run();
      assertThat(vae.fit(1_000).epochs()).hasSize(1);
      assertThatIllegalStateException().isThrownBy(() -> vae.generate(SEEDS));
    }
  }

  @Test
  void figuresOfOlderWeightsAreForgotten(@TempDir Path folder) throws IOException {
    try (Vae vae = builder().run(folder.resolve("run")).build()) {
      RunDirectory run = RunDirectory.open(folder.resolve("run"));
      vae.fit(1);
      vae.evaluate(data.test());
      assertThat(run.evaluations().told()).isPresent();
      onEpoch =
          line -> {
            try {
              vae.evaluate(data.test());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      vae.fit(1);
      assertThat(run.evaluations().told()).isEmpty();
      Path version = vae.export(folder.resolve("tiny"));
      assertThat(version.resolve("assets.extra").resolve("evaluation.json")).doesNotExist();
    }
  }

  @Test
  void anInterruptedThreadIsToldSo(@TempDir Path folder) throws IOException {
    try (Vae vae = TinyImages.builder().build()) {
      vae.fit(1);
      Thread.currentThread().interrupt();
      try {
        assertThatThrownBy(() -> vae.fit(1)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> vae.evaluate(data.test()))
            .isInstanceOf(CancellationException.class)
            .hasMessageContaining("Thread.interrupted()");
        assertThatThrownBy(() -> vae.export(folder.resolve("tiny")))
            .isInstanceOf(CancellationException.class);
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(vae.fit(1).epochs()).hasSize(2);
    }
  }

  @Test
  void aTrainingThatFailsGoesBackToItsLastEpoch(@TempDir Path folder) throws IOException {
    Vanishing images = new Vanishing(data.train().images());
    Split train = new Split("train", images, data.train().labels());
    Dataset vanishing =
        new Dataset("tiny", "drawn", train, data.validation(), data.test(), data.labelNames());
    try (Vae vae = like(vanishing).run(folder.resolve("run")).build();
        Vae straight = like(data).build()) {
      vae.fit(1);
      images.gone = true;
      assertThatThrownBy(() -> vae.fit(2)).hasMessageContaining("gone");
      images.gone = false;
      assertThat(vae.history().epochs()).extracting(EpochMetrics::epoch).containsExactly(1);
      assertThat(vae.fit(1).epochs()).extracting(EpochMetrics::epoch).containsExactly(1, 2);
      assertThat(RunDirectory.open(folder.resolve("run")).metrics())
          .isEqualTo(vae.history().epochs());
      straight.fit(2);
      assertThat(vae.generate(SEEDS)).isDeepEqualTo(straight.generate(SEEDS));
    }
  }

  @Test
  void aTrainingThatFailsWithoutARunLeavesAnUntrainedModel() throws IOException {
    Vanishing images = new Vanishing(data.train().images());
    Split train = new Split("train", images, data.train().labels());
    Dataset vanishing =
        new Dataset("tiny", "drawn", train, data.validation(), data.test(), data.labelNames());
    try (Vae vae = like(vanishing).build();
        Vae straight = like(data).build()) {
      vae.fit(1);
      images.gone = true;
      assertThatThrownBy(() -> vae.fit(1)).hasMessageContaining("gone");
      images.gone = false;
      assertThat(vae.history().epochs()).isEmpty();
      assertThat(vae.generate(SEEDS)).isDeepEqualTo(straight.generate(SEEDS));
      assertThat(vae.fit(1).epochs()).hasSize(1);
    }
  }

  private static VaeBuilder like(Dataset data) {
    return Vae.builder(data).hidden(8).latentDim(2).batchSize(10).progress(line -> {});
  }

  /** Images on a disk that may be taken out. */
  private static final class Vanishing implements Images {
    private final Images images;
    private volatile boolean gone;

    Vanishing(Images images) {
      this.images = images;
    }

    @Override
    public int count() {
      return images.count();
    }

    @Override
    public ImageShape shape() {
      return images.shape();
    }

    @Override
    public void read(int image, byte[] target, int offset) {
      if (gone) {
        throw new UncheckedIOException(new IOException("gone"));
      }
      images.read(image, target, offset);
    }
  }
}
