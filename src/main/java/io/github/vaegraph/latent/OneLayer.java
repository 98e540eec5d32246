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
  private final LatentConfig config;
  private final Trunk encoder;
  private final Layers.Dense outputs;
  private final Prior prior;

  /**
   * Creates the variables {@code encoder.posterior.*} and those of the prior.
   *
   * @param encoder images [B, D], with the condition beside them, to features; its variables are
   *     there already
   * @param classes C that the model is told of, 0 if it is not conditional
   */
  public OneLayer(Ops tf, Parameters parameters, LatentConfig config, Trunk encoder, int classes) {
    this.config = config;
    this.encoder = encoder;
    float[] bias = new float[config.posterior().outputs(config.dim())];
    this.outputs =
        Layers.Dense.create(parameters.inference(), "encoder.posterior", encoder.width(), bias);
    this.prior = config.prior().create(tf, parameters, config.dim(), classes);
  }

  @Override
  public int dim() {
    return config.dim();
  }

  @Override
  public Posterior posterior(Ops tf, Operand<TFloat32> images, Condition condition) {
    Operand<TFloat32> told = condition.beside(tf, images);
    return config.posterior().of(tf, outputs.apply(tf, encoder.apply(tf, told)));
  }

  @Override
  public Draw infer(Ops tf, Operand<TFloat32> images, Condition condition, Noise noise) {
    Posterior posterior = posterior(tf, images, condition);
    Prior prior = prior(tf, condition);
    Posterior.Sample sample = posterior.draw(tf, noise);
    Operand<TFloat32> z = sample.codes();
    List<Draw.Layer> layers =
        sample.logProb().stream()
            .map(
                q ->
                    new Draw.Layer(
                        z, q, prior.logProb(tf, z), posterior.kl(tf, prior), posterior.factors()))
            .toList();
    return new Draw(z, posterior.mean(), posterior.logVariance(), layers);
  }

  @Override
  public Prior prior(Ops tf, Condition condition) {
    return prior.given(tf, condition);
  }
}
