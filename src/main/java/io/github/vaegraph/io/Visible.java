package io.github.vaegraph.io;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text as it may be shown to people, whoever wrote it. Names in files and models and the words of
 * servers may hold characters that a terminal obeys, that turn the order of a line around, or that
 * nobody sees: those are written as they are escaped in Java and JSON, {@code \u005cu001b}. Letters
 * of all languages and signs stay what they are.
 */
public final class Visible {
  /** What moves to the next line or place, and means no more than a space within a line. */
  private static final Pattern BREAKS = Pattern.compile("[\\t-\\r\\x85\\u2028\\u2029]+");

  /**
   * Control characters, C1's too; format characters, among them all that change the direction of
   * writing, but for Arabic's, which have a shape; separators of lines; halves of characters. The
   * joiners of words and signs stay where they join something.
   */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "(?<=[^\\x00-\\x9f\\p{Cf}])[\\u200c\\u200d](?=[^\\x00-\\x9f\\p{Cf}])"
              + "|([\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}"
              + "[\\p{Cf}&&[^\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2]]])");

  private static final int UNJOINED = 1; // of the pattern; else it joins

  /** A user and a password within an address; paths have one slash of two. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)\\b((?:https?|ftp|grpc)://?)[^\\s/]+@");

  private Visible() {}

  /** On one line, and without the passwords of addresses in it. */
  public static String line(String text) {
    String line = BREAKS.matcher(text).replaceAll(" ");
    return escaped(SECRET.matcher(line).replaceAll("$1***@"));
  }

  /** The same of several lines, whose breaks are ours, and the tab that one may begin with. */
  public static String lines(String text) {
    return text.lines()
        .map(line -> line.startsWith("\t") ? "\t" + line(line.substring(1)) : line(line))
        .collect(Collectors.joining("\n"));
  }

  /** A server's address, or what was given for one, without the user and the password in it. */
  public static String address(String text) {
    return text.replaceFirst("(?s)^(\\w+://)?.*@", "$1***@");
  }

  private static String escaped(String line) {
    return UNSEEN
        .matcher(line)
        .replaceAll(
            found -> {
              String text = found.group();
              boolean joins = found.start(UNJOINED) < 0;
              return Matcher.quoteReplacement(joins ? text : escape(text));
            });
  }

  private static String escape(String unseen) {
    return unseen
        .chars()
        .mapToObj(half -> String.format(Locale.ROOT, "\\u%04x", half))
        .collect(Collectors.joining());
  }
}
