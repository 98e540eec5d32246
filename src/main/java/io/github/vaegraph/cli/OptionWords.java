package io.github.vaegraph.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options by the names that Java knows. Whoever reads data, or trains, says {@code
 * maxValue(255)}, as it is written there; here that is {@code --max-value 255}.
 */
final class OptionWords {
  /** Those that are not spelled alike. */
  private static final Map<String, String> OTHERS =
      Map.of("ignoredColumns", "--ignore-columns", "damaged", "--on-damaged");

  /** A call; what is part of a file's name is none. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?<![\\w./\\\\-])(shape|channels|resize|crop|labelColumn|ignoredColumns|minValue|maxValue"
              + "|arrays|layout|transpose|damaged|validation|test|data|dataDir|binarization|sigma|likelihood"
              + "|activation|klWarmup|beta|hidden|learningRate|clipNorm|patience|run)"
              + "\\(([^()]*)\\)(?![\\w.])");

  private OptionWords() {}

  /** The option that sets a component. */
  static String option(String component) {
    String hyphens = component.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    return OTHERS.getOrDefault(component, "--" + hyphens);
  }

  /** A line with options in the place of Java's calls. */
  static String in(String line) {
    return CALL.matcher(line)
        .replaceAll(
            call -> {
              String value = call.group(2);
              boolean alone = value.equals("...") || value.equals("true");
              return Matcher.quoteReplacement(option(call.group(1)) + (alone ? "" : " " + value));
            });
  }
}
