package io.github.vaegraph.train;

import io.github.vaegraph.choice.Choice;
import java.util.List;
import java.util.function.Function;

/**
 * Another schedule that is grown into: its values times a share that rises evenly to 1.
 *
 * @param epochs how long the share rises; less than one are a part of the first
 * @param after the other
 */
record Warmup(double epochs, Schedule after) implements Schedule {
  private static final String FORM = "EPOCHS,SCHEDULE";

  /** What is said of it; {@code schedules} reads the other. */
  static Choice.Option<Schedule> option(Function<String, Schedule> schedules) {
    return new Choice.Option<>(
        "warmup",
        FORM,
        "another schedule, into which it grows in the first epochs",
        List.of("warmup:2,cosine:0.001,50", "warmup:0.5,0.001"),
        arguments -> read(arguments, schedules));
  }

  Warmup {
    if (!(epochs > 0 && epochs < Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("a warmup's epochs must be positive, was " + epochs);
    }
  }

  private static Warmup read(String arguments, Function<String, Schedule> schedules) {
    int comma = arguments.indexOf(',');
    if (comma < 0) {
      throw new IllegalArgumentException(
          "expected warmup:%s, found warmup:%s".formatted(FORM, arguments));
    }
    ScheduleWords words = new ScheduleWords("warmup:" + FORM, arguments.substring(0, comma), 1, 1);
    return new Warmup(words.number(0), schedules.apply(arguments.substring(comma + 1)));
  }

  @Override
  public double peak() {
    return after.peak();
  }

  @Override
  public String text() {
    return "warmup:" + epochs + "," + after.text();
  }

  @Override
  public double at(long step, int stepsPerEpoch) {
    // after(step) * min(1, (step + 1) / steps of the warm-up)
    return after.at(step, stepsPerEpoch) * Math.min(1, (step + 1) / (epochs * stepsPerEpoch));
  }

  @Override
  public Schedule lasting(int all) {
    return new Warmup(epochs, after.lasting(all));
  }

  @Override
  public Schedule unfixed(int all) {
    return new Warmup(epochs, after.unfixed(all));
  }
}
