package io.github.vaegraph.train;

import io.github.vaegraph.choice.Choice;
import java.util.List;

/**
 * The same value at every step.
 *
 * @param peak the value
 */
record Constant(double peak) implements Schedule {
  static final Choice.Option<Schedule> OPTION =
      new Choice.Option<>(
          "constant",
          "VALUE",
          "the same at every step",
          List.of("constant:1.0"),
          value -> new Constant(number(value)));

  /** The number alone. */
  @Override
  public String text() {
    return String.valueOf(peak);
  }

  static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a schedule's value must be a number, was " + text, e);
    }
  }

  @Override
  public double at(long step, int stepsPerEpoch) {
    return peak;
  }
}
