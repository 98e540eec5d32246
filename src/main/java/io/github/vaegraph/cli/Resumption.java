package io.github.vaegraph.cli;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.CommandWords;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.Wanted;
import io.github.vaegraph.source.Datasets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.Option;

/**
 * Which options may be given when a run goes on: those that mean what the run's records say, and
 * those that change nothing of what it computes.
 */
final class Resumption {
  private static final Set<String> FREE =
      Set.of("resume", "epochs", "patience", "max-time", "export", "data-dir", "tensorboard");

  private final Command command;
  private final RunConfig config;
  private final CommandWords words;

  Resumption(Command command, RunConfig config) {
    this.command = command;
    this.config = config;
    this.words = new CommandWords(config.command());
  }

  /**
   * Refuses what the run was not started with.
   *
   * @throws IllegalArgumentException when other options were given, naming each, as it is and as it
   *     was
   */
  void check(Arguments given) {
    if (config.command().isEmpty()) {
      given.refuse(
          "about a run started from Java, which goes on as it was configured",
          name -> !FREE.contains(name));
    }
    List<String> differences = new ArrayList<>();
    for (Option option : command.options().getOptions()) {
      String name = option.getLongOpt();
      if (given.has(name) && !FREE.contains(name) && !same(given, name)) {
        differences.add(
            "--%s %s (the run: %s)"
                .formatted(name, given.text(name).orElse("with"), asItWas(option)));
      }
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "a run goes on with its own options; these differ: %s; leave them out, or start another run"
              .formatted(String.join(", ", differences)));
    }
  }

  private boolean same(Arguments given, String name) {
    Optional<Wanted.Export> export = config.wanted().export();
    return switch (name) {
      case "run" -> given.path(name).equals(given.path("resume"));
      case "samples" -> given.integer(name).equals(Optional.of(config.wanted().samples()));
      case "no-export" -> export.isEmpty();
      case "next-version" -> words.has(name);
      case "out" -> samePlace(given.path(name), export.map(Wanted.Export::base));
      case "name" -> given.text(name).equals(export.map(Wanted.Export::name));
      case "data" -> elsewhere(given) || sameTraining(given, name);
      default -> sameTraining(given, name);
    };
  }

  /** Whether data lie at another path, where their checksum decides. */
  private static boolean elsewhere(Arguments given) {
    String data = given.text("data").orElseThrow();
    return !Datasets.names().contains(data) && Files.exists(Arguments.path("--data", data));
  }

  private static boolean samePlace(Optional<Path> one, Optional<Path> other) {
    return one.map(Path::toAbsolutePath)
        .map(Path::normalize)
        .equals(other.map(Path::toAbsolutePath).map(Path::normalize));
  }

  /** Whether an option says of data, model and training what the records say. */
  private boolean sameTraining(Arguments given, String name) {
    String word = given.text(name).map(text -> "--%s=%s".formatted(name, text)).orElse("--" + name);
    Arguments alone = CommandParser.parse(command, List.of(command.name(), word));
    Arguments changed = alone.over(RecordedOptions.of(config).under(alone));
    ModelConfig model =
        ModelArguments.read(changed, config.model().image(), config.model().classes());
    DataOptions asked = DataArguments.read(changed, TrainCommand.DEFAULT_DATA);
    return asked
            .withReading(asked.reading().remembering(config.data().reading()))
            .equals(config.data())
        && model.equals(config.model())
        && TrainingArguments.read(changed, model).equals(config.training());
  }

  /** In the words of then: records tell a value, and not whether somebody asked for it. */
  private String asItWas(Option option) {
    if (!option.hasArg()) {
      return words.has(option.getLongOpt()) ? "with" : "without";
    }
    return words.value(option.getLongOpt()).orElse("its default");
  }
}
