package io.github.vaegraph.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.TinyImages;
import io.github.vaegraph.Vae;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.run.Completion;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.RunLock;
import io.github.vaegraph.run.Wanted;
import io.github.vaegraph.run.Weights;
import io.github.vaegraph.train.EpochMetrics;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a job does and tells, in which order; here it works for neither a command nor a notebook.
 */
final class RunJobTest {
  private final Dataset data = TinyImages.data();
  private final List<String> told = new ArrayList<>();
  @TempDir Path folder = Path.of("");
  private RunDirectory run;

  @BeforeEach
  void begin() throws IOException {
    Path begun = folder.resolve("run");
    Vae.builder(data).hidden(8).latentDim(2).batchSize(30).run(begun).build().close();
    run = RunDirectory.open(begun);
  }

  private void finish(int epochs, Wanted wanted) throws IOException {
    RunConfig config = run.config().withEpochs(epochs).withWanted(wanted);
    try (RunLock lock = run.lock()) {
      new RunJob(lock, config, RunData.of(data).checked(config), new Told()).run();
    }
  }

  private Wanted exported() {
    Wanted.Export export = new Wanted.Export(folder.resolve("models"), "tiny");
    return new Wanted(3, Optional.of(export), false, Weights.LAST);
  }

  @Test
  void aTimeThatIsOverInTheFirstEpochLeavesAModelWithoutCurves() throws IOException {
    Path begun = folder.resolve("short");
    Duration time = Duration.ofMillis(1); // less than a step takes
    Vae.builder(data).hidden(8).latentDim(2).batchSize(5).maxTime(time).run(begun).build().close();
    run = RunDirectory.open(begun);
    finish(2, exported());
    assertThat(run.metrics()).isEmpty();
    assertThat(told).containsExactly("begun", "trained", "evaluated from 3", "drawn", "exported 1");
    assertThat(begun.resolve("curves.png")).doesNotExist();
    assertThat(begun.resolve("samples.png")).exists();
    assertThat(run.finished(run.config()))
        .hasValueSatisfying(why -> assertThat(why).contains("is over"));
  }

  @Test
  void whatIsDoneIsToldAndKept() throws IOException {
    finish(2, exported());
    assertThat(told)
        .containsExactly(
            "begun", "epoch 1", "epoch 2", "trained", "evaluated from 3", "drawn", "exported 1");
    assertThat(run.metrics()).hasSize(2);
    assertThat(run.config().wanted()).isEqualTo(exported());
    assertThat(run.finished(run.config())).contains("all epochs are done");
    told.clear();
    finish(3, new Wanted(0, Optional.empty(), false, Weights.LAST));
    assertThat(told)
        .containsExactly(
            "begun",
            "resumed in 3",
            "epoch 3",
            "trained",
            "evaluated from 0",
            "drawn",
            "not exported");
  }

  @Test
  void aFailedExportComesAfterFiguresAndPicturesAndIsAllThatIsLeft() throws IOException {
    Path models = Files.createFile(folder.resolve("models"));
    assertThatThrownBy(() -> finish(1, exported()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("models");
    assertThat(told).containsExactly("begun", "epoch 1", "trained", "evaluated from 3", "drawn");
    long step = run.model().state().step();
    assertThat(run.completion()).contains(Completion.none(1, step).withEvaluation().withPictures());
    assertThat(run.evaluations().told()).isPresent();
    Files.delete(models);
    told.clear();
    finish(1, exported());
    assertThat(told).containsExactly("begun", "trained", "evaluated from 3", "drawn", "exported 1");
  }

  @Test
  void fewerEpochsThanHaveBegunAreRefused() throws IOException {
    finish(2, exported());
    told.clear();
    assertThatThrownBy(() -> finish(1, exported()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epoch 2 of", "has begun already");
    assertThat(told).containsExactly("begun");
  }

  private final class Told implements RunJob.Listener {
    @Override
    public void begun() {
      told.add("begun");
    }

    @Override
    public void resumed(TrainingState from) {
      told.add("resumed in " + from.epoch());
    }

    @Override
    public void epochDone(EpochMetrics metrics) {
      told.add("epoch " + metrics.epoch());
    }

    @Override
    public void stopped(TrainingState at) {
      told.add("stopped in " + at.epoch());
    }

    @Override
    public void trained(String end, TrainingState model, TrainingState last) {
      told.add("trained");
    }

    @Override
    public void evaluating(long done, long total) {}

    @Override
    public void evaluated(Evaluation evaluation) {
      told.add("evaluated from " + evaluation.samples());
    }

    @Override
    public void drawn() {
      told.add("drawn");
    }

    @Override
    public void finished(Optional<Path> exported) {
      told.add(exported.map(path -> "exported " + path.getFileName()).orElse("not exported"));
    }

    @Override
    public void interrupted() {
      told.add("interrupted");
    }

    @Override
    public void failed(IOException failure) {
      told.add("failed");
    }
  }
}
