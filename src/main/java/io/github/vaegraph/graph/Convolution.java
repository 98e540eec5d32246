package io.github.vaegraph.graph;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A convolution over images [N, H, W, C] that keeps the sides or halves them, rounded up: of any
 * height and width, one pixel included. Its filters' gradients are TensorFlow's own, one a tower,
 * added. {@link TransposedConvolution} leads back.
 */
public final class Convolution {
  static final String SAME = "SAME";
  static final List<Long> HALVING = List.of(1L, 2L, 2L, 1L);
  private static final List<Long> KEEPING = List.of(1L, 1L, 1L, 1L);

  /** How much smaller a decoder's outputs begin, which would reach over all grey levels else. */
  static final int OUTPUTS = 3;

  /** Height and width of a filter. */
  public static final int SIDE = 3;

  private final Operand<TFloat32> filters; // [SIDE, SIDE, in, out]
  private final Optional<Operand<TFloat32>> bias; // [out]
  private final List<Long> strides;

  private Convolution(
      Operand<TFloat32> filters, Optional<Operand<TFloat32>> bias, List<Long> strides) {
    this.filters = filters;
    this.bias = bias;
    this.strides = strides;
  }

  /**
   * [N, h, w, in] -> [N, ceil(h / 2), ceil(w / 2), out], with the variables {@code name.filters}
   * and {@code name.bias}.
   */
  public static Convolution halving(Parameters parameters, String name, int in, int out) {
    return create(parameters, name, in, out, HALVING);
  }

  /** The same with [N, h, w, in] -> [N, h, w, out]. */
  public static Convolution keeping(Parameters parameters, String name, int in, int out) {
    return create(parameters, name, in, out, KEEPING);
  }

  /**
   * As {@link #keeping}, without a bias, for values that no nonlinearity has halved, as codes are.
   */
  public static Convolution linear(Parameters parameters, String name, int in, int out) {
    Operand<TFloat32> filters =
        parameters.rectified(name + ".filters", 2 * SIDE * SIDE * in, SIDE, SIDE, in, out);
    return new Convolution(filters, Optional.empty(), KEEPING);
  }

  /** As {@link #keeping}, without a bias; what comes out is small at the start. */
  public static Convolution small(Parameters parameters, String name, int in, int out) {
    return keeping(parameters, name, in, out, Parameters.SMALLER);
  }

  /** As {@link #small}, with a bias of 0: means and log-variances that begin as N(0, I)'s. */
  public static Convolution moments(Parameters parameters, String name, int in, int out) {
    Convolution small = small(parameters, name, in, out);
    Operand<TFloat32> bias = parameters.vector(name + ".bias", new float[out]);
    return new Convolution(small.filters, Optional.of(bias), KEEPING);
  }

  /**
   * As {@link #small}, but a third of the size of what goes in: a decoder's images begin near the
   * mean.
   */
  public static Convolution outputs(Parameters parameters, String name, int in, int out) {
    return keeping(parameters, name, in, out, OUTPUTS);
  }

  /** Without a bias, of outputs that begin so many times smaller than its inputs. */
  private static Convolution keeping(
      Parameters parameters, String name, int in, int out, int smaller) {
    int fanIn = Parameters.fanIn(SIDE * SIDE * in, smaller);
    Operand<TFloat32> filters = parameters.rectified(name + ".filters", fanIn, SIDE, SIDE, in, out);
    return new Convolution(filters, Optional.empty(), KEEPING);
  }

  private static Convolution create(
      Parameters parameters, String name, int in, int out, List<Long> strides) {
    Operand<TFloat32> filters =
        parameters.rectified(name + ".filters", SIDE * SIDE * in, SIDE, SIDE, in, out);
    Operand<TFloat32> bias = parameters.vector(name + ".bias", new float[out]);
    return new Convolution(filters, Optional.of(bias), strides);
  }

  /** See where it was created. */
  public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> y = tf.nn.conv2d(x, filters, strides, SAME);
    return bias.isPresent() ? tf.nn.biasAdd(y, bias.get()) : y;
  }

  /** A side after a convolution that halves it. */
  public static int halved(int side) {
    return (side + 1) / 2;
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
}
