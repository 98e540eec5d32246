package io.github.vaegraph.evaluate;

import io.github.vaegraph.data.Factors;
import io.github.vaegraph.data.Factors.Factor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Holds codes against the factors that their images were made from: see {@link FactorFigures}. */
final class FactorAnalysis {
  private FactorAnalysis() {}

  /**
   * The figures; empty where no factor varies.
   *
   * @param means [N * L]
   * @param information what dimensions tell of factors, where posteriors have densities
   */
  static Optional<FactorFigures> of(
      Factors factors, float[] means, int dim, Optional<FactorInformation> information) {
    int all = factors.factors().size();
    double[] entropies = new double[all];
    Arrays.setAll(entropies, factor -> entropy(factors.of(factor)));
    int[] varying = IntStream.range(0, all).filter(factor -> entropies[factor] > 0).toArray();
    if (varying.length == 0) {
      return Optional.empty();
    }
    FactorPrediction prediction = new FactorPrediction(means, dim);
    List<FactorFigures.OfFactor> figures = new ArrayList<>();
    double sap = 0;
    for (int factor : varying) {
      Factor told = factors.factors().get(factor);
      int[] values = factors.of(factor);
      List<Double> scores = prediction.scores(values, told.ordered());
      sap += gap(scores) / varying.length;
      figures.add(
          new FactorFigures.OfFactor(
              told.name(),
              (int) Arrays.stream(values).distinct().count(),
              entropies[factor],
              information.map(known -> known.of(factor)).orElse(List.of()),
              scores));
    }
    return Optional.of(
        new FactorFigures(information.map(known -> known.gap(varying, entropies)), sap, figures));
  }

  /** H(v) = - sum_v p(v) log p(v) of the values as often as they are there. */
  static double entropy(int[] values) {
    return Arrays.stream(values)
        .boxed()
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .values()
        .stream()
        .mapToDouble(count -> (double) count / values.length)
        .map(share -> -share * Math.log(share))
        .sum();
  }

  /** The largest less the next; of one dimension, its own. */
  private static double gap(List<Double> scores) {
    List<Integer> best = FactorFigures.largestTwo(scores);
    return scores.get(best.get(0)) - (best.size() < 2 ? 0 : scores.get(best.get(1)));
  }
}
