package io.github.vaegraph.cli;

import io.github.vaegraph.contract.ServingTimes;
import io.github.vaegraph.result.OpenedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code vae benchmark --serving MODEL}: the times of an exported model, whoever made it. */
final class ServingBenchmark {
  private static final List<Integer> ROWS = List.of(1, 64);
  private static final int CALLS = 100;

  private ServingBenchmark() {}

  static void run(Path model, Console console) throws IOException {
    ServingTimes.Times times = ServingTimes.measure(OpenedModel.exported(model), ROWS, CALLS);
    console.print("load             %10.1f ms".formatted(times.load()));
    console.print("%-16s %13s %13s".formatted("signature", "batch 1", "batch 64"));
    times
        .calls()
        .forEach(
            (signature, medians) ->
                console.print(
                    "%-16s %10.3f ms %10.3f ms"
                        .formatted(signature, medians.get(0), medians.get(1))));
  }
}
