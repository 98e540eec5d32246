package io.github.vaegraph.cli;

import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.RunConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.Option;

/**
 * Which options may be given when a run goes on: those that mean what the run was started with, and
 * those that change nothing of what it computes.
 */
final class Resumption {
  private static final String WATCHED = "tensorboard";
  private static final Set<String> FREE = Set.of("resume", "epochs", "data-dir", WATCHED);

  private final Command command;
  private final RunConfig config;

  Resumption(Command command, RunConfig config) {
    this.command = command;
    this.config = config;
  }

  /**
   * The options the run was started with, and {@code --tensorboard} where it is given now.
   *
   * @throws IllegalArgumentException when others were given, naming each, as it is and as it was
   */
  Arguments check(Arguments given) {
    boolean fromJava = config.command().isEmpty();
    if (fromJava) {
      given.refuse(
          "about a run started from Java, which goes on as it was configured",
          name -> !FREE.contains(name));
    }
    Arguments recorded =
        Commands.parse(command, fromJava ? List.of(command.name()) : config.command());
    List<String> differences = new ArrayList<>();
    for (Option option : command.options().getOptions()) {
      String name = option.getLongOpt();
      if (given.has(name) && !FREE.contains(name) && !same(recorded, given, name)) {
        differences.add(
            "--%s %s (the run: %s)".formatted(name, value(given, option), value(recorded, option)));
      }
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "a run goes on with its own options; these differ: %s; leave them out, or start another run"
              .formatted(String.join(", ", differences)));
    }
    return given.has(WATCHED)
        ? Commands.parse(command, with(recorded.raw(), WATCHED, Optional.empty()))
        : recorded;
  }

  private boolean same(Arguments recorded, Arguments given, String name) {
    if (name.equals("run")) {
      return given.path("run").equals(given.path("resume"));
    }
    // What was automatic then may turn out otherwise here, and a relative path lead elsewhere.
    List<String> then =
        with(recorded.raw(), "towers", Optional.of("" + config.training().towers()));
    then = with(then, "data", Optional.of(config.data().data()));
    List<String> now = with(then, name, given.text(name));
    return now.equals(then) || meaning(now).equals(meaning(then));
  }

  /** A command line with one option replaced. */
  private List<String> with(List<String> raw, String name, Optional<String> value) {
    List<String> args = new ArrayList<>();
    boolean takesValue = value.isPresent();
    for (int i = 0; i < raw.size(); i++) {
      if (raw.get(i).equals("--" + name)) {
        i += takesValue ? 1 : 0;
      } else if (!raw.get(i).startsWith("--" + name + "=")) {
        args.add(raw.get(i));
      }
    }
    args.add("--" + name);
    value.ifPresent(args::add);
    return args;
  }

  /** All that a command line asks for. */
  private List<Object> meaning(List<String> args) {
    Arguments arguments = Commands.parse(command, args);
    ModelConfig model = ModelArguments.model(arguments, config.model().image());
    return List.of(
        DataArguments.read(arguments, TrainCommand.DEFAULT_DATA),
        model,
        ModelArguments.training(arguments, model),
        TrainCommand.samples(arguments, model),
        ExportCommand.base(arguments),
        arguments.text("name"),
        arguments.has("no-export"));
  }

  private static String value(Arguments arguments, Option option) {
    String name = option.getLongOpt();
    if (!arguments.has(name)) {
      return option.hasArg() ? "its default" : "without";
    }
    return option.hasArg() ? arguments.text(name).orElse("") : "with";
  }
}
