package io.github.vaegraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.graph.TestEvents;
import io.github.vaegraph.likelihood.Likelihood;
import io.github.vaegraph.likelihood.Likelihoods;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.source.Datasets;
import io.github.vaegraph.train.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VaeTest {
  private static final long[] SEEDS = {0, 1, 2, -1};

  private final Dataset data = TinyImages.data();

  @Test
  void aModelTrainsEvaluatesAndDraws() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Vae vae = TinyImages.builder().progress(lines::add).build()) {
      History history = vae.fit(2);
      assertThat(history.epochs()).extracting(EpochMetrics::epoch).containsExactly(1, 2);
      assertThat(lines)
          .filteredOn(line -> !line.startsWith("warning: "))
          .hasSize(2)
          .allMatch(line -> line.matches("epoch +\\d  train -ELBO .*"));
      assertThat(history.curves().getWidth()).isEqualTo(1200);
      Evaluation evaluation = vae.evaluate(data.test(), 10);
      assertThat(evaluation.images()).isEqualTo(20);
      assertThat(evaluation.negativeLogLikelihood()).isPresent();
      assertThat(vae.samples(9).getWidth()).isEqualTo(vae.samples(9).getHeight());
      assertThat(vae.reconstructions(data.test(), 5)).isNotNull();
      assertThat(vae.interpolations(data.test(), 3)).isNotNull();
      assertThat(vae.manifold(4)).isNotNull();
      assertThat(vae.latentMap(data)).isNotNull();
    }
  }

  @Test
  void whoIsToldOfTheProgressIsToldHowDataWereRead(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("new.csv"), "0,1,0.5,0.25\n".repeat(3));
    Path train = Files.writeString(folder.resolve("train.csv"), "0,200,3,70\n".repeat(20));
    List<String> lines = new ArrayList<>();
    Dataset tables = Datasets.open(train.toString());
    try (Vae vae = Vae.builder(tables).hidden(4).latentDim(1).progress(lines::add).build()) {
      assertThat(vae.read(file.toString()).count()).isEqualTo(3);
    }
    assertThat(lines)
        .contains("read   new.csv: the brightest pixel is 1 of 255; is maxValue(1) meant?");
  }

  /** Two calls of an epoch each are one call of two: the identity that "goes on" stands for. */
  @Test
  void fittingTwiceGoesOnWhereTheFirstEnded() throws IOException {
    try (Vae once = TinyImages.builder().build();
        Vae twice = TinyImages.builder().build()) {
      once.fit(2);
      twice.fit(1);
      twice.samples(1); // looks at the weights of the time, which are not those of later
      History history = twice.fit(1);
      assertThat(history.epochs()).extracting(EpochMetrics::epoch).containsExactly(1, 2);
      assertThat(twice.generate(SEEDS)).isDeepEqualTo(once.generate(SEEDS));
    }
  }

  @Test
  void twoModelsAtOnceDoNotDisturbEachOther() throws IOException {
    float[][] alone;
    try (Vae vae = TinyImages.builder().seed(5).build()) {
      vae.fit(2);
      alone = vae.generate(SEEDS);
    }
    try (Vae one = TinyImages.builder().seed(5).build();
        Vae other = TinyImages.builder().seed(6).build()) {
      one.fit(1);
      other.fit(1);
      one.fit(1);
      assertThat(one.generate(SEEDS)).isDeepEqualTo(alone);
      assertThat(other.generate(SEEDS)[0]).isNotEqualTo(alone[0]);
    }
  }

  @Test
  void interruptionStopsTrainingAndLeavesAUsableModel() throws IOException {
    Thread here = Thread.currentThread();
    Consumer<String> interrupting =
        line -> {
          if (line.startsWith("epoch")) {
            here.interrupt();
          }
        };
    try (Vae vae = TinyImages.builder().progress(interrupting).build()) {
      History history = vae.fit(1_000_000);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(history.interrupted()).isTrue();
      assertThat(history.epochs()).isNotEmpty();
      int before = history.epochs().size();
      assertThat(vae.evaluate(data.test()).images()).isEqualTo(20);
      assertThat(vae.generate(SEEDS)).hasNumberOfRows(SEEDS.length);
      assertThat(vae.fit(1).epochs()).hasSize(before + 1);
      assertThat(Thread.interrupted()).isTrue(); // by the line of that epoch
    }
  }

  @Test
  void closingFromAnotherThreadEndsTraining() throws Exception {
    try (Vae vae = TinyImages.builder().build()) {
      Thread closing = new Thread(vae::close);
      Vae other = vae;
      Thread training =
          new Thread(
              () -> {
                try {
                  other.fit(1_000_000);
                } catch (IOException | IllegalStateException e) {
                  // closed before it began
                }
              });
      training.start();
      closing.start();
      closing.join();
      training.join();
      assertThatThrownBy(() -> vae.fit(1)).hasMessageContaining("has been closed");
    }
  }

  @Test
  void anExportedModelComputesTheSame(@TempDir Path folder) throws IOException {
    try (Vae vae = TinyImages.builder().build()) {
      vae.fit(1);
      vae.evaluate(data.test());
      Path version = vae.export(folder.resolve("tiny"));
      assertThat(version).isEqualTo(folder.toAbsolutePath().resolve("tiny").resolve("1"));
      assertThat(version.resolve("assets.extra").resolve("evaluation.json")).exists();
      try (VaeModel loaded = VaeModel.load(folder.resolve("tiny"))) {
        assertThat(loaded.shape()).isEqualTo(vae.shape());
        assertThat(loaded.latentDim()).isEqualTo(vae.latentDim());
        float[][] images = data.test().values(0, 5);
        assertThat(loaded.generate(SEEDS)).isDeepEqualTo(vae.generate(SEEDS));
        assertThat(loaded.reconstruct(images)).isDeepEqualTo(vae.reconstruct(images));
        assertThat(loaded.decode(vae.encode(images).mean()))
            .isDeepEqualTo(loaded.reconstruct(images));
      }
    }
  }

  /** The evaluation's graph makes the same estimate, from other draws. */
  @Test
  void theLikelihoodOfEachImageAgreesWithTheEvaluation() throws IOException {
    try (Vae vae = TinyImages.builder().binarization("none").build()) {
      vae.fit(3);
      float[][] images = data.test().values(0, data.test().count());
      float[] each = vae.logLikelihood(images);
      double mean =
          IntStream.range(0, each.length).mapToDouble(i -> each[i]).average().orElseThrow();
      double evaluated = -vae.evaluate(data.test(), 64).negativeLogLikelihood().orElseThrow();
      assertThat(mean).isCloseTo(evaluated, within(0.05));
      assertThat(vae.logLikelihood(data.test().values(0, 3)))
          .containsExactly(Arrays.copyOf(each, 3), within(1e-4f));
    }
  }

  @Test
  void aRunIsKeptWhereItIsAskedFor(@TempDir Path folder) throws IOException {
    try (Vae vae = TinyImages.builder().run(folder.resolve("run")).build()) {
      vae.fit(1);
      vae.fit(1);
      Evaluation evaluation = vae.evaluate(data.test());
      RunDirectory run = RunDirectory.open(folder.resolve("run"));
      assertThat(run.config().training().epochs()).isEqualTo(2);
      assertThat(run.metrics()).isEqualTo(vae.history().epochs());
      assertThat(run.evaluations().told()).contains(evaluation);
      try (VaeModel kept = VaeModel.load(run.folder())) {
        assertThat(kept.generate(SEEDS)).isDeepEqualTo(vae.generate(SEEDS));
      }
    }
  }

  @Test
  void eventFilesTellOfEveryEpoch(@TempDir Path folder) throws IOException {
    Path run = folder.resolve("run");
    try (Vae vae = TinyImages.builder().run(run).tensorBoard().build()) {
      vae.fit(1);
      vae.fit(2);
      assertThat(TestEvents.ofTag(run, "train/negative_elbo"))
          .extracting(event -> event.getSummary().getValue(0).getSimpleValue())
          .containsExactlyElementsOf(
              vae.history().epochs().stream()
                  .map(epoch -> epoch.train().negativeElbo().orElseThrow().floatValue())
                  .toList());
    }
  }

  /** A new likelihood is a class and a line in the registry: the door takes it from there. */
  @Test
  void everyRegisteredLikelihoodIsBuiltByItsName() throws IOException {
    for (Choice.Option<Likelihood> option : Likelihoods.CHOICE.options()) {
      String likelihood = option.examples().get(0);
      try (Vae vae = TinyImages.builder().likelihood(likelihood).build()) {
        assertThat(vae.fit(1).epochs()).hasSize(1);
        assertThat(vae.toString()).contains(likelihood);
      }
    }
  }

  @Test
  void printingAnObjectSaysWhatItIs() throws IOException {
    try (Vae vae = TinyImages.builder().build()) {
      assertThat(vae.toString())
          .isEqualTo(
              "variational autoencoder of 4x4x1 images: mlp:8 relu, z of 2, prior normal,"
                  + " posterior gaussian, likelihood bernoulli, objective elbo, trained for 0 epochs on tiny");
      assertThat(vae.fit(1).toString()).startsWith("epoch   1  train -ELBO");
      assertThat(vae.evaluate(data.test()).toString()).contains("negative ELBO", "distortion");
      assertThat(vae.encode(data.test().values(0, 3)).toString())
          .isEqualTo("posterior of 3 images: mean and logVariance of 2 latent dimensions each");
      assertThat(data.toString())
          .isEqualTo("tiny (drawn): 60 train, 10 validation, 20 test images of 4x4x1, labelled");
      assertThat(data.test().toString()).isEqualTo("test: 20 images of 4x4x1, labelled");
    }
  }
}
