package io.github.vaegraph;

/**
 * The posterior q(z|x) of N images: diagonal Gaussians over L latent dimensions. Of a model with a
 * flow as posterior, {@code iaf}, they are no moments of it: the code in its middle, and how widely
 * each dimension lies around that.
 *
 * @param mean [N][L]
 * @param logVariance [N][L]
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never shared
public record Posterior(float[][] mean, float[][] logVariance) {
  @Override
  public String toString() {
    return "posterior of %d images: mean and logVariance of %d latent dimensions each"
        .formatted(mean.length, mean[0].length);
  }
}
