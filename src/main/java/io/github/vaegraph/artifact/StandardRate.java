package io.github.vaegraph.artifact;

import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.signature.Codes;

/** The rate under the prior N(0, I), which follows from the posteriors alone. */
final class StandardRate {
  private StandardRate() {}

  /** Whether a model's posteriors are Gaussians, and its prior is N(0, I). */
  static boolean of(ModelConfig config) {
    return config.latent().gaussian() && config.latent().standardNormal();
  }

  /** KL(q(z|x) || N(0, I)) of each dimension, in nats: [N][L]. */
  static double[][] kl(Codes codes) {
    int dim = codes.mean().width();
    double[][] kl = new double[codes.mean().rows()][dim];
    for (int i = 0; i < codes.mean().values().length; i++) {
      // KL = 1/2 { m^2 + v - 1 - log v } (Kingma and Welling 2014, appendix B)
      double mean = codes.mean().values()[i];
      double logVariance = codes.logVariance().values()[i];
      kl[i / dim][i % dim] = (mean * mean + Math.exp(logVariance) - 1 - logVariance) / 2;
    }
    return kl;
  }
}
