package io.github.vaegraph.artifact;

import io.github.vaegraph.signature.Model;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Where the prior lies along each latent dimension, as its own draws tell. */
final class PriorQuantiles {
  /**
   * The quantile of 1/40 of a standard normal is met within 0.03, a tenth of its distance to the
   * next.
   */
  private static final int DRAWS = 10_000;

  private static final int AT_ONCE = 1000;

  private final float[][] sorted; // [L][DRAWS]

  private PriorQuantiles(float[][] sorted) {
    this.sorted = sorted;
  }

  /**
   * The prior's of a model.
   *
   * @param classes that a model which has to be told one is told in turn
   */
  static PriorQuantiles of(Model model, int classes) throws IOException {
    return model.wantsClass()
        ? drawn(model.given(LongStream.range(0, AT_ONCE).map(i -> i % classes).toArray()))
        : drawn(model);
  }

  private static PriorQuantiles drawn(Model model) throws IOException {
    float[][] draws = new float[model.latentDim()][DRAWS];
    for (int from = 0; from < DRAWS; from += AT_ONCE) {
      float[] codes =
          model.generate(LongStream.range(from, from + AT_ONCE).toArray()).codes().values();
      for (int i = 0; i < codes.length; i++) {
        draws[i % draws.length][from + i / draws.length] = codes[i];
      }
    }
    for (float[] dimension : draws) {
      Arrays.sort(dimension);
    }
    return new PriorQuantiles(draws);
  }

  /** The draws of each dimension, sorted: [L][draws]. */
  float[][] draws() {
    return sorted;
  }

  /**
   * The value that a share of the draws lies below.
   *
   * @param dimension from 0
   * @param share in (0, 1)
   */
  float at(int dimension, double share) {
    // Between the two draws around it, linearly.
    double position = Math.min(Math.max(share * DRAWS - 0.5, 0), DRAWS - 1);
    int below = (int) Math.min(position, DRAWS - 2);
    float low = sorted[dimension][below];
    return (float) (low + (position - below) * (sorted[dimension][below + 1] - low));
  }
}
