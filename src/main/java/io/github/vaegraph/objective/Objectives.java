package io.github.vaegraph.objective;

import io.github.vaegraph.choice.Choice;
import java.util.List;

/** The objectives by name: the one place where they are registered. */
public final class Objectives {
  /** A line each. */
  public static final Choice<Objective> CHOICE =
      Choice.of("objective", List.of(Elbo.OPTION, ImportanceWeighted.OPTION));

  private Objectives() {}
}
