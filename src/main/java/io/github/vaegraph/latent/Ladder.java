package io.github.vaegraph.latent;

import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.network.Levels;
import java.util.List;
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

  @Override
  public Inference inference(Ops tf, Operand<TFloat32> images, Condition condition) {
    return new LadderPosterior(tf, prior, told(tf, images, condition), condition);
  }

  @Override
  public Prior prior(Ops tf, Condition condition) {
    return prior.given(tf, condition);
  }
}
