package io.github.vaegraph.evaluate;

/**
 * The scale that a likelihood has learned, a Gaussian's sigma for one, over the values of some
 * images decoded from their posterior means. Pixels lie in [0, 1].
 *
 * @param median of all values' scales: the scale itself where all share one
 * @param lowest the smallest
 * @param highest the largest
 * @param bound below which none can fall
 * @param shareAtBound the part of the values whose scale is less than one and a half times the
 *     bound: their density says little about the model
 */
public record PixelScale(
    double median, double lowest, double highest, double bound, double shareAtBound) {}
