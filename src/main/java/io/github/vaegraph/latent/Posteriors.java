package io.github.vaegraph.latent;

import io.github.vaegraph.choice.Choice;
import java.util.List;

/** The posteriors by name: the one place where they are registered. */
public final class Posteriors {
  /** A line each. */
  public static final Choice<Posterior.Family> CHOICE =
      Choice.of("posterior", List.of(GaussianPosterior.OPTION, Iaf.OPTION, PointPosterior.OPTION));

  private Posteriors() {}
}
