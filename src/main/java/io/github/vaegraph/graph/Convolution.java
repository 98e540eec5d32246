package io.github.vaegraph.graph;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Convolutions over images [N, H, W, C] that halve the sides, rounded up, or lead back to them: of
 * any height and width, one pixel included. Their filters' gradients are TensorFlow's own, one a
 * tower, added.
 */
public final class Convolution {
  private static final String SAME = "SAME";
  private static final List<Long> STRIDES = List.of(1L, 2L, 2L, 1L);

  private Convolution() {}

  /** A side after a convolution with stride 2. */
  public static int halved(int side) {
    return (side + 1) / 2;
  }

  /** [N, h, w, in] -> [N, ceil(h / 2), ceil(w / 2), out]. */
  public static final class Down {
    /** Height and width of a filter. */
    public static final int SIDE = 3;

    private final Operand<TFloat32> filters; // [SIDE, SIDE, in, out]
    private final Operand<TFloat32> bias; // [out]

    private Down(Operand<TFloat32> filters, Operand<TFloat32> bias) {
      this.filters = filters;
      this.bias = bias;
    }

    /** Creates the layer's variables {@code name.filters} and {@code name.bias}. */
    public static Down create(Parameters parameters, String name, int in, int out) {
      int fanIn = SIDE * SIDE * in;
      return new Down(
          parameters.rectified(name + ".filters", fanIn, SIDE, SIDE, in, out),
          parameters.vector(name + ".bias", new float[out]));
    }

    /** See the class. */
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
      return tf.nn.biasAdd(tf.nn.conv2d(x, filters, STRIDES, SAME), bias);
    }
  }

  /**
   * The way back, a transposed convolution: [N, ceil(h / 2), ceil(w / 2), in] -> [N, h, w, out].
   */
  public static final class Up {
    /** Height and width of a filter: a multiple of the stride, or some pixels would get more. */
    public static final int SIDE = 4;

    /** So many of a filter's values meet in one pixel, a quarter of them. */
    private static final int MET = SIDE * SIDE / 4;

    private final Operand<TFloat32> filters; // [SIDE, SIDE, out, in]
    private final Optional<Operand<TFloat32>> bias; // [out]
    private final int height;
    private final int width;
    private final int out;

    private Up(
        Operand<TFloat32> filters,
        Optional<Operand<TFloat32>> bias,
        int height,
        int width,
        int out) {
      this.filters = filters;
      this.bias = bias;
      this.height = height;
      this.width = width;
      this.out = out;
    }

    /**
     * Creates the layer's variables {@code name.filters} and, if it has one, {@code name.bias}.
     *
     * @param height of what comes out
     * @param width of what comes out
     */
    public static Up create(
        Parameters parameters,
        String name,
        int height,
        int width,
        int in,
        int out,
        boolean biased) {
      int fanIn = MET * in;
      Operand<TFloat32> filters =
          parameters.rectified(name + ".filters", fanIn, SIDE, SIDE, out, in);
      Optional<Operand<TFloat32>> bias =
          biased
              ? Optional.of(parameters.vector(name + ".bias", new float[out]))
              : Optional.empty();
      return new Up(filters, bias, height, width, out);
    }

    /** See the class. */
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
      Operand<TInt32> shape = shape(tf, x, height, width, out);
      Operand<TFloat32> y = tf.nn.conv2dBackpropInput(shape, filters, x, STRIDES, SAME);
      return bias.isPresent() ? tf.nn.biasAdd(y, bias.get()) : y;
    }
  }

  /** Rows [N, D] as images [N, H, W, C]. */
  public static Operand<TFloat32> images(
      Ops tf, Operand<TFloat32> rows, int height, int width, int channels) {
    return tf.reshape(rows, tf.constant(new int[] {-1, height, width, channels}));
  }

  /** Images [N, H, W, C] as rows [N, D]. */
  public static Operand<TFloat32> rows(Ops tf, Operand<TFloat32> images, int values) {
    return tf.reshape(images, tf.constant(new int[] {-1, values}));
  }

  /** [4], a constant where the rows are known, which TensorFlow folds away. */
  private static Operand<TInt32> shape(Ops tf, Operand<TFloat32> x, int... sides) {
    long rows = x.shape().get(0);
    if (rows >= 0) {
      return tf.constant(new int[] {Math.toIntExact(rows), sides[0], sides[1], sides[2]});
    }
    return tf.concat(
        List.of(tf.expandDims(Layers.rows(tf, x), tf.constant(0)), tf.constant(sides)),
        tf.constant(0));
  }
}
