package io.github.vaegraph.latent;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.network.Levels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * p(z) of several layers: the top's prior, and what leads down from it.
 *
 * <pre>
 *   p(z|c) = p(z_n|c) prod_i p(z_i|z_&gt;i, c),   p(z_i|z_&gt;i, c) = N(m_i, s_i^2)
 * </pre>
 *
 * @param dims of each layer, from the image up
 * @param levels what leads down
 * @param top p(z_n|c)
 * @param condition c
 */
record LadderPrior(Dims dims, Levels levels, Prior top, Condition condition) implements Prior {

  /** p(z_i|z_i+1, ...) of what the path has at a layer. */
  static DiagonalGaussian gaussian(Ops tf, Levels.Step step, Operand<TFloat32> features) {
    return GaussianPosterior.of(tf, step.prior(tf, features)).distribution();
  }

  @Override
  public LadderPrior given(Ops tf, Condition told) {
    return new LadderPrior(dims, levels, top.given(tf, told), told);
  }

  /** What becomes of a layer's Gaussian on the way down: the layer's codes. */
  @FunctionalInterface
  private interface Choose {
    Operand<TFloat32> of(int layer, DiagonalGaussian prior);
  }

  /** The codes of all layers, from the image up, below these of the top. */
  private List<Operand<TFloat32>> descend(Ops tf, Operand<TFloat32> highest, Choose choose) {
    List<Operand<TFloat32>> z = new ArrayList<>(List.of(highest));
    levels.descend(
        tf,
        highest,
        condition,
        (layer, step, features) -> {
          Operand<TFloat32> codes = choose.of(layer, gaussian(tf, step, features));
          z.add(codes);
          return codes;
        });
    Collections.reverse(z);
    return z;
  }

  /** See {@link Latents#following}. */
  Operand<TFloat32> following(Ops tf, Operand<TFloat32> codes, int lowest) {
    List<Operand<TFloat32>> z = Layers.cutLast(tf, codes, dims.sizes());
    return tf.concat(
        descend(
            tf,
            z.get(z.size() - 1),
            (layer, below) -> layer < lowest ? below.mean(tf) : z.get(layer)),
        tf.constant(-1));
  }

  @Override
  public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> codes) {
    // log p(z) = log p(z_n) + sum_i log p(z_i|z_i+1, ...)
    List<Operand<TFloat32>> z = Layers.cutLast(tf, codes, dims.sizes());
    Operand<TFloat32> highest = z.get(z.size() - 1);
    List<Operand<TFloat32>> terms = new ArrayList<>(List.of(top.logProb(tf, highest)));
    descend(
        tf,
        highest,
        (layer, prior) -> {
          terms.add(prior.logProb(tf, z.get(layer)));
          return z.get(layer);
        });
    return tf.math.addN(terms);
  }

  @Override
  public Source source(Ops tf, Noise noise) {
    int below = dims.total() - dims.top();
    Source source =
        top.source(
            tf,
            (ops, columns) ->
                Layers.columns(ops, noise.normal(ops, below + columns), below, columns));
    int columns = dims.top() + (source.choice().isPresent() ? 1 : 0);
    Operand<TFloat32> first = Layers.columns(tf, noise.normal(tf, below + columns), 0, below);
    return new Source(tf.concat(List.of(first, source.normal()), tf.constant(-1)), source.choice());
  }

  @Override
  public Operand<TFloat32> codes(Ops tf, Source source) {
    List<Operand<TFloat32>> e = Layers.cutLast(tf, source.normal(), dims.sizes());
    Operand<TFloat32> highest = top.codes(tf, new Source(e.get(e.size() - 1), source.choice()));
    return tf.concat(
        descend(tf, highest, (layer, prior) -> prior.sample(tf, e.get(layer))), tf.constant(-1));
  }
}
