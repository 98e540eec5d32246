package io.github.vaegraph.job;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.evaluate.CodeAnalysis;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.evaluate.Evaluator;
import io.github.vaegraph.evaluate.PixelScales;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.train.TrainingConfig;
import java.util.Optional;

/** A model's figures, with pixels as they were in its training. */
public final class RunEvaluation {
  private RunEvaluation() {}

  /**
   * Evaluates the model as it is now, and looks at its codes.
   *
   * @param step steps of training that led to the weights
   * @param trained the images that it was trained on, for what is fitted to their codes; empty
   *     where they are not there
   * @param samples K, the codes drawn for each image's log-likelihood; 0 for none
   * @param seed what the binarization and the codes are drawn from
   * @throws IllegalArgumentException when the split is empty, samples are negative, or a
   *     log-likelihood is asked of a plain autoencoder
   * @throws io.github.vaegraph.evaluate.NonFiniteException when a figure is no finite number
   */
  public static Evaluation of(
      VaeSession session,
      long step,
      TrainingConfig training,
      Split split,
      Optional<Split> trained,
      int samples,
      long seed,
      Evaluator.Progress progress) {
    Binarization binarization = training.binarization();
    try (Evaluator evaluator = new Evaluator(session, split, binarization, seed)) {
      return evaluator
          .evaluate(samples, progress)
          .with(
              new CodeAnalysis(session, binarization, seed).of(split, trained),
              PixelScales.of(session, split, binarization, seed))
          .of(session.weights(step));
    }
  }
}
