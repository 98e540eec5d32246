package io.github.vaegraph.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.savedmodel.InferenceModel;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class PriorQuantilesTest {
  @Test
  void thoseOfAStandardNormalAreItsOwn() throws IOException {
    NormalDistribution normal = new NormalDistribution(0, 1);
    try (InferenceModel model = InferenceModel.load(Path.of("savedmodel", "digits", "1"))) {
      PriorQuantiles prior = PriorQuantiles.of(model, 1);
      for (double share : new double[] {0.025, 0.25, 0.5, 0.9, 0.975}) {
        double expected = normal.inverseCumulativeProbability(share);
        // The standard error of a quantile is sqrt(p (1 - p) / n) over the density there.
        double error = Math.sqrt(share * (1 - share) / 10_000) / normal.density(expected);
        for (int dimension = 0; dimension < model.latentDim(); dimension++) {
          assertThat((double) prior.at(dimension, share)).isCloseTo(expected, within(5 * error));
        }
      }
    }
  }
}
