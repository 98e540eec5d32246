package io.github.vaegraph.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.vaegraph.model.StepResult;
import java.util.Optional;

/**
 * Where training stands. With the variables this is all that its further course depends on: what is
 * random is a function of the seed and these counters.
 *
 * @param epoch the epoch under way, from 1; past the last one when all are done
 * @param batches how many batches of it have been trained on; all of them when its validation is
 *     still to come
 * @param step steps taken since the beginning
 * @param seed the run's
 * @param learningRate Adam's step size, lowered by the watchdog or not
 * @param rollbacks how often the watchdog has gone back and lowered it
 * @param sums the epoch's so far
 * @param losses what the watchdog compares with; empty before the first measured step
 * @param best the best epoch; empty before the first is done
 * @param seconds that training has taken, with its validations and checkpoints
 */
public record TrainingState(
    int epoch,
    int batches,
    long step,
    long seed,
    double learningRate,
    int rollbacks,
    EpochSums sums,
    Optional<Losses> losses,
    Optional<Best> best,
    @JsonProperty(defaultValue = "0.0") double seconds) {
  /**
   * The measured losses.
   *
   * @param first the first one
   * @param lowest the lowest one
   */
  public record Losses(double first, double lowest) {}

  /**
   * The epoch with the best bound, of what is maximized, on the validation images, or on the
   * training images where there are no others.
   *
   * @param epoch from 1
   * @param step steps taken at its end
   * @param value minus the bound, in nats: {@link ValidationBound}
   */
  public record Best(int epoch, long step, double value) {}

  /**
   * @throws IllegalArgumentException when a value makes no sense, naming it
   */
  public TrainingState {
    if (epoch < 1 || batches < 0 || step < batches || rollbacks < 0) {
      throw new IllegalArgumentException(
          "no training stands at epoch %d, batch %d, step %d, rollback %d"
              .formatted(epoch, batches, step, rollbacks));
    }
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("learningRate must be positive, was " + learningRate);
    }
  }

  /** Before the first step. */
  public static TrainingState start(TrainingConfig config) {
    return new TrainingState(
        1,
        0,
        0,
        config.seed(),
        config.learningRate().peak(),
        0,
        EpochSums.NONE,
        Optional.empty(),
        Optional.empty(),
        0);
  }

  /** Epochs that are finished, or cut short. */
  public int begun() {
    return batches == 0 ? epoch - 1 : epoch;
  }

  /** What of a configuration ends training. */
  public enum Limit {
    EPOCHS,
    PATIENCE,
    TIME
  }

  /** What ends training, as far as it has come; empty where it goes on. */
  public Optional<Limit> limit(TrainingConfig config) {
    if (epoch > config.epochs()) {
      return Optional.of(Limit.EPOCHS);
    }
    if (batches == 0 && stale(config)) {
      return Optional.of(Limit.PATIENCE);
    }
    return config.maxSeconds().filter(most -> seconds >= most).map(most -> Limit.TIME);
  }

  /** Why training ends, as far as it has come; empty where it goes on. */
  public Optional<String> end(TrainingConfig config) {
    return limit(config)
        .map(
            limit ->
                switch (limit) {
                  case EPOCHS -> "all epochs are done";
                  case PATIENCE ->
                      "no better validation bound in "
                          + config.patience().orElseThrow()
                          + " epochs";
                  case TIME ->
                      "its time of " + TimeText.of(config.maxSeconds().orElseThrow()) + " is over";
                });
  }

  private boolean stale(TrainingConfig config) {
    return config.patience().isPresent()
        && best.isPresent()
        && epoch - 1 - best.get().epoch() >= config.patience().get();
  }

  /**
   * @param stepSeconds what the step took, with the wait for its images
   * @param allSeconds what has passed since the step before
   */
  TrainingState stepped(double stepSeconds, double allSeconds) {
    return new TrainingState(
        epoch,
        batches + 1,
        step + 1,
        seed,
        learningRate,
        rollbacks,
        sums.plusSeconds(stepSeconds),
        losses,
        best,
        seconds + allSeconds);
  }

  TrainingState measured(StepResult result, int images) {
    Losses seen = losses.orElse(new Losses(result.loss(), result.loss()));
    Losses now = new Losses(seen.first(), Math.min(seen.lowest(), result.loss()));
    return new TrainingState(
        epoch,
        batches,
        step,
        seed,
        learningRate,
        rollbacks,
        sums.plus(result, images),
        Optional.of(now),
        best,
        seconds);
  }

  /**
   * @param value minus the bound
   * @param allSeconds what has passed since the last step
   */
  TrainingState epochDone(double value, double allSeconds) {
    boolean better = best.isEmpty() || value < best.get().value();
    Optional<Best> nowBest = better ? Optional.of(new Best(epoch, step, value)) : best;
    return new TrainingState(
        epoch + 1,
        0,
        step,
        seed,
        learningRate,
        rollbacks,
        EpochSums.NONE,
        losses,
        nowBest,
        seconds + allSeconds);
  }

  TrainingState rolledBack(double lowered, int count) {
    return new TrainingState(
        epoch, batches, step, seed, lowered, count, sums, losses, best, seconds);
  }

  /**
   * What has been summed up in an epoch so far. It is part of a checkpoint: an epoch's figures are
   * the same, however often it was interrupted.
   *
   * @param rate over the images of the measured steps
   * @param distortion likewise
   * @param loss likewise; empty in an epoch that an older program began
   * @param images of the measured steps
   * @param seconds the steps took, with the waits for their images
   */
  public record EpochSums(
      double rate, double distortion, Optional<Double> loss, long images, double seconds) {
    static final EpochSums NONE = new EpochSums(0, 0, Optional.of(0.0), 0, 0);

    EpochSums plus(StepResult result, int count) {
      return new EpochSums(
          rate + (double) result.rate() * count,
          distortion + (double) result.distortion() * count,
          loss.map(sum -> sum + (double) result.loss() * count),
          images + count,
          seconds);
    }

    EpochSums plusSeconds(double more) {
      return new EpochSums(rate, distortion, loss, images, seconds + more);
    }

    /** The mean of the bound that is maximized, weighted by the number of images. */
    Optional<Double> bound() {
      return loss.map(sum -> -sum / images);
    }

    /** Means weighted by the number of images. */
    EpochMetrics.Figures figures(boolean hasRate) {
      return EpochMetrics.Figures.of(
          hasRate ? Optional.of(rate / images) : Optional.empty(), distortion / images);
    }
  }
}
