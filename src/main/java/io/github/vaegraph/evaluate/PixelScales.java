package io.github.vaegraph.evaluate;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.Batches;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.VaeSession;
import java.util.Arrays;
import java.util.Optional;

/** Looks at the scale that a likelihood has learned. */
public final class PixelScales {
  private static final int IMAGES = 1000;

  /** Values of decoder output that are looked at. */
  private static final int VALUES = 1_000_000;

  /** The bound is soft: what is pressed against it comes near it slowly, and never there. */
  private static final double WITHIN = 1.5;

  private PixelScales() {}

  /**
   * The scale over a split's first images.
   *
   * @return empty where nothing is learned, or there are no images
   */
  public static Optional<PixelScale> of(
      VaeSession session, Split split, Binarization binarization, long seed) {
    Optional<Double> bound = session.config().likelihood().lowestScale();
    if (bound.isEmpty() || split.count() == 0) {
      return Optional.empty();
    }
    int rows = Math.max(1, Math.min(IMAGES, VALUES / session.config().image().size()));
    try (Batches batches = Batches.inOrder(split, binarization, rows, seed)) {
      Batch batch = batches.epoch(0, 0).next();
      float[] codes = session.posterior(batch).mean();
      int[] labels =
          session.config().classCount() == 0
              ? new int[0]
              : Arrays.copyOf(batch.labels(), batch.count());
      return session.scales(codes, labels).map(scales -> of(scales, bound.get()));
    }
  }

  static PixelScale of(float[] scales, double bound) {
    float[] sorted = scales.clone();
    Arrays.sort(sorted);
    int low = 0;
    while (low < sorted.length && sorted[low] <= WITHIN * bound) {
      low++;
    }
    double median = (sorted[(sorted.length - 1) / 2] + (double) sorted[sorted.length / 2]) / 2;
    return new PixelScale(
        median, sorted[0], sorted[sorted.length - 1], bound, (double) low / sorted.length);
  }
}
