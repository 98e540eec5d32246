package io.github.vaegraph.train;

import io.github.vaegraph.choice.Choice;
import java.util.List;

/** The schedules by name: the one place where they are registered. */
public final class Schedules {
  /** A line each. */
  public static final Choice<Schedule> CHOICE =
      Choice.of(
          "schedule",
          List.of(
              Constant.OPTION,
              Ramp.OPTION,
              Cosine.OPTION,
              Exponential.OPTION,
              Staged.OPTION,
              Cycles.OPTION,
              Warmup.option(Schedules::read)));

  private Schedules() {}

  /**
   * What a text stands for; a number alone is a constant.
   *
   * @throws IllegalArgumentException when it is no schedule
   */
  public static Schedule read(String text) {
    return text.matches("[-+.0-9].*") ? CHOICE.read("constant:" + text) : CHOICE.read(text);
  }
}
