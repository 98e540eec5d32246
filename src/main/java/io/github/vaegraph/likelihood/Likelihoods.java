package io.github.vaegraph.likelihood;

import io.github.vaegraph.choice.Choice;
import java.util.List;

/** The likelihoods by name: the one place where they are registered. */
public final class Likelihoods {
  /** A line each. */
  public static final Choice<Likelihood> CHOICE =
      Choice.of(
          "likelihood",
          List.of(
              BernoulliLikelihood.OPTION, // binary
              ContinuousBernoulliLikelihood.OPTION, // grey
              GaussianLikelihood.OPTION, // continuous
              LaplaceLikelihood.OPTION, // continuous, with outliers
              DiscretizedLogisticLikelihood.OPTION, // bytes
              LogisticMixtureLikelihood.OPTION, // bytes, colours that go together
              CategoricalLikelihood.OPTION)); // bytes, whatever is learned of them

  private Likelihoods() {}
}
