package io.github.vaegraph.evaluate;

import io.github.vaegraph.model.WeightsId;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a model reaches on a split, with the protocol that the figures depend on. All figures are
 * nats an image.
 *
 * @param negativeElbo distortion + rate; empty for a plain autoencoder, which bounds nothing
 * @param rate mean KL(q(z|x) || p(z)); empty for a plain autoencoder
 * @param distortion mean -E_q[log p(x|z)], from one code an image
 * @param negativeLogLikelihood the importance-weighted estimate of mean -log p(x), from above;
 *     empty when no samples were asked for
 * @param negativeLogMarginal of a conditional model, whose other figures are of p(x|c) under each
 *     image's own class c: the mean of -log p(x) = -log sum_c p(c) p(x|c), p(c) the classes'
 *     frequencies in training; K/(C - 1) codes, at least one, for each of the other classes
 * @param bitsPerDimension of the estimate, or of the negative ELBO where there is none, in bits a
 *     value: -log p(x) / (D log 2), and 8 more of a density of dequantized pixels; empty where
 *     values have no 256 levels, and where nothing is bounded
 * @param samples K, the codes drawn for each image's log-likelihood; 0 for none
 * @param activeUnits latent dimensions with Var_x(E_q[z]) > 0.01 (Burda et al. 2016)
 * @param images how many images the means are taken over
 * @param split the split's name
 * @param binarization how grey pixels became binary ones, or lost their levels, by its name; {@code
 *     fixed} where the data's own pixels are black and white alone
 * @param seed what the binarization and the codes are drawn from: {@link Evaluator#SEED} unless
 *     asked for otherwise, whatever the training's
 * @param weights which weights they are of; empty where an older program did not write it
 * @param warning why the figures are no log-likelihoods, when they are none
 * @param standardErrors of the means over images; empty for a single image, and from an older
 *     program
 * @param convergence how far the log-likelihood's estimate is to be trusted; empty without samples,
 *     and from an older program
 * @param codes what the codes say; empty where they were not looked at
 * @param scale what scale the likelihood has learned; empty where it learns none, or was not looked
 *     at
 */
public record Evaluation(
    Optional<Double> negativeElbo,
    Optional<Double> rate,
    double distortion,
    Optional<Double> negativeLogLikelihood,
    Optional<Double> negativeLogMarginal,
    Optional<Double> bitsPerDimension,
    int samples,
    int activeUnits,
    int images,
    String split,
    String binarization,
    long seed,
    Optional<WeightsId> weights,
    Optional<String> warning,
    Optional<StandardErrors> standardErrors,
    Optional<Convergence> convergence,
    Optional<CodeFigures> codes,
    Optional<PixelScale> scale) {
  /**
   * @throws NonFiniteException when a figure is no finite number
   */
  public Evaluation {
    negativeElbo.ifPresent(value -> checkFinite("negative ELBO", value));
    rate.ifPresent(value -> checkFinite("rate", value));
    checkFinite("distortion", distortion);
    negativeLogLikelihood.ifPresent(value -> checkFinite("negative log-likelihood", value));
    negativeLogMarginal.ifPresent(value -> checkFinite("negative log marginal", value));
  }

  private static void checkFinite(String figure, double value) {
    if (!Double.isFinite(value)) {
      throw new NonFiniteException(figure, value);
    }
  }

  /** The same figures with the weights that they are of. */
  public Evaluation of(WeightsId measured) {
    return with(Optional.of(measured), codes, scale);
  }

  /** The same figures with what the codes say, and with the likelihood's scale. */
  public Evaluation with(CodeFigures analysed, Optional<PixelScale> learned) {
    return with(weights, Optional.of(analysed), learned);
  }

  private Evaluation with(
      Optional<WeightsId> measured, Optional<CodeFigures> analysed, Optional<PixelScale> learned) {
    return new Evaluation(
        negativeElbo,
        rate,
        distortion,
        negativeLogLikelihood,
        negativeLogMarginal,
        bitsPerDimension,
        samples,
        activeUnits,
        images,
        split,
        binarization,
        seed,
        measured,
        warning,
        standardErrors,
        convergence,
        analysed,
        learned);
  }

  /** A figure with its standard error, where there is such a figure. */
  public Optional<Estimate> estimate(
      Function<Evaluation, Optional<Double>> figure,
      Function<StandardErrors, Optional<Double>> error) {
    return figure.apply(this).map(value -> new Estimate(value, standardErrors.flatMap(error)));
  }

  /**
   * The estimate of mean -log p(x), whatever the class: of a conditional model under all of its
   * classes; empty when no samples were asked for.
   */
  public Optional<Double> negativeLogEvidence() {
    return negativeLogMarginal.or(() -> negativeLogLikelihood);
  }

  /** Whether the same split, draws and seed led to the figures of both. */
  public boolean likeThatOf(Evaluation other) {
    return split.equals(other.split) && samples == other.samples && seed == other.seed;
  }

  /** The figures, a line each, with the protocol in the last. */
  @Override
  public String toString() {
    return EvaluationText.of(this);
  }

  /** Which figure the bits are of. */
  public String bitsOf() {
    return negativeLogLikelihood.isPresent() ? "negative log-likelihood" : "negative ELBO";
  }
}
