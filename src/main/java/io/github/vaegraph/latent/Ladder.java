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
 *   p(z|c) = p(z_n|c) prod_i p(z_i|z_i+1),         p(z_i|z_i+1) = N(down_i(z_i+1))
 *   q(z|x, c) = q(z_n|x, c) prod_i q(z_i|z_i+1, x, c),
 *   q(z_i|z_i+1, x, c) ~ N(z_i; moments_i(d_i)) p(z_i|z_i+1),   a product of Gaussians
 * </pre>
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

  /** p(z_i|z_i+1): codes [N, d above] to means and log-variances [N, 2 d]. */
  private record Down(Layers.Mlp hidden, Layers.Dense moments, int dim) {
    DiagonalGaussian of(Ops tf, Operand<TFloat32> above) {
      return gaussian(
          tf,
          Layers.onMatrix(tf, above, 2 * dim, rows -> moments.apply(tf, hidden.apply(tf, rows))));
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
      String name = "prior.layer" + (i + 1);
      List<Integer> widths = LatentConfig.between(dims.get(i + 1));
      down.add(
          new Down(
              Layers.Mlp.create(parameters, name, dims.get(i + 1), widths, activation),
              // Small, or noise from above drowns what the image says, and the codes collapse.
              Layers.Dense.small(
                  parameters, name + ".moments", widths.get(widths.size() - 1), 2 * dims.get(i)),
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

  /** What the image says of each layer, from the image up: N(moments_i(d_i)), [B, d]. */
  private List<DiagonalGaussian> told(Ops tf, Operand<TFloat32> images, Condition condition) {
    Operand<TFloat32> features = encoder.apply(tf, condition.beside(tf, images));
    List<DiagonalGaussian> told = new ArrayList<>();
    for (int i = 0; i < dims.size(); i++) {
      features = i == 0 ? features : up.get(i - 1).apply(tf, features);
      told.add(gaussian(tf, moments.get(i).apply(tf, features)));
    }
    return told;
  }

  /**
   * What one layer's codes come from.
   *
   * @param codes z_i [..., B, d]
   * @param posterior q(z_i|z_i+1, x)
   * @param prior p(z_i|z_i+1); none at the top
   */
  private record Level(
      Operand<TFloat32> codes, DiagonalGaussian posterior, Optional<DiagonalGaussian> prior) {}

  /** How codes of a layer are chosen from its posterior. */
  @FunctionalInterface
  private interface Choose {
    Operand<TFloat32> of(int layer, DiagonalGaussian posterior);
  }

  /** From the top down; the levels from the image up. */
  private List<Level> descend(Ops tf, List<DiagonalGaussian> told, Choose choose) {
    List<Level> levels = new ArrayList<>();
    for (int i = dims.size() - 1; i >= 0; i--) {
      DiagonalGaussian said = told.get(i);
      if (levels.isEmpty()) {
        levels.add(new Level(choose.of(i, said), said, Optional.empty()));
      } else {
        DiagonalGaussian prior = down.get(i).of(tf, levels.get(levels.size() - 1).codes());
        DiagonalGaussian posterior = product(tf, said, prior);
        levels.add(new Level(choose.of(i, posterior), posterior, Optional.of(prior)));
      }
    }
    Collections.reverse(levels);
    return levels;
  }

  /** The Gaussian that two Gaussians of the same variable multiply to. */
  static DiagonalGaussian product(Ops tf, DiagonalGaussian one, DiagonalGaussian other) {
    // 1/v = 1/v1 + 1/v2,  m = v (m1/v1 + m2/v2); with l = log v:
    // w = v/v1 = sigmoid(l2 - l1),  m = m2 + w (m1 - m2),  l = l1 - softplus(l1 - l2)
    Operand<TFloat32> off = tf.math.sub(one.logVariance(), other.logVariance());
    Operand<TFloat32> share = tf.math.sigmoid(tf.math.neg(off));
    Operand<TFloat32> mean =
        tf.math.add(other.mean(), tf.math.mul(share, tf.math.sub(one.mean(), other.mean())));
    return new DiagonalGaussian(mean, tf.math.sub(one.logVariance(), tf.math.softplus(off)));
  }

  /** KL(q || p) of each dimension in nats. */
  static Operand<TFloat32> kl(Ops tf, DiagonalGaussian q, DiagonalGaussian p) {
    // KL = 1/2 { (v_q + (m_q - m_p)^2) / v_p - 1 - (log v_q - log v_p) }
    Operand<TFloat32> ratio = tf.math.sub(q.logVariance(), p.logVariance());
    Operand<TFloat32> off = tf.math.square(tf.math.sub(q.mean(), p.mean()));
    Operand<TFloat32> scaled = tf.math.mul(off, tf.math.exp(tf.math.neg(p.logVariance())));
    Operand<TFloat32> terms =
        tf.math.sub(tf.math.add(tf.math.exp(ratio), scaled), tf.math.add(ratio, tf.constant(1f)));
    return tf.math.mul(terms, tf.constant(0.5f));
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
        GaussianPosterior known =
            new GaussianPosterior(level.posterior().mean(), level.posterior().logVariance());
        layers.add(
            new Draw.Layer(z, q, prior.logProb(tf, z), known.kl(tf, prior), Optional.empty()));
      } else {
        DiagonalGaussian p = level.prior().get();
        // The mean over the codes above of what is known in closed form below them.
        Operand<TFloat32> kl = Layers.meanFirst(tf, kl(tf, level.posterior(), p));
        layers.add(new Draw.Layer(z, q, p.logProb(tf, z), Optional.of(kl), Optional.empty()));
      }
    }
    return new Draw(codes(tf, levels), posterior, layers);
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
    private final List<DiagonalGaussian> told;
    private @Nullable List<Level> means;

    LadderPosterior(Ops tf, List<DiagonalGaussian> told) {
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
