package io.github.vaegraph.model;

import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.objective.LogDensities;
import io.github.vaegraph.objective.Objective;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The path of some rows of a batch through the networks.
 *
 * @param posterior q(z|x) over [b, L]
 * @param densities [K, b] and [b]
 */
record Tower(DiagonalGaussian posterior, LogDensities densities) {
  /** How log p(x|z) is computed: for its value alone, or for a gradient as well. */
  interface LogProb {
    Operand<TFloat32> of(Ops tf, Distribution reconstruction, Operand<TFloat32> images);
  }

  /**
   * How many codes K are drawn for each image, as the shapes that it appears in.
   *
   * @param tiles [2] (K, 1)
   * @param shape [2] (K, -1)
   */
  record Samples(Operand<TInt32> tiles, Operand<TInt32> shape) {
    /** A number that is known when the graph is built. */
    static Samples known(Ops tf, int samples) {
      return new Samples(tf.constant(new int[] {samples, 1}), tf.constant(new int[] {samples, -1}));
    }

    /** A number that is fed: []. */
    static Samples fed(Ops tf, Operand<TInt32> samples) {
      return new Samples(
          tf.stack(List.of(samples, tf.constant(1))), tf.stack(List.of(samples, tf.constant(-1))));
    }
  }

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
      LogProb logProb) {
    boolean drawsCodes = Objective.named(config.objective()).drawsCodes();
    DiagonalGaussian posterior = networks.encoder().encode(tf, images);
    Operand<TFloat32> codes =
        drawsCodes ? posterior.sample(tf, noise) : tf.expandDims(posterior.mean(), tf.constant(0));
    Samples drawn = drawsCodes ? samples : Samples.known(tf, 1);
    // The products want matrices: the K codes of an image are rows, K batches one below the other.
    Operand<TFloat32> rows = tf.reshape(codes, tf.constant(new int[] {-1, config.latentDim()}));
    Operand<TFloat32> targets = tf.tile(images, drawn.tiles());
    Distribution reconstruction = networks.decoder().decode(tf, rows);
    Operand<TFloat32> likelihood =
        tf.reshape(logProb.of(tf, reconstruction, targets), drawn.shape()); // [K * b] -> [K, b]
    return new Tower(posterior, LogDensities.of(tf, posterior, codes, likelihood, drawsCodes));
  }
}
