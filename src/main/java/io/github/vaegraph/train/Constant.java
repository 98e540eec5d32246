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
          "constant", "VALUE", "the same at every step", List.of("constant:1.0"), Constant::read);

  /** The number alone. */
  @Override
  public String text() {
    return String.valueOf(peak);
  }

  private static Constant read(String value) {
    return new Constant(new ScheduleWords("constant:VALUE", value, 1, 1).number(0));
  }

  @Override
  public double at(long step, int stepsPerEpoch) {
    return peak;
  }
}
