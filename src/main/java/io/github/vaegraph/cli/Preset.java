package io.github.vaegraph.cli;

import io.github.vaegraph.choice.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training that is known by name.
 *
 * @param options its words on the command line
 * @param source what it repeats
 * @param time that it takes on two cores, as measured
 * @param expected its figures on the test images, and where they are from
 */
record Preset(String name, String options, String source, String time, String expected) {
  static final List<Preset> ALL =
      List.of(
          new Preset(
              "mnist",
              "--data mnist --validation 0 --epochs 10 --samples 500",
              "784-400-20, ReLU, batch 100, Adam 1e-3, dynamic binarization: the usual example",
              "TIME",
              "-ELBO 101.74, -log p(x) 96.64"),
          new Preset(
              "mnist-50",
              "--data mnist --validation 0 --epochs 50 --samples 500",
              "the same, 50 epochs",
              "TIME",
              "-ELBO 97.58, -log p(x) 92.71"));

  /**
   * The preset of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Preset named(String name) {
    return ALL.stream()
        .filter(preset -> preset.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--preset: expected one of %s, found %s%s"
                        .formatted(
                            String.join(", ", ALL.stream().map(Preset::name).toList()),
                            name,
                            Suggestion.of(name, ALL.stream().map(Preset::name)))));
  }

  /** The values of its options, by their names. */
  Map<String, String> values(Command command) {
    List<String> words = new ArrayList<>(List.of(command.name()));
    words.addAll(List.of(options.split(" ")));
    Arguments parsed = CommandParser.parse(command, words);
    Map<String, String> values = new LinkedHashMap<>();
    parsed.names().forEach(option -> values.put(option, parsed.text(option).orElse("")));
    return values;
  }
}
