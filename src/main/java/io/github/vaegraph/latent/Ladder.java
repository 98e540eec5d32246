package io.github.vaegraph.latent;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.network.Trunk;
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
 * Autoencoders). Features go up, and codes come down:
 *
 * <pre>
 *   d_1 = encoder(x, c),  d_i = up_i(d_i-1)
 *   p(z|c) = p(z_n|c) prod_i p(z_i|z_i+1),         p(z_i|z_i+1) = N(m_i, s_i^2)
 *   q(z|x, c) = q(z_n|x, c) prod_i q(z_i|z_i+1, x, c),
 *   q(z_i|z_i+1, x, c) = N(m_i + s_i M_i, s_i^2 S_i^2)
 * </pre>
 *
 * <p>with m_i and s_i a network's of z_i+1, and M_i and S_i of z_i+1 and d_i: a posterior says how
 * far it is off the prior, in the prior's own measure (Vahdat and Kautz 2020, NVAE, section 3.2).
 * The rate does not depend on m_i and s_i then. (A product of the prior with a Gaussian that the
 * image tells, as in the ladder VAE, is always narrower than the prior; the prior follows it, both
 * shrink from step to step, and the codes lose what they say.)
 *
 * <p>z_1 is the image's own layer, from which alone it is decoded. A row of codes is z_1, z_2, ...,
 * z_n, one after the other.
 */
public final class Ladder implements Latents {
  private final Dims dims;
  private final Trunk encoder;
  private final List<Layers.Mlp> up; // to layer 2, 3, ...
  private final List<Layers.Dense> moments; // of layer 1, 2, ...
  private final LadderPrior prior;

  /**
   * Creates the variables {@code encoder.posterior.*} of the first layer, {@code encoder.layer2.*},
   * ... of those above, {@code prior.layer1.*}, ... that lead down, and those of the top's prior.
   *
   * @param encoder images [B, D], with the condition beside them, to features; its variables are
   *     there already
   * @param activation of the layers between
   * @param values D of an image
   * @param classes C that the model is told of, 0 if it is not conditional
   */
  public Ladder(
      Ops tf,
      Parameters parameters,
      LatentConfig config,
      Trunk encoder,
      Activation activation,
      int values,
      int classes) {
    this.dims = config.dim();
    this.encoder = encoder;
    this.up = new ArrayList<>();
    this.moments = new ArrayList<>();
    List<Integer> each = dims.layers();
    Parameters inference = parameters.inference();
    int width = encoder.width();
    moments.add(moments(inference, "encoder.posterior", width, each.get(0)));
    for (int i = 1; i < each.size(); i++) {
      String name = "encoder.layer" + (i + 1);
      List<Integer> widths = LatentConfig.between(each.get(i));
      up.add(Layers.Mlp.create(inference, name, width, widths, activation));
      width = widths.get(widths.size() - 1);
      moments.add(moments(inference, name + ".posterior", width, each.get(i)));
    }
    List<LadderPrior.Down> down = new ArrayList<>();
    for (int i = 0; i < each.size() - 1; i++) {
      List<Integer> widths = LatentConfig.between(each.get(i + 1));
      int last = widths.get(widths.size() - 1);
      String name = "prior.layer" + (i + 1);
      // Small, so that training starts as if the layers above were not there.
      down.add(
          new LadderPrior.Down(
              Layers.Mlp.create(parameters, name, each.get(i + 1), widths, activation),
              last,
              Layers.Dense.small(parameters, name + ".moments", last, 2 * each.get(i)),
              Layers.Dense.small(
                  inference, "encoder.layer" + (i + 1) + ".offset", last, 2 * each.get(i)),
              each.get(i)));
    }
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
    this.prior = new LadderPrior(dims, down, top);
  }

  private static Layers.Dense moments(Parameters parameters, String name, int in, int dim) {
    return Layers.Dense.create(parameters, name, in, new float[2 * dim]);
  }

  @Override
  public int dim() {
    return dims.total();
  }

  @Override
  public int seen() {
    return dims.first();
  }

  @Override
  public Operand<TFloat32> seen(Ops tf, Operand<TFloat32> codes) {
    return Layers.columns(tf, codes, 0, dims.first());
  }

  /** What the image says of each layer, from the image up: [B, 2 d]. */
  private List<Operand<TFloat32>> told(Ops tf, Operand<TFloat32> images, Condition condition) {
    Operand<TFloat32> features = encoder.apply(tf, condition.beside(tf, images));
    List<Operand<TFloat32>> told = new ArrayList<>();
    for (int i = 0; i < moments.size(); i++) {
      features = i == 0 ? features : up.get(i - 1).apply(tf, features);
      told.add(moments.get(i).apply(tf, features));
    }
    return told;
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

  /** From the top down; the levels from the image up. */
  private List<Level> descend(Ops tf, List<Operand<TFloat32>> told, Choose choose) {
    List<Level> levels = new ArrayList<>();
    for (int i = told.size() - 1; i >= 0; i--) {
      if (levels.isEmpty()) {
        GaussianPosterior highest = GaussianPosterior.of(tf, told.get(i));
        DiagonalGaussian posterior = highest.distribution();
        levels.add(new Level(choose.of(i, posterior), posterior, Optional.empty(), highest));
        continue;
      }
      LadderPrior.Down down = prior.down().get(i);
      Operand<TFloat32> features = down.features(tf, levels.get(levels.size() - 1).codes());
      DiagonalGaussian below = down.prior(tf, features);
      GaussianPosterior offset =
          GaussianPosterior.of(tf, tf.math.add(down.offset(tf, features), told.get(i)));
      DiagonalGaussian posterior = moved(tf, below, offset);
      levels.add(new Level(choose.of(i, posterior), posterior, Optional.of(below), offset));
    }
    Collections.reverse(levels);
    return levels;
  }

  /** The Gaussian that is so far off another, in its own measure. */
  private static DiagonalGaussian moved(Ops tf, DiagonalGaussian prior, GaussianPosterior offset) {
    // N(m + s M, s^2 S^2)
    return new DiagonalGaussian(
        prior.sample(tf, offset.mean()), tf.math.add(prior.logVariance(), offset.logVariance()));
  }

  @Override
  public Posterior posterior(Ops tf, Operand<TFloat32> images, Condition condition) {
    return new LadderPosterior(tf, told(tf, images, condition));
  }

  @Override
  public Draw infer(Ops tf, Operand<TFloat32> images, Condition condition, Noise noise) {
    LadderPosterior posterior = new LadderPosterior(tf, told(tf, images, condition));
    List<Level> levels = posterior.drawn(noise);
    List<Draw.Layer> layers = new ArrayList<>();
    for (int i = levels.size() - 1; i >= 0; i--) {
      Level level = levels.get(i);
      Operand<TFloat32> z = level.codes();
      Operand<TFloat32> q = level.posterior().logProb(tf, z);
      if (level.prior().isEmpty()) {
        Prior top = prior.top().given(tf, condition);
        layers.add(
            new Draw.Layer(z, q, top.logProb(tf, z), level.offset().kl(tf, top), Optional.empty()));
      } else {
        DiagonalGaussian p = level.prior().get();
        // KL(q || p) is that of the offset and N(0, I): the mean over the codes above.
        Optional<Operand<TFloat32>> kl =
            level
                .offset()
                .kl(tf, new StandardNormal(dims.layers().get(i)))
                .map(each -> Layers.meanFirst(tf, each));
        layers.add(new Draw.Layer(z, q, p.logProb(tf, z), kl, Optional.empty()));
      }
    }
    return new Draw(codes(tf, levels), posterior, layers);
  }

  private static Operand<TFloat32> codes(Ops tf, List<Level> levels) {
    return tf.concat(levels.stream().map(Level::codes).toList(), tf.constant(-1));
  }

  @Override
  public Prior prior(Ops tf, Condition condition) {
    return prior.given(tf, condition);
  }

  /** q(z|x) of some images, of which each layer is told. */
  private final class LadderPosterior implements Posterior {
    private final Ops tf;
    private final List<Operand<TFloat32>> told;
    private @Nullable List<Level> means;

    LadderPosterior(Ops tf, List<Operand<TFloat32>> told) {
      this.tf = tf;
      this.told = told;
    }

    List<Level> drawn(Noise noise) {
      List<Operand<TFloat32>> e = Layers.cutLast(tf, noise.normal(tf, dims.total()), dims.sizes());
      return descend(tf, told, (layer, posterior) -> posterior.sample(tf, e.get(layer)));
    }

    @Override
    public Sample draw(Ops ops, Noise noise) {
      List<Level> levels = drawn(noise);
      Operand<TFloat32> logProb =
          levels.stream()
              .map(level -> level.posterior().logProb(tf, level.codes()))
              .reduce(tf.math::add)
              .orElseThrow();
      return new Sample(codes(tf, levels), Optional.of(logProb));
    }

    /** Of each layer under the means above it, which are no expectation below the top. */
    private List<Level> means() {
      if (means == null) {
        means = descend(tf, told, (layer, posterior) -> posterior.mean());
      }
      return means;
    }

    @Override
    public Operand<TFloat32> mean() {
      return codes(tf, means());
    }

    @Override
    public Operand<TFloat32> logVariance() {
      return tf.concat(
          means().stream().map(level -> level.posterior().logVariance()).toList(), tf.constant(-1));
    }

    @Override
    public Optional<Operand<TFloat32>> kl(Ops ops, Prior prior) {
      return Optional.empty();
    }
  }
}
