package io.github.vaegraph.latent;

/**
 * What the latent variables are.
 *
 * @param dim L, the number of latent dimensions
 * @param prior p(z)
 * @param posterior q(z|x)
 */
public record LatentConfig(int dim, Prior.Family prior, Posterior.Family posterior) {
  private static final int MAX_DIM = 1 << 20;

  /**
   * @throws IllegalArgumentException when a value makes no sense, naming it, or two do not go
   *     together
   */
  public LatentConfig {
    if (dim < 1 || dim > MAX_DIM) {
      throw new IllegalArgumentException(
          "latentDim must lie between 1 and %d, was %d".formatted(MAX_DIM, dim));
    }
    if (!posterior.hasDensity() && prior.parameters(new Prior.Setting(dim, 1, 0)) > 0) {
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
  }
}
