package io.github.vaegraph.model;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.objective.LogDensities;
import io.github.vaegraph.objective.Objective;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The path of some rows of a batch through the networks.
 *
 * @param posterior q(z|x) over [b, L]
 * @param densities [K, b] and [b]
 */
record Tower(DiagonalGaussian posterior, LogDensities densities) {
  /**
   * @param images x [b, D] in [0, 1]
   * @param noise [K, b, L] standard normal, unused where the objective draws no codes
   * @param samples K
   */
  static Tower build(
      Ops tf,
      Networks networks,
      ModelConfig config,
      Operand<TFloat32> images,
      Operand<TFloat32> noise,
      Samples samples,
      Networks.LogProb logProb) {
    boolean drawsCodes = Objective.named(config.objective()).drawsCodes();
    DiagonalGaussian posterior = networks.encoder().encode(tf, images);
    Operand<TFloat32> codes =
        drawsCodes ? posterior.sample(tf, noise) : tf.expandDims(posterior.mean(), tf.constant(0));
    Samples drawn = drawsCodes ? samples : Samples.known(tf, 1);
    Operand<TFloat32> likelihood = networks.logLikelihood(tf, images, codes, drawn, logProb);
    return new Tower(posterior, LogDensities.of(tf, posterior, codes, likelihood, drawsCodes));
  }
}
