package io.github.vaegraph.train;

import io.github.vaegraph.choice.Choice;
import java.util.List;

/** The schedules by name: the one place where they are registered. */
public final class Schedules {
  /** A line each. */
  public static final Choice<Schedule> CHOICE =
      Choice.of("schedule", List.of(Constant.OPTION, Ramp.OPTION));

  private Schedules() {}

  /**
   * What a text stands for; a number alone is a constant.
   *
   * @throws IllegalArgumentException when it is no schedule
   */
  public static Schedule read(String text) {
    return text.matches("[-+.0-9].*") ? CHOICE.read("constant:" + text) : CHOICE.read(text);
  }

  /** The same value at every step. */
  public static Schedule constant(double value) {
    return new Constant(value);
  }

  /** Grows evenly from 0 to a value in so many epochs; 0 for a constant. */
  public static Schedule ramp(double peak, int epochs) {
    return epochs == 0 ? new Constant(peak) : new Ramp(peak, epochs);
  }
}
