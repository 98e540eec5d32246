package io.github.vaegraph.cli;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options and operands that were given, read as the types they stand for. */
final class Arguments {
  private final List<String> raw;
  private final CommandLine line;
  private final Map<String, String> otherwise;

  Arguments(List<String> raw, CommandLine line) {
    this(raw, line, Map.of());
  }

  private Arguments(List<String> raw, CommandLine line, Map<String, String> otherwise) {
    this.raw = raw;
    this.line = line;
    this.otherwise = otherwise;
  }

  /** The same, where an option that was not given has a value all the same. */
  Arguments over(Map<String, String> values) {
    return new Arguments(raw, line, values);
  }

  /** Adds an option that takes a value. */
  static void add(Options options, String name, String value, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(value).desc(description).get());
  }

  /** Adds an option without a value. */
  static void flag(Options options, String name, String description) {
    options.addOption(Option.builder().longOpt(name).desc(description).get());
  }

  /** Everything as it was typed. */
  List<String> raw() {
    return raw;
  }

  String operand(int index) {
    return line.getArgList().get(index);
  }

  List<String> operands() {
    return line.getArgList();
  }

  /** The names of the options that were given. */
  List<String> names() {
    return Arrays.stream(line.getOptions()).map(Option::getLongOpt).distinct().toList();
  }

  /** Every option as it was given, with its value where it takes one. */
  void each(BiConsumer<String, Optional<String>> told) {
    for (Option option : line.getOptions()) {
      told.accept(option.getLongOpt(), Optional.ofNullable(option.getValue()));
    }
  }

  /** Whether an option was given, or has a value all the same. */
  boolean wants(String name) {
    return has(name) || otherwise.containsKey(name);
  }

  /** Whether an option was given. */
  boolean has(String name) {
    return line.hasOption(name);
  }

  /**
   * Refuses options that would do nothing.
   *
   * @param about what they say nothing about, in the message's words
   * @throws IllegalArgumentException naming the first that was given
   */
  void refuse(String about, Predicate<String> mute) {
    for (Option option : line.getOptions()) {
      if (mute.test(option.getLongOpt())) {
        throw new IllegalArgumentException(
            "--%s says nothing %s; leave it away".formatted(option.getLongOpt(), about));
      }
    }
  }

  Optional<String> text(String name) {
    String[] values = line.getOptionValues(name);
    if (values != null && values.length > 1) {
      throw new IllegalArgumentException(
          "--%s: expected it once, found %s".formatted(name, String.join(" and ", values)));
    }
    return Optional.ofNullable(values == null ? otherwise.get(name) : values[0]);
  }

  Optional<Path> path(String name) {
    return text(name).map(text -> path("--" + name, text));
  }

  static Path path(String what, String text) {
    try {
      if (!text.isEmpty()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      // falls through to the message below
    }
    throw new IllegalArgumentException("%s: expected a path, found \"%s\"".formatted(what, text));
  }

  Optional<Integer> integer(String name) {
    return parsed(name, "a whole number", Integer::parseInt);
  }

  Optional<Long> longInteger(String name) {
    return parsed(name, "a whole number", Long::parseLong);
  }

  Optional<Double> number(String name) {
    return parsed(name, "a number", Arguments::decimal);
  }

  /** Numbers with commas between them. */
  Optional<List<Double>> numbers(String name) {
    return parsed(
        name,
        "numbers with commas between them",
        text -> Stream.of(text.split(",", -1)).map(part -> decimal(part.trim())).toList());
  }

  /** Decimal digits alone: not Java's 1d and 0x1p3, and neither NaN nor Infinity. */
  static double decimal(String text) {
    return new BigDecimal(text).doubleValue();
  }

  /** Whole numbers with commas between them; {@code none} for no number. */
  Optional<List<Integer>> integers(String name) {
    return parsed(
        name,
        "whole numbers with commas between them",
        text -> {
          List<Integer> values = new ArrayList<>();
          if (!text.equals("none")) {
            for (String part : text.split(",", -1)) {
              values.add(Integer.parseInt(part.trim()));
            }
          }
          return values;
        });
  }

  /** A value of another form; what the parser refuses is said with the option's name. */
  <T> Optional<T> value(String name, Function<String, T> parser) {
    return parsed(name, "a number", parser);
  }

  private <T> Optional<T> parsed(String name, String expected, Function<String, T> parser) {
    return text(name)
        .map(
            text -> {
              try {
                return parser.apply(text);
              } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                    "--%s: expected %s, found %s".formatted(name, expected, text), e);
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--%s: %s".formatted(name, e.getMessage()), e);
              }
            });
  }
}
