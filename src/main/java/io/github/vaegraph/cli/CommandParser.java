package io.github.vaegraph.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Reads what follows a command's name. */
final class CommandParser {
  private CommandParser() {}

  /**
   * Reads a command's options and operands; the first of the arguments is its name.
   *
   * @throws IllegalArgumentException when an option is unknown, or lacks its value
   */
  static Arguments parse(Command command, List<String> args) {
    return new Arguments(args, commandLine(command, args.subList(1, args.size())));
  }

  private static CommandLine commandLine(Command command, List<String> rest) {
    Options options = command.options();
    try {
      return DefaultParser.builder()
          .setAllowPartialMatching(false)
          .get()
          .parse(options, rest.toArray(String[]::new));
    } catch (UnrecognizedOptionException e) {
      String unknown = e.getOption().replaceAll("=.*", "");
      throw new IllegalArgumentException(
          "unknown option %s%s; vae %s --help lists all"
              .formatted(unknown, OptionSynonyms.suggestion(unknown, options), command.name()),
          e);
    } catch (MissingArgumentException e) {
      Option option = e.getOption();
      throw new IllegalArgumentException(
          "--%s: expected %s, found nothing".formatted(option.getLongOpt(), option.getArgName()),
          e);
    } catch (ParseException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }
}
