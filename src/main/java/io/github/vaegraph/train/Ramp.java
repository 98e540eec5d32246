package io.github.vaegraph.train;

import io.github.vaegraph.choice.Choice;
import java.util.List;

/**
 * Grows evenly from 0, and then stays.
 *
 * @param peak where it stays
 * @param epochs how long it grows
 */
record Ramp(double peak, int epochs) implements Schedule {
  static final Choice.Option<Schedule> OPTION =
      new Choice.Option<>(
          "ramp",
          "VALUE,EPOCHS",
          "grows from 0 to VALUE in so many epochs",
          List.of("ramp:1.0,10"),
          Ramp::read);

  Ramp {
    if (epochs < 1) {
      throw new IllegalArgumentException("a ramp's epochs must be positive, was " + epochs);
    }
  }

  private static Ramp read(String arguments) {
    ScheduleWords words = new ScheduleWords("ramp:VALUE,EPOCHS", arguments, 2, 2);
    return new Ramp(words.number(0), words.whole(1));
  }

  @Override
  public String text() {
    return "ramp:" + peak + "," + epochs;
  }

  @Override
  public double at(long step, int stepsPerEpoch) {
    // peak * min(1, (step + 1) / steps of the ramp)
    long steps = (long) epochs * stepsPerEpoch;
    return step + 1 >= steps ? peak : peak * (step + 1) / steps;
  }
}
