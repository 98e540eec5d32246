package io.github.vaegraph.objective;

import io.github.vaegraph.choice.Choice;
import java.util.List;

/** The objectives by name: the one place where they are registered. */
public final class Objectives {
  /** A line each. */
  public static final Choice<Objective> CHOICE =
      Choice.of(
          "objective",
          List.of(
              Elbo.OPTION, // E_q[log p(x|z)] - beta * rate
              FreeBits.OPTION, // of which some of the rate is free
              Capacity.OPTION, // with a rate that is aimed at
              TotalCorrelation.OPTION, // with independent dimensions
              ImportanceWeighted.OPTION)); // log mean w

  /** The names of those whose arguments are an estimator of the gradient. */
  public static final List<String> ESTIMATED =
      CHOICE.options().stream()
          .filter(option -> option.arguments().equals(Estimator.ARGUMENT))
          .map(Choice.Option::name)
          .toList();

  /** The estimators, with what they say of themselves, for help texts. */
  public static final String ESTIMATORS = Estimator.CHOICE.help();

  private Objectives() {}
}
