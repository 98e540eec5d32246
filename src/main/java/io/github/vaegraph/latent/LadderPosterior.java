package io.github.vaegraph.latent;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.network.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * q(z|x, c) of some images, over several layers: see {@link Ladder}. What images say of each layer
 * is known; going down, codes are chosen of each layer's posterior, and the path leads on.
 */
final class LadderPosterior implements Posterior, Latents.Inference {
  private final Ops tf;
  private final LadderPrior prior;
  private final List<Operand<TFloat32>> told; // [B, 2 d] of each layer, from the image up
  private final Condition condition;
  private @Nullable Descent means;

  LadderPosterior(Ops tf, LadderPrior prior, List<Operand<TFloat32>> told, Condition condition) {
    this.tf = tf;
    this.prior = prior;
    this.told = told;
    this.condition = condition;
  }

  /**
   * What one layer's codes come from.
   *
   * @param codes z_i [..., B, d]
   * @param posterior q(z_i|z_&gt;i, x, c)
   * @param prior p(z_i|z_&gt;i, c); none at the top
   * @param offset N(M_i, S_i^2): the posterior in the measure of the prior; at the top itself
   */
  private record Level(
      Operand<TFloat32> codes,
      DiagonalGaussian posterior,
      Optional<DiagonalGaussian> prior,
      GaussianPosterior offset) {}

  /** How codes of a layer are chosen from its posterior. */
  @FunctionalInterface
  private interface Choose {
    Operand<TFloat32> of(int layer, DiagonalGaussian posterior);
  }

  /**
   * What came of a way from the top down.
   *
   * @param levels from the image up
   * @param seen what the decoder sees [..., B, in]
   */
  private record Descent(List<Level> levels, Operand<TFloat32> seen) {
    Operand<TFloat32> codes(Ops tf) {
      return tf.concat(levels.stream().map(Level::codes).toList(), tf.constant(-1));
    }
  }

  private Descent descend(Choose choose) {
    int top = told.size() - 1;
    GaussianPosterior highest = GaussianPosterior.of(tf, told.get(top));
    Operand<TFloat32> z = choose.of(top, highest.distribution());
    List<Level> all = new ArrayList<>();
    all.add(new Level(z, highest.distribution(), Optional.empty(), highest));
    Operand<TFloat32> seen =
        prior
            .levels()
            .descend(
                tf,
                z,
                condition,
                (layer, step, features) -> {
                  DiagonalGaussian below = LadderPrior.gaussian(tf, step, features);
                  GaussianPosterior offset =
                      GaussianPosterior.of(
                          tf, tf.math.add(step.offset(tf, features), told.get(layer)));
                  DiagonalGaussian posterior = moved(tf, below, offset);
                  Operand<TFloat32> codes = choose.of(layer, posterior);
                  all.add(new Level(codes, posterior, Optional.of(below), offset));
                  return codes;
                });
    Collections.reverse(all);
    return new Descent(all, seen);
  }

  /** The Gaussian that is so far off another, in its own measure. */
  private static DiagonalGaussian moved(Ops tf, DiagonalGaussian prior, GaussianPosterior offset) {
    // N(m + s M, s^2 S^2)
    return new DiagonalGaussian(
        prior.sample(tf, offset.mean()), tf.math.add(prior.logVariance(), offset.logVariance()));
  }

  @Override
  public Posterior posterior() {
    return this;
  }

  private Descent drawn(Noise noise) {
    Dims dims = prior.dims();
    List<Operand<TFloat32>> e = Layers.cutLast(tf, noise.normal(tf, dims.total()), dims.sizes());
    return descend((layer, posterior) -> posterior.sample(tf, e.get(layer)));
  }

  @Override
  public Draw draw(Noise noise) {
    Descent drawn = drawn(noise);
    List<Draw.Layer> layers = new ArrayList<>();
    for (int i = drawn.levels().size() - 1; i >= 0; i--) {
      layers.add(worth(drawn.levels().get(i), i));
    }
    return new Draw(drawn.codes(tf), drawn.seen(), this, layers);
  }

  /** What one layer's draws are worth. */
  private Draw.Layer worth(Level level, int index) {
    Operand<TFloat32> z = level.codes();
    Operand<TFloat32> q = level.posterior().logProb(tf, z);
    if (level.prior().isEmpty()) {
      Prior top = prior.top().given(tf, condition);
      return new Draw.Layer(z, q, top.logProb(tf, z), level.offset().kl(tf, top), Optional.empty());
    }
    DiagonalGaussian p = level.prior().get();
    // KL(q || p) is that of the offset and N(0, I): the mean over the codes above.
    Optional<Operand<TFloat32>> kl =
        level
            .offset()
            .kl(tf, new StandardNormal(prior.dims().layers().get(index)))
            .map(each -> Layers.meanFirst(tf, each));
    return new Draw.Layer(z, q, p.logProb(tf, z), kl, Optional.empty());
  }

  @Override
  public Sample draw(Ops ops, Noise noise) {
    Descent drawn = drawn(noise);
    Operand<TFloat32> logProb =
        drawn.levels().stream()
            .map(level -> level.posterior().logProb(tf, level.codes()))
            .reduce(tf.math::add)
            .orElseThrow();
    return new Sample(drawn.codes(tf), Optional.of(logProb));
  }

  /** Of each layer under the means above it, which are no expectation below the top. */
  private Descent means() {
    if (means == null) {
      means = descend((layer, posterior) -> posterior.mean());
    }
    return means;
  }

  @Override
  public Operand<TFloat32> mean() {
    return means().codes(tf);
  }

  @Override
  public Operand<TFloat32> logVariance() {
    return tf.concat(
        means().levels().stream().map(level -> level.posterior().logVariance()).toList(),
        tf.constant(-1));
  }

  @Override
  public Optional<Operand<TFloat32>> kl(Ops ops, Prior other) {
    return Optional.empty();
  }
}
