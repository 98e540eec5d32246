package io.github.vaegraph.objective;

import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.latent.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What every bound is made of, in nats, for K codes drawn for each of B images.
 *
 * @param likelihood [K, B] log p(x|z)
 * @param layers what the draws are worth; none where codes are points
 */
public record Evidence(Operand<TFloat32> likelihood, List<Draw.Layer> layers) {
  /** Copies the layers. */
  public Evidence {
    layers = List.copyOf(layers);
  }

  /** The evidence of some rows after that of others: [K, b], [K, c], ... to [K, b + c + ...]. */
  public static Evidence gathered(Ops tf, List<Evidence> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    List<Draw.Layer> layers = new ArrayList<>();
    for (int i = 0; i < parts.get(0).layers.size(); i++) {
      int index = i;
      layers.add(layer(tf, parts.stream().map(part -> part.layers.get(index)).toList()));
    }
    return new Evidence(together(tf, parts, 1, Evidence::likelihood), layers);
  }

  private static Draw.Layer layer(Ops tf, List<Draw.Layer> parts) {
    boolean closed = parts.get(0).kl().isPresent();
    return new Draw.Layer(
        together(tf, parts, 1, Draw.Layer::posterior),
        together(tf, parts, 1, Draw.Layer::prior),
        closed
            ? Optional.of(together(tf, parts, 0, layer -> layer.kl().orElseThrow()))
            : Optional.empty());
  }

  private static <T> Operand<TFloat32> together(
      Ops tf, List<T> parts, int axis, Function<T, Operand<TFloat32>> value) {
    return tf.concat(parts.stream().map(value).toList(), tf.constant(axis));
  }

  /** [B] the distortion: -E_q[log p(x|z)], estimated from the K codes. */
  public Operand<TFloat32> distortion(Ops tf) {
    return tf.math.neg(Layers.meanFirst(tf, likelihood));
  }

  /**
   * [B] the rate: KL(q(z|x) || p(z)), in closed form where there is one, else estimated from the K
   * codes; empty where codes are points.
   */
  public Optional<Operand<TFloat32>> rate(Ops tf) {
    // KL(q || p) = E_q[log q(z|x) - log p(z)], a sum over the layers
    return layers.stream()
        .map(
            layer ->
                layer
                    .kl()
                    .map(kl -> Layers.sumLast(tf, kl))
                    .orElseGet(
                        () -> Layers.meanFirst(tf, tf.math.sub(layer.posterior(), layer.prior()))))
        .reduce(tf.math::add);
  }

  /**
   * [B] the importance-weighted bound on log p(x) (Burda et al. 2016, equation 8): the ELBO in
   * expectation for K = 1, and log p(x) itself as K grows.
   */
  public Operand<TFloat32> importanceWeighted(Ops tf) {
    // log (1/K) sum_k w_k
    return Layers.logMeanExpFirst(tf, logWeights(tf));
  }

  /** [K, B] log w of each draw: w = p(x|z) p(z) / q(z|x). */
  public Operand<TFloat32> logWeights(Ops tf) {
    Operand<TFloat32> logWeights = likelihood;
    for (Draw.Layer layer : layers) {
      logWeights = tf.math.sub(tf.math.add(logWeights, layer.prior()), layer.posterior());
    }
    return logWeights;
  }
}
