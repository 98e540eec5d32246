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
  private final List<Integer> dims; // from the image up
  private final Trunk encoder;
  private final List<Layers.Mlp> up; // to layer 2, 3, ...
  private final List<Layers.Dense> moments; // of layer 1, 2, ...
  private final List<Down> down; // to layer 1, 2, ... from the one above
  private final Prior top;

  /**
   * What codes above say of a layer's.
   *
   * @param hidden codes [N, d above] to features [N, width]
   * @param prior features to the means and log-variances of p(z_i|z_i+1) [N, 2 d]
   * @param offset features to a part of how far posteriors are off it [N, 2 d]
   */
  private record Down(
      Layers.Mlp hidden, int width, Layers.Dense prior, Layers.Dense offset, int dim) {
    Operand<TFloat32> features(Ops tf, Operand<TFloat32> above) {
      return Layers.onMatrix(tf, above, width, rows -> hidden.apply(tf, rows));
    }

    DiagonalGaussian prior(Ops tf, Operand<TFloat32> features) {
      return gaussian(tf, of(tf, prior, features));
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
    this.dims = config.dim().layers();
    this.encoder = encoder;
    this.up = new ArrayList<>();
    this.moments = new ArrayList<>();
    this.down = new ArrayList<>();
    Parameters inference = parameters.inference();
    int width = encoder.width();
    moments.add(moments(inference, "encoder.posterior", width, dims.get(0)));
    for (int i = 1; i < dims.size(); i++) {
      String name = "encoder.layer" + (i + 1);
      List<Integer> widths = LatentConfig.between(dims.get(i));
      up.add(Layers.Mlp.create(inference, name, width, widths, activation));
      width = widths.get(widths.size() - 1);
      moments.add(moments(inference, name + ".posterior", width, dims.get(i)));
    }
    for (int i = 0; i < dims.size() - 1; i++) {
      List<Integer> widths = LatentConfig.between(dims.get(i + 1));
      int last = widths.get(widths.size() - 1);
      String name = "prior.layer" + (i + 1);
      // Small, so that training starts as if the layers above were not there.
      down.add(
          new Down(
              Layers.Mlp.create(parameters, name, dims.get(i + 1), widths, activation),
              last,
              Layers.Dense.small(parameters, name + ".moments", last, 2 * dims.get(i)),
              Layers.Dense.small(
                  inference, "encoder.layer" + (i + 1) + ".offset", last, 2 * dims.get(i)),
              dims.get(i)));
    }
    this.top =
        config
            .prior()
            .create(
                tf,
                parameters,
                new Prior.Setting(dims.get(dims.size() - 1), values, classes),
                (ops, images, condition) -> {
                  throw new IllegalStateException("no posterior knows the top layer alone");
                },
                Examples.all(new float[values]));
  }

  private static Layers.Dense moments(Parameters parameters, String name, int in, int dim) {
    return Layers.Dense.create(parameters, name, in, new float[2 * dim]);
  }

  private static DiagonalGaussian gaussian(Ops tf, Operand<TFloat32> outputs) {
    List<Operand<TFloat32>> halves = Layers.splitLast(tf, outputs, 2);
    return new DiagonalGaussian(
        halves.get(0), Layers.softBound(tf, halves.get(1), GaussianPosterior.BOUND));
  }

  @Override
  public int dim() {
    return dims.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public int seen() {
    return dims.get(0);
  }

  @Override
  public Operand<TFloat32> seen(Ops tf, Operand<TFloat32> codes) {
    return split(tf, codes).get(0);
  }

  /** What a row holds of each layer: [..., L] -> [..., d] from the image up. */
  private List<Operand<TFloat32>> split(Ops tf, Operand<TFloat32> codes) {
    int[] sizes = dims.stream().mapToInt(Integer::intValue).toArray();
    return List.copyOf(
        tf.splitV(codes, tf.constant(sizes), tf.constant(-1), (long) sizes.length).output());
  }

  /** What the image says of each layer, from the image up: [B, 2 d]. */
  private List<Operand<TFloat32>> told(Ops tf, Operand<TFloat32> images, Condition condition) {
    Operand<TFloat32> features = encoder.apply(tf, condition.beside(tf, images));
    List<Operand<TFloat32>> told = new ArrayList<>();
    for (int i = 0; i < dims.size(); i++) {
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
      DiagonalGaussian offset) {}

  /** How codes of a layer are chosen from its posterior. */
  @FunctionalInterface
  private interface Choose {
    Operand<TFloat32> of(int layer, DiagonalGaussian posterior);
  }

  /** From the top down; the levels from the image up. */
  private List<Level> descend(Ops tf, List<Operand<TFloat32>> told, Choose choose) {
    List<Level> levels = new ArrayList<>();
    for (int i = dims.size() - 1; i >= 0; i--) {
      if (levels.isEmpty()) {
        DiagonalGaussian posterior = gaussian(tf, told.get(i));
        levels.add(new Level(choose.of(i, posterior), posterior, Optional.empty(), posterior));
        continue;
      }
      Operand<TFloat32> features = down.get(i).features(tf, levels.get(levels.size() - 1).codes());
      DiagonalGaussian prior = down.get(i).prior(tf, features);
      DiagonalGaussian offset =
          gaussian(tf, tf.math.add(down.get(i).offset(tf, features), told.get(i)));
      DiagonalGaussian posterior = moved(tf, prior, offset);
      levels.add(new Level(choose.of(i, posterior), posterior, Optional.of(prior), offset));
    }
    Collections.reverse(levels);
    return levels;
  }

  /** The Gaussian that is so far off another, in its own measure. */
  private static DiagonalGaussian moved(Ops tf, DiagonalGaussian prior, DiagonalGaussian offset) {
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
        Prior prior = top.given(tf, condition);
        layers.add(
            new Draw.Layer(
                z, q, prior.logProb(tf, z), kl(tf, level.offset(), prior), Optional.empty()));
      } else {
        DiagonalGaussian p = level.prior().get();
        // KL(q || p) is that of the offset and N(0, I): the mean over the codes above.
        Optional<Operand<TFloat32>> kl =
            kl(tf, level.offset(), new StandardNormal(dims.get(i)))
                .map(each -> Layers.meanFirst(tf, each));
        layers.add(new Draw.Layer(z, q, p.logProb(tf, z), kl, Optional.empty()));
      }
    }
    return new Draw(codes(tf, levels), posterior, layers);
  }

  private static Optional<Operand<TFloat32>> kl(Ops tf, DiagonalGaussian q, Prior prior) {
    return new GaussianPosterior(q.mean(), q.logVariance()).kl(tf, prior);
  }

  private static Operand<TFloat32> codes(Ops tf, List<Level> levels) {
    return tf.concat(levels.stream().map(Level::codes).toList(), tf.constant(-1));
  }

  @Override
  public Prior prior(Ops tf, Condition condition) {
    return new LadderPrior(top.given(tf, condition));
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
      List<Operand<TFloat32>> e = split(tf, noise.normal(tf, Ladder.this.dim()));
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

  /** p(z): the top's prior, and what leads down from it. */
  private final class LadderPrior implements Prior {
    private final Prior highest;

    LadderPrior(Prior highest) {
      this.highest = highest;
    }

    @Override
    public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> codes) {
      // log p(z) = log p(z_n) + sum_i log p(z_i|z_i+1)
      List<Operand<TFloat32>> z = split(tf, codes);
      Operand<TFloat32> sum = highest.logProb(tf, z.get(z.size() - 1));
      for (int i = 0; i < down.size(); i++) {
        sum = tf.math.add(sum, down.get(i).of(tf, z.get(i + 1)).logProb(tf, z.get(i)));
      }
      return sum;
    }

    @Override
    public Source source(Ops tf, Noise noise) {
      int below = dim() - dims.get(dims.size() - 1);
      Source source =
          highest.source(
              tf,
              (ops, columns) ->
                  parts(ops, noise.normal(ops, below + columns), below, columns).get(1));
      int columns = dims.get(dims.size() - 1) + (source.choice().isPresent() ? 1 : 0);
      Operand<TFloat32> first = parts(tf, noise.normal(tf, below + columns), below, columns).get(0);
      return new Source(
          tf.concat(List.of(first, source.normal()), tf.constant(-1)), source.choice());
    }

    private List<Operand<TFloat32>> parts(Ops tf, Operand<TFloat32> x, int... sizes) {
      return List.copyOf(
          tf.splitV(x, tf.constant(sizes), tf.constant(-1), (long) sizes.length).output());
    }

    @Override
    public Operand<TFloat32> codes(Ops tf, Source source) {
      List<Operand<TFloat32>> e = split(tf, source.normal());
      List<Operand<TFloat32>> z = new ArrayList<>();
      z.add(highest.codes(tf, new Source(e.get(e.size() - 1), source.choice())));
      for (int i = down.size() - 1; i >= 0; i--) {
        z.add(down.get(i).of(tf, z.get(z.size() - 1)).sample(tf, e.get(i)));
      }
      Collections.reverse(z);
      return tf.concat(z, tf.constant(-1));
    }
  }
}
