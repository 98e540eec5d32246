package io.github.vaegraph.choice;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One of several things by its text, {@code name} or {@code name:arguments}: the one place where
 * such a text is read. The command line, its help, files, the builder and the tests of all options
 * take from here what they need.
 *
 * @param <T> what is chosen
 */
public final class Choice<T extends Named> {
  /**
   * One of the things that can be chosen.
   *
   * @param name what comes before the colon
   * @param arguments what stands for the arguments in help texts, as {@code SIGMA}; empty where
   *     there are none
   * @param says one line of help
   * @param examples texts, the usual one first, that the tests of all options run through
   * @param read makes it from its arguments; they are empty where none are given, which an option
   *     without a usual value refuses with an IllegalArgumentException
   */
  public record Option<T extends Named>(
      String name, String arguments, String says, List<String> examples, Function<String, T> read) {
    /** Copies the examples. */
    public Option {
      examples = List.copyOf(examples);
    }

    /** One without arguments. */
    public static <T extends Named> Option<T> plain(String says, T value) {
      return new Option<>(value.text(), "", says, List.of(value.text()), none -> value);
    }

    /** The first of the examples. */
    public T usual() {
      return read.apply(examples.get(0).substring(name.length()).replaceFirst("^:", ""));
    }

    private String form() {
      return arguments.isEmpty() ? name : name + ":" + arguments;
    }
  }

  private final String field;
  private final List<Option<T>> options;

  private Choice(String field, List<Option<T>> options) {
    this.field = field;
    this.options = List.copyOf(options);
  }

  /**
   * A choice among options.
   *
   * @param field what is chosen, in errors: {@code likelihood}
   */
  public static <T extends Named> Choice<T> of(String field, List<Option<T>> options) {
    return new Choice<>(field, options);
  }

  /** A choice among values that take no arguments. */
  public static <T extends Named> Choice<T> of(String field, T[] values) {
    return new Choice<>(
        field, Arrays.stream(values).map(value -> Option.plain("", value)).toList());
  }

  /**
   * What a text stands for.
   *
   * @throws IllegalArgumentException when it is none of the options, or its arguments make no sense
   */
  public T read(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    Option<T> option =
        options.stream().filter(o -> o.name.equals(name)).findFirst().orElseThrow(() -> none(name));
    if (colon >= 0 && option.arguments.isEmpty()) {
      throw new IllegalArgumentException(
          "%s %s takes no arguments, was %s".formatted(field, name, text));
    }
    if (colon == text.length() - 1) {
      throw new IllegalArgumentException(
          "%s %s: expected %s after the colon, found nothing"
              .formatted(field, name, option.arguments));
    }
    return option.read.apply(text.substring(name.length()).replaceFirst("^:", ""));
  }

  private IllegalArgumentException none(String name) {
    return new IllegalArgumentException(
        "%s must be one of %s, was %s%s"
            .formatted(
                field, names(), name, Suggestion.of(name, options.stream().map(Option::name))));
  }

  /** All names, with commas between them. */
  public String names() {
    return options.stream().map(Option::name).collect(Collectors.joining(", "));
  }

  /** All options with what they say of themselves, for help texts. */
  public String help() {
    return options.stream()
        .map(option -> option.form() + (option.says.isEmpty() ? "" : " (" + option.says + ")"))
        .collect(Collectors.joining(", "));
  }

  /** All options. */
  public List<Option<T>> options() {
    return options;
  }

  /** The texts that the tests of all options run through. */
  public List<String> examples() {
    return options.stream().flatMap(option -> option.examples.stream()).toList();
  }
}
