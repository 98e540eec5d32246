package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One call of the program, within this JVM: its exit status and what it wrote. */
record Vae(int status, String out, String err) {
  /** Runs a subcommand without a terminal. */
  static Vae run(Object... args) {
    return run(false, args);
  }

  static Vae run(boolean terminal, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            Arrays.stream(args).map(String::valueOf).toList(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal);
    return new Vae(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The arguments of a training of a second at most; what is given replaces what is usual. */
  static List<String> training(Path data, Path run, String... given) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--data", data.toString());
    options.put("--run", run.toString());
    options.put("--hidden", "8");
    options.put("--latent-dim", "2");
    options.put("--epochs", "1");
    options.put("--batch-size", "10");
    if (Arrays.asList(given).contains("--network")) {
      options.remove("--hidden");
    }
    List<String> args = new ArrayList<>(List.of("train"));
    for (int i = 0; i < given.length; i++) {
      if (options.containsKey(given[i])) {
        options.put(given[i], given[++i]);
      } else {
        args.add(given[i]);
      }
    }
    options.forEach((name, value) -> args.addAll(List.of(name, value)));
    return args;
  }

  /** Trains a tiny model. */
  static Vae train(Path data, Path run, String... given) {
    return run(training(data, run, given).toArray());
  }

  Vae succeeded() {
    assertThat(status).as(err).isZero();
    return this;
  }

  /** Holds a refusal to what users are promised: exit status 2, one line, no stack trace. */
  Vae refused(String... words) {
    List<String> lines =
        err.lines()
            // What was said before the mistake showed.
            .filter(line -> !line.matches("(read |data |model |train |epoch |resume |warning: ).*"))
            .toList();
    assertThat(lines).as(err).hasSize(1);
    assertThat(lines.get(0)).startsWith("vae: ").doesNotContain("Exception", "io.github");
    for (String word : words) {
      assertThat(lines.get(0)).containsIgnoringCase(word);
    }
    assertThat(status).isEqualTo(2);
    return this;
  }

  /** A run's weights: each variable's values as text, which tells every bit of a float. */
  static Map<String, String> weights(Path run) throws IOException {
    RunDirectory opened = RunDirectory.open(run);
    GraphOptions options = new GraphOptions(1, 255, Optional.empty());
    try (VaeSession session =
        VaeSession.restored(
            opened.config().model(),
            options,
            opened.checkpoints().model(Weights.LAST).orElseThrow().variables())) {
      Map<String, String> weights = new TreeMap<>();
      session.parameters().forEach((name, values) -> weights.put(name, Arrays.toString(values)));
      return weights;
    }
  }
}
