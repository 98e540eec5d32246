package io.github.vaegraph.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * What the codes of a split say, and where they lie.
 *
 * <p>With N images, each as probable as the others, and the aggregate posterior q(z) = 1/N sum_n
 * q(z|x_n), the rate is I_q(x; z) + KL(q(z) || p(z)) (Hoffman and Johnson 2016). Both are estimated
 * from one code an image. The first is at most log N, and falls short of that of all possible
 * images where it comes near; the second is too high by as much.
 *
 * @param images N, at most 10,000: those of the split at even distances
 * @param rates KL(q(z_d|x) || p(z_d)) of each dimension, where the prior is N(0, I); else none
 * @param layerRates the rate of each stochastic layer, from the image up, where there are several;
 *     else none
 * @param mutualInformation I_q(x; z) in nats; empty where the density of a code under another
 *     image's posterior is not known, and where the prior differs from class to class
 * @param marginalKl KL(q(z) || p(z)) in nats: the rate less that
 * @param probe what a linear classifier reads off posterior means; empty without labels, or without
 *     training images
 * @param factors how far single dimensions hold single factors; empty where the data tell of none
 *     that vary
 */
public record CodeFigures(
    int images,
    List<Double> rates,
    List<Double> layerRates,
    Optional<Estimate> mutualInformation,
    Optional<Estimate> marginalKl,
    Optional<Probe> probe,
    Optional<FactorFigures> factors) {
  /** Copies the lists. */
  public CodeFigures {
    rates = List.copyOf(rates);
    layerRates = List.copyOf(layerRates);
  }

  /**
   * Multinomial logistic regression on posterior means, standardized, with the penalty |w|^2 / 2 on
   * the sum of all losses: fitted to training images, tried on those of the evaluated split.
   *
   * @param accuracy the part of the images whose class it names
   * @param trainImages what it is fitted to, at most 10,000 at even distances
   * @param images what it is tried on
   * @param classes how many there are
   */
  public record Probe(Estimate accuracy, int trainImages, int images, int classes) {}
}
