package io.github.vaegraph.run;

/**
 * How likely a model finds its training images, for others to be held against: log-likelihoods in
 * nats as the signature {@code score} estimates them.
 *
 * @param images how many images were scored, at even distances over all
 * @param samples K, the codes drawn for each
 * @param seed what the codes were drawn from, beside each image's pixels
 * @param percentile1 a hundredth of the images lies below
 * @param percentile5 a twentieth of the images lies below
 * @param percentile50 half of the images lies below
 */
public record TrainingScores(
    int images,
    int samples,
    long seed,
    double percentile1,
    double percentile5,
    double percentile50) {}
