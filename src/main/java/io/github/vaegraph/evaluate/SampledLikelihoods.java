package io.github.vaegraph.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The estimates of -log p(x) over all images, by how many codes each of them took. */
final class SampledLikelihoods {
  /** Beside all codes: where papers look. */
  private static final List<Integer> LOOKED_AT = List.of(1, 10, 100, 1000, 5000);

  private final List<Integer> counts = new ArrayList<>();
  private final List<Mean> means = new ArrayList<>();
  private final List<Double> effective = new ArrayList<>();
  private final int samples;

  SampledLikelihoods(int samples) {
    this.samples = samples;
    LOOKED_AT.stream().filter(count -> count < samples).forEach(counts::add);
    counts.add(samples);
    counts.forEach(count -> means.add(new Mean()));
  }

  /** One more code of some images has been drawn. */
  void drawn(ImportanceWeights weights) {
    int at = counts.indexOf(weights.draws());
    if (at < 0) {
      return;
    }
    for (int i = 0; i < weights.images(); i++) {
      means.get(at).add(-weights.logMean(i));
      if (weights.draws() == samples) {
        effective.add(weights.effective(i));
      }
    }
  }

  /** By all codes. */
  Estimate estimate() {
    return means.get(means.size() - 1).estimate();
  }

  Convergence convergence() {
    double[] sorted = effective.stream().mapToDouble(count -> count).sorted().toArray();
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    long few = Arrays.stream(sorted).filter(count -> count < Convergence.FEW).count();
    List<Convergence.BySamples> bySamples = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      bySamples.add(new Convergence.BySamples(counts.get(i), means.get(i).estimate()));
    }
    return new Convergence(median, (double) few / sorted.length, bySamples);
  }
}
