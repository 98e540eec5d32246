package io.github.vaegraph.latent;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * K codes drawn from the posterior of each of B images, with what the bounds need to know of them.
 *
 * @param codes z [K, B, L]
 * @param mean [B, L] {@link Posterior#mean()}
 * @param logVariance [B, L] {@link Posterior#logVariance()}
 * @param layers the stochastic layers, from the top down; none where codes are points
 */
public record Draw(
    Operand<TFloat32> codes,
    Operand<TFloat32> mean,
    Operand<TFloat32> logVariance,
    List<Layer> layers) {
  /** Copies the layers. */
  public Draw {
    layers = List.copyOf(layers);
  }

  /**
   * What one layer's draws are worth, in nats.
   *
   * @param posterior [K, B] log q(z|x)
   * @param prior [K, B] log p(z)
   * @param kl [B, d] KL(q(z|x) || p(z)) of each dimension, where it has a closed form
   */
  public record Layer(
      Operand<TFloat32> posterior, Operand<TFloat32> prior, Optional<Operand<TFloat32>> kl) {}
}
