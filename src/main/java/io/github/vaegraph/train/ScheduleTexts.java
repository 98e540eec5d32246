package io.github.vaegraph.train;

import java.util.Optional;

/**
 * A schedule in three texts, each of which can be changed alone: {@code warmup:2,cosine:0.001,50}
 * is 0.001, {@code cosine:50} and 2.
 *
 * @param value its largest value; or a whole schedule, where the second text is empty
 * @param shape its name, with what follows the value; empty for a constant
 * @param warmup epochs in which it is grown into; empty for none
 */
public record ScheduleTexts(String value, Optional<String> shape, Optional<String> warmup) {
  /** The three texts of a schedule. */
  public static ScheduleTexts of(Schedule schedule) {
    if (schedule instanceof Warmup grown) {
      ScheduleTexts after = of(grown.after());
      return new ScheduleTexts(
          after.value, after.shape, Optional.of(String.valueOf(grown.epochs())));
    }
    String text = schedule.text();
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new ScheduleTexts(text, Optional.empty(), Optional.empty());
    }
    String[] words = text.substring(colon + 1).split(",", 2);
    String name = text.substring(0, colon);
    return new ScheduleTexts(
        words[0], Optional.of(words.length == 1 ? name : name + ":" + words[1]), Optional.empty());
  }

  /**
   * The schedule.
   *
   * @throws IllegalArgumentException when a text makes no sense, or the first is a whole schedule
   *     and there is a second
   */
  public Schedule schedule() {
    String text = value;
    if (shape.isPresent()) {
      if (value.contains(":")) {
        throw new IllegalArgumentException(
            "%s is a schedule of its own; leave it or %s out".formatted(value, shape.get()));
      }
      String[] words = shape.get().split(":", 2);
      text = words[0] + ":" + value + (words.length == 1 ? "" : "," + words[1]);
    }
    return Schedules.read(
        warmup.filter(epochs -> !epochs.equals("0")).map(n -> "warmup:" + n + ",").orElse("")
            + text);
  }
}
