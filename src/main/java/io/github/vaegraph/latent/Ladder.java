package io.github.vaegraph.latent;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.network.Levels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Several stochastic layers, inferred from the top down (Sønderby et al. 2016, Ladder Variational
 * Autoencoders). Features go up, and codes come down; what they are networks of is told by {@link
 * Levels}, in which z_&gt;i, the codes above a layer, are a path t that leads down:
 *
 * <pre>
 *   p(z|c) = p(z_n|c) prod_i p(z_i|z_&gt;i, c),         p(z_i|z_&gt;i, c) = N(m_i, s_i^2)
 *   q(z|x, c) = q(z_n|x, c) prod_i q(z_i|z_&gt;i, x, c),
 *   q(z_i|z_&gt;i, x, c) = N(m_i + s_i M_i, s_i^2 S_i^2)
 * </pre>
 *
 * <p>with m_i and s_i of t_i+1, and M_i and S_i of t_i+1 and what the image says of the layer: a
 * posterior says how far it is off the prior, in the prior's own measure (Vahdat and Kautz 2020,
 * NVAE, section 3.2). The rate does not depend on m_i and s_i then. (A product of the prior with a
 * Gaussian that the image tells, as in the ladder VAE, is always narrower than the prior; the prior
 * follows it, both shrink from step to step, and the codes lose what they say.)
 *
 * <p>z_1 is the image's own layer. A row of codes is z_1, z_2, ..., z_n, one after the other.
 */
public final class Ladder implements Latents {
  private final Dims dims;
  private final Levels levels;
  private final LadderPrior prior;

  /**
   * Creates the variables of the top's prior.
   *
   * @param levels the networks; their variables are there already
   * @param values D of an image
   * @param classes C that the model is told of, 0 if it is not conditional
   */
  public Ladder(
      Ops tf, Parameters parameters, LatentConfig config, Levels levels, int values, int classes) {
    this.dims = config.dim();
    this.levels = levels;
    Prior top =
        config
            .prior()
            .create(
                tf,
                parameters,
                new Prior.Setting(dims.top(), values, classes),
                (ops, images, condition) -> {
                  throw new IllegalStateException("no posterior knows the top layer alone");
                },
                Examples.all(new float[values]));
    this.prior = new LadderPrior(dims, levels, top, Condition.NONE);
  }

  @Override
  public int dim() {
    return dims.total();
  }

  @Override
  public Operand<TFloat32> seen(Ops tf, Operand<TFloat32> codes, Condition condition) {
    return levels.seen(tf, Layers.cutLast(tf, codes, dims.sizes()), condition);
  }

  @Override
  public Operand<TFloat32> following(
      Ops tf, Operand<TFloat32> codes, int lowest, Condition condition) {
    return prior.given(tf, condition).following(tf, codes, lowest);
  }

  /** What the image says of each layer, from the image up: [B, 2 d]. */
  private List<Operand<TFloat32>> told(Ops tf, Operand<TFloat32> images, Condition condition) {
    Operand<TFloat32> told = levels.up().apply(tf, condition.beside(tf, images));
    return Layers.cutLast(tf, told, dims.layers().stream().mapToInt(dim -> 2 * dim).toArray());
  }

  /**
   * What one layer's codes come from.
   *
   * @param codes z_i [..., B, d]
   * @param posterior q(z_i|z_i+1, x)
   * @param prior p(z_i|z_i+1); none at the top
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

  private Descent descend(
      Ops tf, List<Operand<TFloat32>> told, Condition condition, Choose choose) {
    int top = told.size() - 1;
    GaussianPosterior highest = GaussianPosterior.of(tf, told.get(top));
    Operand<TFloat32> z = choose.of(top, highest.distribution());
    List<Level> all = new ArrayList<>();
    all.add(new Level(z, highest.distribution(), Optional.empty(), highest));
    Operand<TFloat32> path = levels.start(tf, z, condition);
    for (int i = top - 1; i >= 0; i--) {
      Levels.Step step = levels.steps().get(i);
      Operand<TFloat32> features = step.features(tf, path);
      DiagonalGaussian below = LadderPrior.gaussian(tf, step, features);
      GaussianPosterior offset =
          GaussianPosterior.of(tf, tf.math.add(step.offset(tf, features), told.get(i)));
      DiagonalGaussian posterior = moved(tf, below, offset);
      z = choose.of(i, posterior);
      all.add(new Level(z, posterior, Optional.of(below), offset));
      path = step.after(tf, features, z);
    }
    Collections.reverse(all);
    return new Descent(all, levels.end(tf, path, condition));
  }

  /** The Gaussian that is so far off another, in its own measure. */
  private static DiagonalGaussian moved(Ops tf, DiagonalGaussian prior, GaussianPosterior offset) {
    // N(m + s M, s^2 S^2)
    return new DiagonalGaussian(
        prior.sample(tf, offset.mean()), tf.math.add(prior.logVariance(), offset.logVariance()));
  }

  @Override
  public Inference inference(Ops tf, Operand<TFloat32> images, Condition condition) {
    return new OfImages(tf, told(tf, images, condition), condition);
  }

  @Override
  public Prior prior(Ops tf, Condition condition) {
    return prior.given(tf, condition);
  }

  /** q(z|x, c) of some images, of which each layer is told. */
  private final class OfImages implements Posterior, Inference {
    private final Ops tf;
    private final List<Operand<TFloat32>> told;
    private final Condition condition;
    private @Nullable Descent means;

    OfImages(Ops tf, List<Operand<TFloat32>> told, Condition condition) {
      this.tf = tf;
      this.told = told;
      this.condition = condition;
    }

    @Override
    public Posterior posterior() {
      return this;
    }

    private Descent drawn(Noise noise) {
      List<Operand<TFloat32>> e = Layers.cutLast(tf, noise.normal(tf, dims.total()), dims.sizes());
      return descend(tf, told, condition, (layer, posterior) -> posterior.sample(tf, e.get(layer)));
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
        return new Draw.Layer(
            z, q, top.logProb(tf, z), level.offset().kl(tf, top), Optional.empty());
      }
      DiagonalGaussian p = level.prior().get();
      // KL(q || p) is that of the offset and N(0, I): the mean over the codes above.
      Optional<Operand<TFloat32>> kl =
          level
              .offset()
              .kl(tf, new StandardNormal(dims.layers().get(index)))
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
        means = descend(tf, told, condition, (layer, posterior) -> posterior.mean());
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
    public Optional<Operand<TFloat32>> kl(Ops ops, Prior prior) {
      return Optional.empty();
    }
  }
}
