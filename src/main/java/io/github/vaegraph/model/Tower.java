package io.github.vaegraph.model;

import io.github.vaegraph.latent.Draw;
import io.github.vaegraph.latent.Noise;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.objective.Evidence;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The path of some rows of a batch through the networks.
 *
 * @param draw z from q(z|x)
 * @param evidence what the bounds are made of
 */
record Tower(Draw draw, Evidence evidence) {
  /**
   * @param images x [b, D] in [0, 1]
   * @param condition c, of b rows
   * @param noise of these rows: K codes each
   * @param samples K
   */
  static Tower build(
      Ops tf,
      Networks networks,
      Operand<TFloat32> images,
      Condition condition,
      Noise noise,
      Samples samples,
      Networks.LogProb logProb) {
    Draw draw = networks.latents().infer(tf, images, condition, noise); // z ~ q(z|x, c)
    // A point stands for all of its K draws.
    Samples drawn = draw.layers().isEmpty() ? Samples.known(tf, 1) : samples;
    Operand<TFloat32> likelihood =
        networks.logLikelihood(tf, images, draw.seen(), drawn, logProb); // log p(x|z, c)
    return new Tower(draw, new Evidence(likelihood, draw.layers()));
  }
}
