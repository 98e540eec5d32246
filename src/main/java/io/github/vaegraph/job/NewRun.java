package io.github.vaegraph.job;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.model.MemoryNeed;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunConfig.DatasetInfo;
import io.github.vaegraph.run.Software;
import io.github.vaegraph.run.Wanted;
import io.github.vaegraph.train.Advice;
import io.github.vaegraph.train.TrainingConfig;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A run before anything of it is written.
 *
 * @param config what will repeat it
 * @param data what it is trained on
 */
public record NewRun(RunConfig config, RunData data) {
  /**
   * Plans a run.
   *
   * @param command the words that ask for it; none from Java
   * @throws IllegalArgumentException when this machine's memory is too small for its training, or
   *     the configuration makes no sense with these data, as a likelihood of binary pixels with
   *     colours
   */
  public static NewRun of(
      List<String> command,
      RunData data,
      ModelConfig model,
      TrainingConfig training,
      Wanted wanted) {
    if (training.patience().isPresent() && data.data().validation().count() == 0) {
      throw new IllegalArgumentException(
          "patience goes by validation images, of which there are none; keep some back, or leave it"
              + " out");
    }
    model.checkDescribes(data.summary().binary());
    if (training.binarization() == Binarization.DEQUANTIZED) {
      model.checkDequantizes(data.summary().binary());
    }
    MemoryNeed.check(model, training.graph(data.data(), data.summary().mean()));
    RunConfig config =
        new RunConfig(
            command,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            Software.current(),
            data.options(),
            DatasetInfo.of(data.data(), data.summary()),
            model,
            training,
            wanted,
            Optional.empty());
    return new NewRun(config, data);
  }

  /** What there is to say of these data under this model, a line each. */
  public List<String> advice() {
    return Advice.ofData(data.summary(), config.model(), config.training().binarization());
  }
}
