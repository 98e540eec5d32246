package io.github.vaegraph.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The way back from a convolution that halves the sides: [N, ceil(h / 2), ceil(w / 2), in] -> [N,
 * h, w, out].
 *
 * <pre>
 *   y[p, q] = sum over i, j { x[i, j] F[k, l] },   p = 2 i + k - 1,  q = 2 j + l - 1
 * </pre>
 */
public final class TransposedConvolution {
  /** Height and width of a filter: a multiple of the stride, or some pixels would get more. */
  public static final int SIDE = 4;

  /** So many of a filter's values meet in one pixel, a quarter of them. */
  private static final int MET = SIDE * SIDE / 4;

  /**
   * Up to so many channels come of products. TensorFlow's own op takes as long for one channel as
   * for 16.
   */
  private static final int FEW = 4;

  private final Operand<TFloat32> filters; // [SIDE, SIDE, out, in]
  private final Optional<Operand<TFloat32>> bias; // [out]
  private final int height;
  private final int width;
  private final int in;
  private final int out;

  private TransposedConvolution(
      Operand<TFloat32> filters,
      Optional<Operand<TFloat32>> bias,
      int height,
      int width,
      int in,
      int out) {
    this.filters = filters;
    this.bias = bias;
    this.height = height;
    this.width = width;
    this.in = in;
    this.out = out;
  }

  /**
   * Creates the layer's variables {@code name.filters} and {@code name.bias}.
   *
   * @param height of what comes out
   * @param width of what comes out
   */
  public static TransposedConvolution create(
      Parameters parameters, String name, int height, int width, int in, int out) {
    Operand<TFloat32> filters =
        parameters.rectified(name + ".filters", MET * in, SIDE, SIDE, out, in);
    Operand<TFloat32> bias = parameters.vector(name + ".bias", new float[out]);
    return new TransposedConvolution(filters, Optional.of(bias), height, width, in, out);
  }

  /** The same without a bias; what comes out starts as {@link Convolution#outputs}. */
  public static TransposedConvolution outputs(
      Parameters parameters, String name, int height, int width, int in, int out) {
    Operand<TFloat32> filters =
        parameters.rectified(
            name + ".filters",
            Parameters.fanIn(MET * in, Convolution.OUTPUTS),
            SIDE,
            SIDE,
            out,
            in);
    return new TransposedConvolution(filters, Optional.empty(), height, width, in, out);
  }

  /** See the class. */
  public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> y = out <= FEW ? products(tf, x) : transposed(tf, x);
    return bias.isPresent() ? tf.nn.biasAdd(y, bias.get()) : y;
  }

  private Operand<TFloat32> transposed(Ops tf, Operand<TFloat32> x) {
    return tf.nn.conv2dBackpropInput(
        shape(tf, x), filters, x, Convolution.HALVING, Convolution.SAME);
  }

  /** [4], a constant where the rows are known, which TensorFlow folds away. */
  private Operand<TInt32> shape(Ops tf, Operand<TFloat32> x) {
    long rows = x.shape().get(0);
    if (rows >= 0) {
      return tf.constant(new int[] {Math.toIntExact(rows), height, width, out});
    }
    return tf.concat(
        List.of(
            tf.expandDims(Layers.rows(tf, x), tf.constant(0)),
            tf.constant(new int[] {height, width, out})),
        tf.constant(0));
  }

  /**
   * The same by one product. With k = 2 u + a a place i has a part in the rows 2 (i + u) + a - 1,
   * so that the parts of all places with this u are the halves' rows i + u, two rows each:
   *
   * <pre>
   *   block[i + u, j + v][a, b] += x[i, j] F[2 u + a, 2 v + b]
   * </pre>
   *
   * <p>The first row and column of pixels, and what exceeds the sides, lie outside the image.
   */
  private Operand<TFloat32> products(Ops tf, Operand<TFloat32> x) {
    int high = Convolution.halved(height);
    int wide = Convolution.halved(width);
    // [u, a, v, b, out, in] -> [u, v, a, b, out, in]
    Operand<TFloat32> weights =
        tf.reshape(
            tf.linalg.transpose(
                tf.reshape(filters, tf.constant(new int[] {2, 2, 2, 2, out, in})),
                tf.constant(new int[] {0, 2, 1, 3, 4, 5})),
            tf.constant(new int[] {SIDE * SIDE * out, in}));
    Operand<TFloat32> product =
        tf.linalg.matMul(
            tf.reshape(x, tf.constant(new int[] {-1, in})), weights, MatMul.transposeB(true));
    List<Operand<TFloat32>> parts = Layers.splitLast(tf, product, 4);
    List<Operand<TFloat32>> placed = new ArrayList<>();
    for (int u = 0; u < 2; u++) {
      for (int v = 0; v < 2; v++) {
        Operand<TFloat32> part = Convolution.images(tf, parts.get(2 * u + v), high, wide, 4 * out);
        int[][] around = {{0, 0}, {u, 1 - u}, {v, 1 - v}, {0, 0}};
        placed.add(tf.pad(part, tf.constant(around), tf.constant(0f)));
      }
    }
    // Of rows of blocks rows of pixels: as depthToSpace, whose gradient takes three times as long.
    Operand<TFloat32> blocks =
        tf.reshape(tf.math.addN(placed), tf.constant(new int[] {-1, wide + 1, 2, 2 * out}));
    Operand<TFloat32> pixels = tf.linalg.transpose(blocks, tf.constant(new int[] {0, 2, 1, 3}));
    return tf.slice(
        Convolution.images(tf, pixels, 2 * high + 2, 2 * wide + 2, out),
        tf.constant(new int[] {0, 1, 1, 0}),
        tf.constant(new int[] {-1, height, width, out}));
  }
}
