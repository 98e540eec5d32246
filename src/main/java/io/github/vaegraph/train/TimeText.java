package io.github.vaegraph.train;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Seconds as people write them: {@code 90s}, {@code 30m}, {@code 1h30m}. */
public final class TimeText {
  private static final Pattern FORM =
      Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?");

  private TimeText() {}

  /**
   * The seconds that a text stands for.
   *
   * @throws IllegalArgumentException when it is of another form
   */
  public static double seconds(String text) {
    Matcher parts = FORM.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw new IllegalArgumentException("expected a time as 90s, 30m or 1h30m, found " + text);
    }
    return part(parts, 1) * 3600 + part(parts, 2) * 60 + part(parts, 3);
  }

  private static double part(Matcher parts, int group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** The text; parts of a second are cut off, where there is a whole one. */
  public static String of(double seconds) {
    if (seconds < 1) {
      return (float) seconds + "s";
    }
    long whole = (long) seconds;
    String text = part(whole / 3600, "h") + part(whole / 60 % 60, "m");
    return text.isEmpty() ? whole + "s" : text + part(whole % 60, "s");
  }

  private static String part(long count, String unit) {
    return count == 0 ? "" : count + unit;
  }
}
