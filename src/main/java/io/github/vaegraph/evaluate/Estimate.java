package io.github.vaegraph.evaluate;

import java.util.Locale;
import java.util.Optional;

/**
 * A mean with what is known of its error.
 *
 * @param value the mean
 * @param standardError of the mean: the deviation over the images by the root of their number;
 *     empty for fewer than two
 */
public record Estimate(double value, Optional<Double> standardError) {
  /** To the digits that it deserves: those of its error's first two, and not more than so many. */
  public String text(int mostPlaces) {
    return places(value, standardError, mostPlaces)
        + standardError.map(error -> " +- " + places(error, standardError, mostPlaces)).orElse("");
  }

  /** A value to the digits that its error leaves. */
  private static String places(double value, Optional<Double> error, int most) {
    int places = error.map(e -> e > 0 ? 1 - (int) Math.floor(Math.log10(e)) : most).orElse(most);
    return String.format(Locale.ROOT, "%." + Math.max(0, Math.min(most, places)) + "f", value);
  }
}
