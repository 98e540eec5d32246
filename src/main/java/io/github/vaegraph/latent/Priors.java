package io.github.vaegraph.latent;

import io.github.vaegraph.choice.Choice;
import java.util.List;

/** The priors by name: the one place where they are registered. */
public final class Priors {
  /** A line each. */
  public static final Choice<Prior.Family> CHOICE =
      Choice.of(
          "prior",
          List.of(
              StandardNormal.OPTION, // N(0, I)
              Mixture.OPTION, // K Gaussians
              Vamp.OPTION, // posteriors of pseudo-inputs
              RealNvp.OPTION)); // a flow

  private Priors() {}
}
