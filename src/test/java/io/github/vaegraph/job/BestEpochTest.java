package io.github.vaegraph.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.Vae;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.evaluate.Evaluator;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.CheckpointFolder;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.RunLock;
import io.github.vaegraph.run.Wanted;
import io.github.vaegraph.run.Weights;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dark images are trained on and bright ones validated on, which every epoch makes less likely. */
final class BestEpochTest {
  private final Dataset data =
      new Dataset(
          "tiny",
          "made",
          split("train", 40, 0),
          split("validation", 10, 255),
          split("test", 10, 255),
          List.of());
  private final List<String> told = new ArrayList<>();
  @TempDir Path folder = Path.of("");
  private RunDirectory run;

  private static Split split(String name, int images, int value) {
    byte[] pixels = new byte[images * 16];
    Arrays.fill(pixels, (byte) value);
    return new Split(name, Images.of(new ImageShape(4, 4, 1), pixels), new int[0]);
  }

  @BeforeEach
  void begin() throws IOException {
    Path begun = folder.resolve("run");
    Vae.builder(data).hidden(8).latentDim(2).batchSize(10).run(begun).build().close();
    run = RunDirectory.open(begun);
  }

  private void finish(int epochs, Weights weights) throws IOException {
    Wanted.Export export = new Wanted.Export(folder.resolve("models"), "tiny");
    RunConfig config =
        run.config()
            .withEpochs(epochs)
            .withWanted(new Wanted(0, Optional.of(export), false, weights));
    try (RunLock lock = run.lock()) {
      new RunJob(lock, config, RunData.of(data).checked(config), new Told()).run();
    }
  }

  private Evaluation evaluated(CheckpointFolder.Kept kept) throws IOException {
    RunConfig config = run.config();
    try (VaeSession session =
        VaeSession.restored(
            config.model(), config.training().graph(data, new float[16]), kept.variables())) {
      return RunEvaluation.of(
          session,
          kept.state().step(),
          config.training(),
          data.test(),
          Optional.of(data.train()),
          0,
          Evaluator.SEED,
          (done, all) -> {});
    }
  }

  @Test
  void theBestEpochIsEvaluatedAndTold() throws IOException {
    finish(4, Weights.BEST);
    CheckpointFolder.Kept model = run.model();
    assertThat(model.state().epoch() - 1).isEqualTo(1);
    assertThat(told).contains("trained: weights of step 4 of 16");
    assertThat(run.evaluations().told()).contains(evaluated(model));
    assertThat(run.config().withOutcome(run.outcome()).epochs()).isEqualTo("4, weights of epoch 1");
    assertThat(run.outcome().orElseThrow().steps()).isEqualTo(4);
  }

  @Test
  void whoWantsTheLastEpochAfterAllGetsItEvaluatedAndExportedAnew() throws IOException {
    finish(4, Weights.BEST);
    Evaluation ofBest = run.evaluations().told().orElseThrow();
    finish(4, Weights.LAST);
    assertThat(told).contains("exported 1", "exported 2");
    assertThat(run.evaluations().told()).contains(evaluated(run.model()));
    assertThat(run.model().state().step()).isEqualTo(16);
    assertThat(run.evaluations().told().orElseThrow().distortion())
        .isGreaterThan(ofBest.distortion());
    assertThat(run.config().withOutcome(run.outcome()).epochs()).isEqualTo("4");
    told.clear();
    finish(4, Weights.LAST);
    assertThat(told).doesNotContain("evaluating");
  }

  @Test
  void trainingThatGoesOnStartsFromTheLastEpoch() throws IOException {
    finish(2, Weights.BEST);
    finish(4, Weights.BEST);
    RunDirectory resumed = run;
    Path whole = folder.resolve("whole");
    Vae.builder(data).hidden(8).latentDim(2).batchSize(10).run(whole).build().close();
    run = RunDirectory.open(whole);
    finish(4, Weights.BEST);
    TrainingState last = run.model().last();
    assertThat(resumed.model().last().best()).isEqualTo(last.best());
    assertThat(resumed.metrics().stream().map(epoch -> epoch.validationBound()))
        .containsExactlyElementsOf(
            run.metrics().stream().map(epoch -> epoch.validationBound()).toList());
  }

  private final class Told implements RunJob.Listener {
    @Override
    public void begun() {}

    @Override
    public void resumed(TrainingState from) {}

    @Override
    public void stopped(TrainingState at) {}

    @Override
    public void trained(String end, TrainingState model, TrainingState last) {
      told.add("trained: weights of step %d of %d".formatted(model.step(), last.step()));
    }

    @Override
    public void evaluating(long done, long total) {
      told.add("evaluating");
    }

    @Override
    public void evaluated(Evaluation evaluation) {}

    @Override
    public void drawn() {}

    @Override
    public void finished(Optional<Path> exported) {
      exported.ifPresent(path -> told.add("exported " + path.getFileName()));
    }

    @Override
    public void interrupted() {}

    @Override
    public void failed(IOException failure) {}
  }
}
