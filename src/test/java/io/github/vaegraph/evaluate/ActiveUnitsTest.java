package io.github.vaegraph.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ActiveUnitsTest {
  /** Standard deviations on either side of the threshold's 0.1, far from zero. */
  private static final double[] DEVIATIONS = {0, 0.05, 0.09, 0.11, 0.2, 1};

  @Test
  void countsTheVariancesAboveOneHundredthAsTwoPassesDo() {
    int images = 1000;
    int dim = DEVIATIONS.length;
    Random random = new Random(1);
    float[] means = new float[images * dim];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) (100 + DEVIATIONS[i % dim] * random.nextGaussian());
    }
    ActiveUnits units = new ActiveUnits(dim);
    units.add(Arrays.copyOf(means, 300 * dim));
    units.add(Arrays.copyOfRange(means, 300 * dim, means.length));
    int expected = 0;
    for (int unit = 0; unit < dim; unit++) {
      double mean = 0;
      for (int image = 0; image < images; image++) {
        mean += means[image * dim + unit] / (double) images;
      }
      double variance = 0;
      for (int image = 0; image < images; image++) {
        variance += Math.pow(means[image * dim + unit] - mean, 2) / images;
      }
      expected += variance > 0.01 ? 1 : 0;
    }
    assertThat(expected).isEqualTo(3);
    assertThat(units.active()).isEqualTo(expected);
  }

  @Test
  void withoutImagesNothingIsActive() {
    assertThat(new ActiveUnits(3).active()).isZero();
  }
}
