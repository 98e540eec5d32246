package io.github.vaegraph.cli;

import java.io.IOException;
import org.apache.commons.cli.Options;

/** A subcommand: its constructor says what is said of it, and {@link #run} does the work. */
abstract class Command {
  /** The operand of commands that take a run's folder, an exported version, or a model's folder. */
  static final String MODEL = "MODEL";

  static final String NO_OPERANDS = "";

  private static final String MORE = " ...";

  private final String name;
  private final String operands;
  private final String summary;
  private final String example;

  /**
   * What is said of a command.
   *
   * @param name what is typed after {@code vae}
   * @param operands with blanks between them, as {@code RUN}, and {@code RUN ...} where more may
   *     follow
   * @param summary one line for the list of commands
   * @param example a command line to copy
   */
  Command(String name, String operands, String summary, String example) {
    this.name = name;
    this.operands = operands;
    this.summary = summary;
    this.example = example;
  }

  final String name() {
    return name;
  }

  final String operands() {
    return operands;
  }

  final String summary() {
    return summary;
  }

  final String example() {
    return example;
  }

  /** Adds the options, each with its default in its description, when somebody asks for them. */
  void addOptions(Options options) {}

  final Options options() {
    Options options = new Options();
    addOptions(options);
    return options;
  }

  /** Whether a command line of so many operands is one of this command's. */
  final boolean takes(int count) {
    int least = operands.isEmpty() ? 0 : operands.replace(MORE, "").split(" ", -1).length;
    return operands.endsWith(MORE) ? count >= least : count == least;
  }

  /**
   * Does the work.
   *
   * @throws IOException for what the user can mend, in one line
   * @throws IllegalArgumentException likewise
   */
  abstract void run(Arguments arguments, Console console) throws IOException;
}
