package io.github.vaegraph.report;

import io.github.vaegraph.evaluate.FactorFigures;
import io.github.vaegraph.evaluate.FactorFigures.OfFactor;
import java.util.ArrayList;
import java.util.List;

/**
 * What the dimensions of the code tell of the factors, as far as the scores' gaps are made of it.
 */
final class FactorTable {
  private FactorTable() {}

  /**
   * A row a factor; a column for each dimension that tells most, or next to most, of some factor.
   */
  static Table of(FactorFigures figures) {
    List<Integer> dimensions =
        figures.factors().stream()
            .flatMap(factor -> factor.best().stream())
            .distinct()
            .sorted()
            .toList();
    List<String> columns = new ArrayList<>(List.of("factor", "values", "entropy"));
    dimensions.forEach(d -> columns.add("z" + d));
    return new Table(
        figures.mig().isPresent()
            ? "Nats that single dimensions tell of factors"
            : "How well single dimensions predict factors",
        "numbers",
        columns,
        figures.factors().stream().map(factor -> row(factor, dimensions)).toList());
  }

  private static List<String> row(OfFactor factor, List<Integer> dimensions) {
    List<String> row = new ArrayList<>();
    row.add(factor.name());
    row.add("" + factor.values());
    row.add(Table.decimals(factor.entropy(), 2));
    dimensions.forEach(d -> row.add(Table.decimals(factor.told().get(d), 2)));
    return row;
  }
}
