package io.github.vaegraph.run;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.choice.Named;
import java.util.Locale;

/** Which of a run's weights are its model: evaluated, drawn, exported. */
public enum Weights implements Named {
  /** Those of the epoch with the best validation bound. */
  BEST,
  /** Those where training stands. */
  LAST;

  /** By their texts. */
  public static final Choice<Weights> CHOICE = Choice.of("weights", values());

  @Override
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
