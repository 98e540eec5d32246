package io.github.vaegraph.cli;

import io.github.vaegraph.choice.Suggestion;
import io.github.vaegraph.run.Software;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.Option;
import org.apache.commons.text.WordUtils;

/** Finds the subcommand, reads its options, and shows help. */
final class Commands {
  static final List<Command> ALL =
      List.of(
          new TrainCommand(),
          new SweepCommand(),
          new PresetsCommand(),
          new EvaluateCommand(),
          new GenerateCommand(),
          new EncodeCommand(),
          new ReconstructCommand(),
          new ScoreCommand(),
          new DecodeCommand(),
          new TraverseCommand(),
          new InterpolateCommand(),
          new ReportCommand(),
          new ExportCommand(),
          new InspectCommand(),
          new CheckCommand(),
          new RequestCommand(),
          new NotebookCommand(),
          new BenchmarkCommand());

  private static final int HELP_WIDTH = 100;

  private static final Pattern FIELD = Pattern.compile("^([a-z][A-Za-z]*) must ");

  private Commands() {}

  /** Runs what the arguments ask for. */
  static void run(List<String> args, Console console) throws IOException {
    String first = args.isEmpty() ? "help" : args.get(0);
    switch (first) {
      case "help", "--help", "-h" -> {
        if (args.size() > 1 && first.equals("help")) {
          console.printAll(help(named(args.get(1))));
        } else {
          console.printAll(overview());
        }
      }
      case "--version", "-V" -> console.print(version());
      default -> run(named(first), args, console);
    }
  }

  private static void run(Command command, List<String> args, Console console) throws IOException {
    List<String> rest = args.subList(1, args.size());
    if (rest.contains("--help") || rest.contains("-h")) {
      console.printAll(help(command));
      return;
    }
    Arguments arguments = CommandParser.parse(command, args);
    List<String> found = arguments.operands();
    if (!command.takes(found.size())) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s; try vae %s --help"
              .formatted(
                  command.name(),
                  command.operands().isEmpty() ? "options alone" : command.operands(),
                  found.isEmpty() ? "nothing" : String.join(" ", found),
                  command.name()));
    }
    try {
      command.run(arguments, console);
    } catch (IllegalArgumentException e) {
      // Its subclasses are nobody's words to a user.
      throw e.getClass() == IllegalArgumentException.class
          ? new IllegalArgumentException(byOption(command, Console.message(e)), e)
          : e;
    }
  }

  /** What says "latentDim must be ..." by the name that Java knows, by the option's name. */
  private static String byOption(Command command, String message) {
    Matcher field = FIELD.matcher(message);
    if (field.find()) {
      String name = field.group(1).replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
      if (command.options().hasLongOption(name)) {
        return "--" + name + message.substring(field.end(1));
      }
    }
    return message;
  }

  private static Command named(String name) {
    return ALL.stream()
        .filter(command -> command.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown command %s%s; vae help lists all"
                        .formatted(name, Suggestion.of(name, ALL.stream().map(Command::name)))));
  }

  private static String version() {
    Software software = Software.current();
    return "vae %s%s, TensorFlow Java %s, Java %s"
        .formatted(
            software.vaegraph(),
            software.commit().map(commit -> " (" + commit + ")").orElse(""),
            software.tensorflow(),
            software.java());
  }

  private static String overview() {
    StringBuilder text = new StringBuilder();
    text.append(
        "VaeGraph trains variational autoencoders and exports them for TensorFlow Serving.\n");
    text.append("\nusage: vae COMMAND [OPTIONS]\n\n");
    for (Command command : ALL) {
      text.append("  %-12s %s%n".formatted(command.name(), command.summary()));
    }
    text.append("  %-12s %s%n".formatted("help COMMAND", "the options of a command"));
    text.append("  %-12s %s%n".formatted("--version", "the versions of this program"));
    text.append("\nstart with: vae train");
    return text.toString();
  }

  private static String help(Command command) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    String operands = command.operands().isEmpty() ? "" : " " + command.operands();
    out.printf("%s%n%nusage: vae %s%s [OPTIONS]%n%n", command.summary(), command.name(), operands);
    for (Option option : command.options().getOptions()) {
      String left = "--" + option.getLongOpt() + (option.hasArg() ? " " + option.getArgName() : "");
      out.println("  " + left);
      for (String line : wrap(option.getDescription(), HELP_WIDTH - 8)) {
        out.println("        " + line);
      }
    }
    out.printf("%nexample: %s", command.example());
    return text.toString();
  }

  private static List<String> wrap(String text, int width) {
    return WordUtils.wrap(text, width).lines().toList();
  }
}
