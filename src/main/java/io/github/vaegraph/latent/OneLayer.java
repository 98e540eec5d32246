package io.github.vaegraph.latent;

import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.network.Trunk;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** One stochastic layer: z ~ p(z|c), and q(z|x, c) from one network. */
public final class OneLayer implements Latents {
  private final int dim;
  private final Network network;
  private final Prior prior;

  /**
   * Creates the variables {@code encoder.posterior.*} and those of the prior.
   *
   * @param encoder images [B, D], with the condition beside them, to features; its variables are
   *     there already
   * @param values D of an image
   * @param classes C that the model is told of, 0 if it is not conditional
   * @param examples that the prior may begin at
   */
  public OneLayer(
      Ops tf,
      Parameters parameters,
      LatentConfig config,
      Trunk encoder,
      int values,
      int classes,
      Examples examples) {
    this.dim = config.dim().total();
    float[] bias = new float[config.posterior().outputs(dim)];
    this.network =
        new Network(
            encoder,
            Layers.Dense.create(parameters.inference(), "encoder.posterior", encoder.width(), bias),
            config.posterior().head(tf, parameters.inference(), dim));
    this.prior =
        config
            .prior()
            .create(
                tf,
                parameters,
                new Prior.Setting(dim, values, classes),
                network::moments,
                examples);
  }

  /** The network of q(z|x, c). */
  private record Network(Trunk encoder, Layers.Dense outputs, Posterior.Head head) {
    Posterior posterior(Ops tf, Operand<TFloat32> images, Condition condition) {
      return head.of(tf, outputs.apply(tf, encoder.apply(tf, condition.beside(tf, images))));
    }

    Operand<TFloat32> moments(Ops tf, Operand<TFloat32> images, Condition condition) {
      Posterior posterior = posterior(tf, images, condition);
      return tf.concat(List.of(posterior.mean(), posterior.logVariance()), tf.constant(1));
    }
  }

  @Override
  public int dim() {
    return dim;
  }

  /** Codes [..., N, L], with the condition beside them. */
  @Override
  public Operand<TFloat32> seen(Ops tf, Operand<TFloat32> codes, Condition condition) {
    return condition.beside(tf, codes);
  }

  @Override
  public Inference inference(Ops tf, Operand<TFloat32> images, Condition condition) {
    return new OfImages(tf, network.posterior(tf, images, condition), condition);
  }

  /** What is known of some images. */
  private final class OfImages implements Inference {
    private final Ops tf;
    private final Posterior posterior;
    private final Condition condition;

    OfImages(Ops tf, Posterior posterior, Condition condition) {
      this.tf = tf;
      this.posterior = posterior;
      this.condition = condition;
    }

    @Override
    public Posterior posterior() {
      return posterior;
    }

    @Override
    public Draw draw(Noise noise) {
      Prior given = prior(tf, condition);
      Posterior.Sample sample = posterior.draw(tf, noise);
      Operand<TFloat32> z = sample.codes();
      List<Draw.Layer> layers =
          sample.logProb().stream()
              .map(
                  q ->
                      new Draw.Layer(
                          z, q, given.logProb(tf, z), posterior.kl(tf, given), posterior.factors()))
              .toList();
      return new Draw(z, seen(tf, z, condition), posterior, layers);
    }
  }

  @Override
  public Prior prior(Ops tf, Condition condition) {
    return prior.given(tf, condition);
  }
}
