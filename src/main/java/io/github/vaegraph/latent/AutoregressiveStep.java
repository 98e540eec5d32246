package io.github.vaegraph.latent;

import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * One step of {@link Iaf}: a network of one hidden layer whose weights are masked so that what
 * comes out for a dimension has seen those before it alone (Germain et al. 2015, MADE), and the
 * image through what is added to the hidden layer.
 *
 * @param inputs [L, {@link #WIDTH}] masked weights
 * @param shifts [WIDTH, L] masked weights of m
 * @param gates [WIDTH, L] masked weights of a
 */
record AutoregressiveStep(
    int dim,
    Operand<TFloat32> inputs,
    Operand<TFloat32> shifts,
    Operand<TFloat32> gates,
    Operand<TFloat32> shiftBias,
    Operand<TFloat32> gateBias) {
  /** Of the hidden layer, and numbers that tell it of the image. */
  static final int WIDTH = 64;

  /** The gate begins at 0.88: a step starts near the identity. */
  private static final float OPEN = 2;

  /** Weights of what comes out begin at a tenth of what keeps sizes. */
  private static final float SMALL = 0.1f;

  /**
   * Creates the variables {@code name.inputs}, {@code name.shifts.*} and {@code name.gates.*}.
   *
   * @param dim L
   * @param backwards whether a dimension sees those after it
   */
  static AutoregressiveStep create(
      Ops tf, Parameters parameters, String name, int dim, boolean backwards) {
    float[] seen = new float[dim * WIDTH];
    float[] told = new float[WIDTH * dim];
    for (int unit = 0; unit < WIDTH; unit++) {
      // A unit sees the dimensions before its place, and tells those from its place on: of place 0
      // it sees the image alone.
      int place = (int) ((long) unit * dim / WIDTH);
      for (int i = 0; i < dim; i++) {
        int rank = backwards ? dim - 1 - i : i;
        seen[i * WIDTH + unit] = rank < place ? 1 : 0;
        told[unit * dim + i] = rank >= place ? 1 : 0;
      }
    }
    Operand<TFloat32> out = mask(tf, Shape.of(WIDTH, dim), told);
    float deviation = (float) Math.sqrt(1.0 / WIDTH) * SMALL;
    float[] open = new float[dim];
    Arrays.fill(open, OPEN);
    return new AutoregressiveStep(
        dim,
        tf.math.mul(
            parameters.matrix(name + ".inputs", dim, WIDTH, (float) Math.sqrt(1.0 / dim)),
            mask(tf, Shape.of(dim, WIDTH), seen)),
        tf.math.mul(parameters.matrix(name + ".shifts.weights", WIDTH, dim, deviation), out),
        tf.math.mul(parameters.matrix(name + ".gates.weights", WIDTH, dim, deviation), out),
        parameters.vector(name + ".shifts.bias", new float[dim]),
        parameters.vector(name + ".gates.bias", open));
  }

  private static Operand<TFloat32> mask(Ops tf, Shape shape, float[] ones) {
    return tf.constant(shape, DataBuffers.of(ones));
  }

  /** How many values its variables hold. */
  static long parameters(int dim) {
    return 3L * dim * WIDTH + 2L * dim;
  }

  /**
   * Codes after the step.
   *
   * @param logScales log s, of the same shape
   */
  record Stepped(Operand<TFloat32> codes, Operand<TFloat32> logScales) {}

  /**
   * z [..., L] -> [..., L].
   *
   * @param context h [B, WIDTH]
   */
  Stepped apply(Ops tf, Operand<TFloat32> z, Operand<TFloat32> context) {
    Operand<TFloat32> hidden = tf.math.tanh(tf.math.add(product(tf, z, inputs, WIDTH), context));
    Operand<TFloat32> m = tf.math.add(product(tf, hidden, shifts, dim), shiftBias);
    Operand<TFloat32> a = tf.math.add(product(tf, hidden, gates, dim), gateBias);
    // s z + (1 - s) m = m + s (z - m),  log s = -softplus(-a)
    Operand<TFloat32> codes = tf.math.add(m, tf.math.mul(tf.math.sigmoid(a), tf.math.sub(z, m)));
    return new Stepped(codes, tf.math.neg(tf.math.softplus(tf.math.neg(a))));
  }

  private static Operand<TFloat32> product(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> weights, int out) {
    return Layers.onMatrix(tf, x, out, rows -> tf.linalg.matMul(rows, weights));
  }
}
