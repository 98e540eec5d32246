package io.github.vaegraph.train;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.evaluate.NonFiniteException;
import io.github.vaegraph.model.RowBounds;
import io.github.vaegraph.model.Step;
import io.github.vaegraph.model.StepResult;
import io.github.vaegraph.model.VaeSession;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Looks at the figures of the measured steps, which are there anyway, and at the weights where they
 * are kept. A weight that is no number makes every later loss none either, so that what happens
 * between measured steps shows at the next one.
 */
final class Watchdog {
  /** A loss that rises by so many times the largest one seen, or by so many nats a pixel. */
  private static final double BLOW_UP = 10;

  private final VaeSession session;

  Watchdog(VaeSession session) {
    this.session = session;
  }

  /**
   * Looks at a measured step.
   *
   * @param before where training stood
   * @throws Divergence when something in it is no finite number, or the loss has blown up
   */
  void check(TrainingState before, StepResult result) {
    String bad = firstBad(result);
    if (bad.isEmpty() && blownUp(before, result.loss())) {
      bad =
          "the %s has blown up: the loss is %.4g"
              .formatted(result.rate() > result.distortion() ? "KL" : "likelihood", result.loss());
    }
    if (!bad.isEmpty()) {
      throw new Divergence(before.step(), "at step %d %s".formatted(before.step(), bad));
    }
  }

  private boolean blownUp(TrainingState state, double loss) {
    if (state.losses().isEmpty()) {
      return false;
    }
    TrainingState.Losses losses = state.losses().get();
    double scale =
        Math.max(
            session.config().image().size(),
            Math.max(Math.abs(losses.first()), Math.abs(losses.lowest())));
    return loss > losses.lowest() + BLOW_UP * scale;
  }

  /**
   * What is no finite number, in the order in which a step computes it: the KL, the likelihood, the
   * gradients from the decoder's last layer to the encoder's first; empty when all is well.
   */
  static String firstBad(StepResult result) {
    if (!Float.isFinite(result.rate())) {
      return "the KL is " + result.rate();
    }
    if (!Float.isFinite(result.distortion())) {
      return "the likelihood is " + -result.distortion();
    }
    if (!Float.isFinite(result.loss())) {
      return "the loss is " + result.loss();
    }
    String bad = "";
    for (Map.Entry<String, Float> norm : result.gradientNorms().entrySet()) {
      if (!Float.isFinite(norm.getValue())) {
        bad = "the gradient by %s is %s".formatted(norm.getKey(), norm.getValue());
      }
    }
    return bad;
  }

  /**
   * Looks at what a step did to the weights: its figures are from before.
   *
   * @param after where training stands
   * @param last the step that led there
   * @throws Divergence when an image of it has no finite rate and distortion, or the loss has blown
   *     up
   */
  void checkImages(TrainingState after, Step last) {
    Batch batch = last.batch();
    RowBounds bounds = session.bounds(batch, 1, after.seed(), after.step());
    double distortion = 0;
    double rate = 0;
    for (int i = 0; i < batch.count(); i++) {
      distortion += bounds.distortion()[i] / batch.count();
      rate += bounds.rate()[i] / batch.count();
    }
    double loss = -session.config().objective().of(distortion, rate, last.beta(), last.capacity());
    boolean finite = Double.isFinite(loss);
    if (!finite || blownUp(after, loss)) {
      throw new Divergence(
          after.step() - 1,
          "after step %d the loss %s %.4g"
              .formatted(after.step() - 1, finite ? "has blown up to" : "is", loss));
    }
  }

  /**
   * Has the model evaluated.
   *
   * @throws Divergence when a figure is no finite number
   */
  static Evaluation checked(TrainingState after, Supplier<Evaluation> evaluation) {
    try {
      return evaluation.get();
    } catch (NonFiniteException e) {
      throw new Divergence(
          after.step() - 1,
          "on validation images after step %d %s".formatted(after.step() - 1, e.getMessage()));
    }
  }

  /**
   * Looks at the variables, Adam's among them.
   *
   * @throws Divergence when one holds a value that is no finite number
   */
  void checkVariables(TrainingState after) {
    List<String> bad = session.notFinite();
    if (!bad.isEmpty()) {
      throw new Divergence(
          after.step() - 1,
          "after step %d %s is no finite number".formatted(after.step() - 1, bad.get(0)));
    }
  }
}
