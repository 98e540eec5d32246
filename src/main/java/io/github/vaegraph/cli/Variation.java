package io.github.vaegraph.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An option of a sweep, and the values it takes: {@code latent-dim=2,8,16}. Values that have commas
 * themselves have semicolons between them: {@code hidden=400;200,200}.
 */
record Variation(String option, List<String> values) {
  /** One value for each option that varies: a run. */
  record Point(List<String> options, List<String> values) {
    /** As {@code latent-dim=2,beta=0.5}; a folder's name. */
    String name() {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < options.size(); i++) {
        parts.add(options.get(i) + "=" + values.get(i));
      }
      return String.join(",", parts).replaceAll("[^A-Za-z0-9._=,+-]", "-");
    }

    /** As words on the command line. */
    List<String> words() {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < options.size(); i++) {
        words.add("--%s=%s".formatted(options.get(i), values.get(i)));
      }
      return words;
    }

    private Point with(String option, String value) {
      List<String> moreOptions = new ArrayList<>(options);
      moreOptions.add(option);
      List<String> moreValues = new ArrayList<>(values);
      moreValues.add(value);
      return new Point(moreOptions, moreValues);
    }
  }

  /**
   * Reads {@code NAME=V1,V2}.
   *
   * @throws IllegalArgumentException when it is of another form, or a value stands there twice
   */
  static Variation read(String text) {
    String[] sides = text.replaceFirst("^--", "").split("=", 2);
    if (sides.length < 2 || sides[0].isEmpty() || sides[1].isEmpty()) {
      throw new IllegalArgumentException(
          "--vary: expected NAME=V1,V2,... as latent-dim=2,8, found " + text);
    }
    List<String> values =
        Arrays.stream(sides[1].split(sides[1].contains(";") ? ";" : ",", -1))
            .map(String::strip)
            .toList();
    if (values.contains("") || values.stream().distinct().count() < values.size()) {
      throw new IllegalArgumentException(
          "--vary %s: expected values that differ, found %s".formatted(sides[0], sides[1]));
    }
    return new Variation(sides[0], values);
  }

  /** All combinations; those of the last option's values stand together. */
  static List<Point> points(List<Variation> variations) {
    List<Point> points = List.of(new Point(List.of(), List.of()));
    for (Variation variation : variations) {
      points =
          points.stream()
              .flatMap(
                  point ->
                      variation.values.stream().map(value -> point.with(variation.option, value)))
              .toList();
    }
    return points;
  }
}
