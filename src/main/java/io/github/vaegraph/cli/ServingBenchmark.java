package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.check.ServingTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** {@code vae benchmark --serving MODEL}: the times of an exported model, whoever made it. */
final class ServingBenchmark {
  private static final List<Integer> ROWS = List.of(1, 64);

  private ServingBenchmark() {}

  /**
   * Prints a model's times.
   *
   * @param beside another model, measured in turn; the first one's times over its times are printed
   *     too
   * @param rounds how often the models are loaded and measured
   * @param anything whether models are run that may do more than compute
   */
  static void run(Path model, Optional<Path> beside, int rounds, boolean anything, Console console)
      throws IOException {
    List<Path> models = new ArrayList<>(List.of(OpenedModel.exported(model)));
    if (beside.isPresent()) {
      models.add(OpenedModel.exported(beside.get()));
    }
    List<ServingTimes.Times> times = ServingTimes.measure(models, ROWS, rounds, anything);
    StringBuilder titles = new StringBuilder("%-16s".formatted(""));
    for (int rows : ROWS) {
      titles.append(" %13s".formatted("batch " + rows));
      beside.ifPresent(other -> titles.append("  ratio"));
    }
    console.print("%-16s".formatted("load") + cell(times, ServingTimes.Times::load));
    console.print(titles.toString());
    List<ServingTimes.Call> calls = times.get(0).calls();
    for (int i = 0; i < calls.size(); i++) {
      int row = i;
      StringBuilder line = new StringBuilder("%-16s".formatted(calls.get(row).signature()));
      for (int j = 0; j < ROWS.size(); j++) {
        int column = j;
        line.append(cell(times, of -> of.calls().get(row).milliseconds().get(column)));
      }
      console.print(line.toString());
    }
  }

  /** The first model's time, and where there is another, the quotient of both. */
  private static String cell(
      List<ServingTimes.Times> times, ToDoubleFunction<ServingTimes.Times> time) {
    double first = time.applyAsDouble(times.get(0));
    String cell = " %10.3f ms".formatted(first);
    return times.size() == 1
        ? cell
        : cell + " %6.2f".formatted(first / time.applyAsDouble(times.get(1)));
  }
}
