package io.github.vaegraph.latent;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.network.Condition;
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
 *   p(z|c) = p(z_n|c) prod_i p(z_i|z_i+1),   p(z_i|z_i+1) = N(m_i, s_i^2)
 * </pre>
 *
 * @param dims of each layer, from the image up
 * @param down what codes say of the layer below theirs, from the image up
 * @param top p(z_n)
 */
record LadderPrior(Dims dims, List<Down> down, Prior top) implements Prior {
  /** Copies the list. */
  LadderPrior {
    down = List.copyOf(down);
  }

  /**
   * What codes above say of a layer's.
   *
   * @param hidden codes [N, d above] to features [N, width]
   * @param prior features to the means and log-variances of p(z_i|z_i+1) [N, 2 d]
   * @param offset features to a part of how far posteriors are off it [N, 2 d]
   */
  record Down(Layers.Mlp hidden, int width, Layers.Dense prior, Layers.Dense offset, int dim) {
    Operand<TFloat32> features(Ops tf, Operand<TFloat32> above) {
      return Layers.onMatrix(tf, above, width, rows -> hidden.apply(tf, rows));
    }

    DiagonalGaussian prior(Ops tf, Operand<TFloat32> features) {
      return GaussianPosterior.of(tf, of(tf, prior, features)).distribution();
    }

    Operand<TFloat32> offset(Ops tf, Operand<TFloat32> features) {
      return of(tf, offset, features);
    }

    private Operand<TFloat32> of(Ops tf, Layers.Dense dense, Operand<TFloat32> features) {
      return Layers.onMatrix(tf, features, 2 * dim, rows -> dense.apply(tf, rows));
    }

    /** p(z_i|z_i+1). */
    DiagonalGaussian of(Ops tf, Operand<TFloat32> above) {
      return prior(tf, features(tf, above));
    }
  }

  @Override
  public LadderPrior given(Ops tf, Condition condition) {
    return new LadderPrior(dims, down, top.given(tf, condition));
  }

  @Override
  public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> codes) {
    // log p(z) = log p(z_n) + sum_i log p(z_i|z_i+1)
    List<Operand<TFloat32>> z = Layers.cutLast(tf, codes, dims.sizes());
    Operand<TFloat32> sum = top.logProb(tf, z.get(z.size() - 1));
    for (int i = 0; i < down.size(); i++) {
      sum = tf.math.add(sum, down.get(i).of(tf, z.get(i + 1)).logProb(tf, z.get(i)));
    }
    return sum;
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
    List<Operand<TFloat32>> z = new ArrayList<>();
    z.add(top.codes(tf, new Source(e.get(e.size() - 1), source.choice())));
    for (int i = down.size() - 1; i >= 0; i--) {
      z.add(down.get(i).of(tf, z.get(z.size() - 1)).sample(tf, e.get(i)));
    }
    Collections.reverse(z);
    return tf.concat(z, tf.constant(-1));
  }
}
