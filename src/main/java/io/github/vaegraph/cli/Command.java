package io.github.vaegraph.cli;

import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.Options;

/** A subcommand. */
interface Command {
  /** The operand of commands that take a run's folder, an exported version, or a model's folder. */
  String MODEL = "MODEL";

  /** What is typed after {@code vae}. */
  String name();

  /** One line for the list of commands. */
  String summary();

  /** The operands, as {@code RUN}; empty for a command without. */
  default List<String> operands() {
    return List.of();
  }

  /** Whether more of the last operand may follow. */
  default boolean moreOperands() {
    return false;
  }

  /** The options, each with its default in its description. */
  Options options();

  /** A command line to copy. */
  String example();

  /**
   * Does the work.
   *
   * @throws IOException for what the user can mend, in one line
   * @throws IllegalArgumentException likewise
   */
  void run(Arguments arguments, Console console) throws IOException;
}
