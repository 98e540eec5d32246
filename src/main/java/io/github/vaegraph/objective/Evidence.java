package io.github.vaegraph.objective;

import io.github.vaegraph.distribution.DiagonalGaussian;
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

  /**
   * The evidence of some codes after that of others of the same images: [k, B], [l, B], ... to [k +
   * l + ..., B].
   *
   * @param counts k, l, ...
   */
  public static Evidence ofCodes(Ops tf, List<Evidence> parts, List<Integer> counts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    List<Draw.Layer> layers = new ArrayList<>();
    for (int i = 0; i < parts.get(0).layers.size(); i++) {
      int index = i;
      List<Draw.Layer> each = parts.stream().map(part -> part.layers.get(index)).toList();
      layers.add(
          new Draw.Layer(
              together(tf, each, 0, Draw.Layer::codes),
              together(tf, each, 0, Draw.Layer::posterior),
              together(tf, each, 0, Draw.Layer::prior),
              each.get(0).kl().map(some -> meanRate(tf, each, counts)),
              each.get(0).factors()));
    }
    return new Evidence(together(tf, parts, 0, Evidence::likelihood), layers);
  }

  /** [B, d] of all codes, where each part's is of its own. */
  private static Operand<TFloat32> meanRate(Ops tf, List<Draw.Layer> parts, List<Integer> counts) {
    float all = counts.stream().mapToInt(Integer::intValue).sum();
    List<Operand<TFloat32>> terms = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Operand<TFloat32> kl = parts.get(i).kl().orElseThrow();
      terms.add(tf.math.mul(kl, tf.constant(counts.get(i) / all)));
    }
    return tf.math.addN(terms);
  }

  private static Draw.Layer layer(Ops tf, List<Draw.Layer> parts) {
    Draw.Layer first = parts.get(0);
    return new Draw.Layer(
        together(tf, parts, 1, Draw.Layer::codes),
        together(tf, parts, 1, Draw.Layer::posterior),
        together(tf, parts, 1, Draw.Layer::prior),
        first.kl().map(some -> together(tf, parts, 0, layer -> layer.kl().orElseThrow())),
        first.factors().map(some -> factors(tf, parts)));
  }

  private static DiagonalGaussian factors(Ops tf, List<Draw.Layer> parts) {
    List<DiagonalGaussian> each =
        parts.stream().map(layer -> layer.factors().orElseThrow()).toList();
    return new DiagonalGaussian(
        together(tf, each, 0, part -> part.mean(tf)),
        together(tf, each, 0, DiagonalGaussian::logVariance));
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
    return layers.stream().map(layer -> layer.rate(tf)).reduce(tf.math::add);
  }

  /** [B] the rate of each layer, from the image up. */
  public List<Operand<TFloat32>> layerRates(Ops tf) {
    List<Operand<TFloat32>> rates = new ArrayList<>();
    layers.forEach(layer -> rates.add(0, layer.rate(tf)));
    return rates;
  }

  /** The same, with log q whose gradient goes through the codes alone. */
  Evidence alongCodes(Ops tf) {
    return new Evidence(likelihood, layers.stream().map(layer -> layer.alongCodes(tf)).toList());
  }

  /** [K, B] log w = log p(x|z) + log p(z) - log q(z|x). */
  public Operand<TFloat32> logWeights(Ops tf) {
    Operand<TFloat32> logWeights = likelihood;
    for (Draw.Layer layer : layers) {
      logWeights = tf.math.sub(tf.math.add(logWeights, layer.prior()), layer.posterior());
    }
    return logWeights;
  }

  /**
   * [B] the importance-weighted bound on log p(x) (Burda et al. 2016, equation 8): the ELBO in
   * expectation for K = 1, and log p(x) itself as K grows.
   */
  public Operand<TFloat32> importanceWeighted(Ops tf) {
    // log (1/K) sum_k w_k,  w = p(x|z) p(z) / q(z|x)
    return Layers.logMeanExpFirst(tf, logWeights(tf));
  }
}
