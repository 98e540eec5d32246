package io.github.vaegraph.evaluate;

import io.github.vaegraph.model.WeightsId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
 *     value: -log p(x) / (D log 2); empty where values have no 256 levels with a probability each,
 *     and where nothing is bounded
 * @param samples K, the codes drawn for each image's log-likelihood; 0 for none
 * @param activeUnits latent dimensions with Var_x(E_q[z]) > 0.01 (Burda et al. 2016)
 * @param images how many images the means are taken over
 * @param split the split's name
 * @param binarization how grey pixels became binary ones, by its name
 * @param seed what the binarization and the codes are drawn from
 * @param weights which weights they are of; empty where an older program did not write it
 * @param warning why the figures are no log-likelihoods, when they are none
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
    Optional<String> warning) {
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
        Optional.of(measured),
        warning);
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
    List<String> lines = new ArrayList<>();
    warning.ifPresent(text -> lines.add("warning: " + text));
    negativeElbo.ifPresent(value -> lines.add(line("negative ELBO            %8.2f nats", value)));
    rate.ifPresent(value -> lines.add(line("  rate                   %8.2f", value)));
    lines.add(line("  distortion             %8.2f", distortion));
    negativeLogLikelihood.ifPresent(
        value ->
            lines.add(
                line(
                    "negative log-likelihood  %8.2f nats (importance-weighted, %d samples)",
                    value, samples)));
    negativeLogMarginal.ifPresent(
        value ->
            lines.add(line("  under all classes      %8.2f nats, by their frequencies", value)));
    bitsPerDimension.ifPresent(
        value -> lines.add(line("bits per dimension       %8.4f (%s)", value, bitsOf())));
    lines.add(line("active units             %8d", activeUnits));
    lines.add(line("on %d %s images, binarization %s, seed %d", images, split, binarization, seed));
    weights.ifPresent(of -> lines.add("weights of step " + of.step()));
    return String.join("\n", lines);
  }

  /** Which figure the bits are of. */
  public String bitsOf() {
    return negativeLogLikelihood.isPresent() ? "negative log-likelihood" : "negative ELBO";
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  private static String line(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
