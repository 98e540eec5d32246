package io.github.vaegraph.report;

import io.github.vaegraph.evaluate.FactorFigures;
import io.github.vaegraph.evaluate.FactorFigures.OfFactor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the dimensions of the code tell of the factors, as far as the scores' gaps are made of it.
 */
final class FactorTable {
  private FactorTable() {}

  /**
   * A row a factor; a column for each dimension that tells most, or next to most, of some factor.
   */
  static Table of(FactorFigures figures) {
    boolean told = figures.mig().isPresent();
    List<Integer> dimensions =
        figures.factors().stream()
            .flatMap(factor -> best(values(factor, told)))
            .distinct()
            .sorted()
            .toList();
    List<String> columns = new ArrayList<>(List.of("factor", "values", "entropy"));
    dimensions.forEach(d -> columns.add("z" + d));
    return new Table(
        told
            ? "Nats that single dimensions tell of factors"
            : "How well single dimensions predict factors",
        "numbers",
        columns,
        figures.factors().stream().map(factor -> row(factor, told, dimensions)).toList());
  }

  private static List<String> row(OfFactor factor, boolean told, List<Integer> dimensions) {
    List<String> row = new ArrayList<>();
    row.add(factor.name());
    row.add("" + factor.values());
    row.add(Table.decimals(factor.entropy(), 2));
    dimensions.forEach(d -> row.add(Table.decimals(values(factor, told).get(d), 2)));
    return row;
  }

  /** The two dimensions that the gap is made of. */
  private static Stream<Integer> best(List<Double> values) {
    return IntStream.range(0, values.size())
        .boxed()
        .sorted((a, b) -> Double.compare(values.get(b), values.get(a)))
        .limit(2);
  }

  private static List<Double> values(OfFactor factor, boolean told) {
    return told ? factor.information() : factor.scores();
  }
}
