package io.github.vaegraph.evaluate;

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
 * @param samples K, the codes drawn for each image's log-likelihood; 0 for none
 * @param activeUnits latent dimensions with Var_x(E_q[z]) > 0.01 (Burda et al. 2016)
 * @param images how many images the means are taken over
 * @param split the split's name
 * @param binarization how grey pixels became binary ones, by its name
 * @param seed what the binarization and the codes are drawn from
 * @param warning why the figures are no log-likelihoods, when they are none
 */
public record Evaluation(
    Optional<Double> negativeElbo,
    Optional<Double> rate,
    double distortion,
    Optional<Double> negativeLogLikelihood,
    int samples,
    int activeUnits,
    int images,
    String split,
    String binarization,
    long seed,
    Optional<String> warning) {}
