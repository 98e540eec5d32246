package io.github.vaegraph.latent;

/**
 * What the latent variables are.
 *
 * @param dim the latent dimensions of each stochastic layer
 * @param prior p(z), of the top layer where there are several
 * @param posterior q(z|x)
 */
public record LatentConfig(Dims dim, Prior.Family prior, Posterior.Family posterior) {
  /**
   * @throws IllegalArgumentException when two do not go together, naming them
   */
  public LatentConfig {
    if (!posterior.hasDensity() && prior.parameters(new Prior.Setting(dim.top(), 1, 0)) > 0) {
      throw new IllegalArgumentException(
          "prior %s is learned through the rate, and posterior %s has none; leave one of them out"
              .formatted(prior.text(), posterior.text()));
    }
    if (prior.encoded() > 0 && !posterior.gaussian()) {
      throw new IllegalArgumentException(
          "prior %s is made of the posteriors' densities, which posterior %s does not tell; try prior"
                  .formatted(prior.text(), posterior.text())
              + " mixture:K or posterior gaussian");
    }
    if (dim.several() && !posterior.gaussian()) {
      throw new IllegalArgumentException(
          "%s take Gaussians alone; posterior %s is none, try posterior gaussian"
              .formatted(Dims.SEVERAL, posterior.text()));
    }
    if (dim.several() && prior.encoded() > 0) {
      throw new IllegalArgumentException(
          "prior %s is made of the posteriors of one layer, not of %s; try prior mixture:K"
              .formatted(prior.text(), Dims.SEVERAL));
    }
  }

  /** Whether rates follow from q(z|x) alone: one layer under N(0, I). */
  public boolean standardNormal() {
    return prior.standardNormal() && !dim.several();
  }

  /** Whether q(z|x) is one Gaussian of independent dimensions. */
  public boolean gaussian() {
    return posterior.gaussian() && !dim.several();
  }

  /**
   * How many values the variables of the prior, of the top layer where there are several, and of
   * the posterior's family hold.
   *
   * @param values D of an image
   * @param classes C that the model is told of, 0 if it is not conditional
   */
  public long parameters(int values, int classes) {
    return prior.parameters(new Prior.Setting(dim.top(), values, classes))
        + posterior.parameters(dim.first());
  }

  /** What is held of one code, and of its density's computation, in values. */
  public long valuesPerRow() {
    return dim.total() + prior.valuesPerRow(dim.top()) + posterior.valuesPerRow(dim.first());
  }
}
