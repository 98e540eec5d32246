package io.github.vaegraph.train;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.Batches;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.evaluate.Evaluator;
import io.github.vaegraph.model.RowBounds;
import io.github.vaegraph.model.StepResult;
import io.github.vaegraph.model.VaeSession;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/**
 * The training loop. Every step's weights, order, binarization and noise are functions of the seed
 * and the step, so that the same configuration leads to the same weights.
 */
public final class Trainer {
  /** Told how training goes. */
  public interface Listener {
    /**
     * After every step.
     *
     * @param epoch from 1 on
     * @param done images of this epoch that have been trained on
     * @param total images in an epoch
     * @param latest the latest measured figures
     */
    void stepDone(int epoch, int done, int total, StepResult latest);

    /**
     * After every epoch, before its checkpoint.
     *
     * @throws IOException when the figures cannot be written down
     */
    void epochDone(EpochMetrics metrics) throws IOException;
  }

  /**
   * One step in so many fetches its figures. Fetching them makes TensorFlow compute the
   * likelihood's value, which training alone does not need: such a step takes about 10% longer
   * (measured on the 784-400-20 network at batch 100: 3.13 ms instead of 2.77), so that all steps
   * take 1% longer.
   */
  private static final int MEASURE_EVERY = 10;

  private final VaeSession session;
  private final TrainingConfig config;
  private final Checkpoints checkpoints;
  private final Listener listener;

  /** A trainer of this model; checkpoints are written after every epoch. */
  public Trainer(
      VaeSession session, TrainingConfig config, Checkpoints checkpoints, Listener listener) {
    this.session = session;
    this.config = config;
    this.checkpoints = checkpoints;
    this.listener = listener;
  }

  /**
   * Trains for all epochs.
   *
   * @throws DivergenceException when the loss is infinite or none
   * @throws IOException when a checkpoint or the log cannot be written
   */
  public void train(Dataset data) throws IOException {
    Binarization binarization = Binarization.named(config.binarization());
    try (Batches batches =
        Batches.shuffled(data.train(), binarization, config.batchSize(), config.seed())) {
      for (int epoch = 1; epoch <= config.epochs(); epoch++) {
        EpochMetrics metrics = epoch(epoch, batches, data);
        listener.epochDone(metrics);
        checkpoints.save(session, epoch);
      }
    }
  }

  private EpochMetrics epoch(int epoch, Batches batches, Dataset data) {
    long start = System.nanoTime();
    Means means = new Means();
    int images = data.train().count();
    int done = 0;
    long step = (long) (epoch - 1) * batches.perEpoch();
    StepResult latest = new StepResult(0, 0, 0);
    float learningRate = (float) config.learningRate();
    float beta = (float) config.beta();
    Iterator<Batch> epochBatches = batches.epoch(epoch, 0);
    Batch batch;
    do {
      batch = epochBatches.next();
      if (step % MEASURE_EVERY == 0 || !epochBatches.hasNext()) {
        latest = session.measuredStep(batch, config.seed(), step, learningRate, beta);
        check(latest, step);
        means.add(latest, batch.count());
      } else {
        session.step(batch, config.seed(), step, learningRate, beta);
      }
      done += batch.count();
      listener.stepDone(epoch, done, images, latest);
      step++;
    } while (epochBatches.hasNext());
    double trained = seconds(start);
    checkWeights(batch, step);
    Optional<EpochMetrics.Figures> validation = validate(data.validation());
    return new EpochMetrics(
        epoch,
        step,
        means.figures(session.config().variational()),
        validation,
        images / trained,
        seconds(start));
  }

  private Optional<EpochMetrics.Figures> validate(Split validation) {
    if (validation.count() == 0) {
      return Optional.empty();
    }
    Evaluation evaluation =
        new Evaluator(session, Binarization.named(config.binarization()), config.seed())
            .evaluate(validation, 0, (done, total) -> {});
    return Optional.of(EpochMetrics.Figures.of(evaluation.rate(), evaluation.distortion()));
  }

  private void check(StepResult result, long step) {
    if (!Float.isFinite(result.loss())) {
      throw new DivergenceException(
          "at step %d the loss is %s (rate %s, distortion %s)"
              .formatted(step, result.loss(), result.rate(), result.distortion()),
          config);
    }
  }

  /** A step's figures come from before its update: what the last one did to the weights shows. */
  private void checkWeights(Batch last, long steps) {
    RowBounds bounds = session.bounds(last, 1, config.seed(), steps);
    for (int i = 0; i < last.count(); i++) {
      if (!Float.isFinite(bounds.rate()[i]) || !Float.isFinite(bounds.distortion()[i])) {
        throw new DivergenceException(
            "after step %d an image has rate %s, distortion %s"
                .formatted(steps - 1, bounds.rate()[i], bounds.distortion()[i]),
            config);
      }
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Means weighted by the number of images. */
  private static final class Means {
    private double rate;
    private double distortion;
    private long images;

    void add(StepResult result, int count) {
      rate += (double) result.rate() * count;
      distortion += (double) result.distortion() * count;
      images += count;
    }

    EpochMetrics.Figures figures(boolean variational) {
      return EpochMetrics.Figures.of(
          variational ? Optional.of(rate / images) : Optional.empty(), distortion / images);
    }
  }
}
