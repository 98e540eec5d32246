package io.github.vaegraph.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/** Layers and reductions, as functions of an {@link Ops} and operands. */
public final class Layers {
  private Layers() {}

  /** One fully connected layer: x [N, in] -> x W + b [N, out]. */
  public static final class Dense {
    private final Operand<TFloat32> weights; // [in, out]
    private final Operand<TFloat32> bias; // [out]
    private final Gradients.Uses uses;

    Dense(Operand<TFloat32> weights, Operand<TFloat32> bias, Gradients.Uses uses) {
      this.weights = weights;
      this.bias = bias;
      this.uses = uses;
    }

    /** Creates the layer's variables {@code name.weights} and {@code name.bias}. */
    public static Dense create(Parameters parameters, String name, int in, float[] initialBias) {
      Operand<TFloat32> weights = parameters.weights(name + ".weights", in, initialBias.length);
      Operand<TFloat32> bias = parameters.vector(name + ".bias", initialBias);
      return new Dense(weights, bias, parameters.affine(name + ".weights", name + ".bias"));
    }

    /** The same, with weights that keep the size of rectified activations (He et al. 2015). */
    static Dense rectified(Parameters parameters, String name, int in, int out) {
      Operand<TFloat32> weights = parameters.rectified(name + ".weights", in, in, out);
      Operand<TFloat32> bias = parameters.vector(name + ".bias", new float[out]);
      return new Dense(weights, bias, parameters.affine(name + ".weights", name + ".bias"));
    }

    /** The same, of which what comes out is small at the start. */
    public static Dense small(Parameters parameters, String name, int in, int out) {
      Operand<TFloat32> weights =
          parameters.rectified(
              name + ".weights", Parameters.fanIn(in, Parameters.SMALLER), in, out);
      Operand<TFloat32> bias = parameters.vector(name + ".bias", new float[out]);
      return new Dense(weights, bias, parameters.affine(name + ".weights", name + ".bias"));
    }

    /** x [N, in] -> [N, out]. */
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
      Operand<TFloat32> product = tf.linalg.matMul(x, weights);
      Operand<TFloat32> y = tf.nn.biasAdd(product, bias);
      uses.add(x, product, y);
      return y;
    }
  }

  /** Fully connected layers with an activation after each. */
  public record Mlp(List<Dense> layers, Activation activation) {
    /** Creates the variables of {@code scope.hidden0}, {@code scope.hidden1}, ... */
    public static Mlp create(
        Parameters parameters, String scope, int in, List<Integer> widths, Activation activation) {
      List<Dense> layers = new ArrayList<>();
      int width = in;
      for (int next : widths) {
        layers.add(
            Dense.create(parameters, scope + ".hidden" + layers.size(), width, new float[next]));
        width = next;
      }
      return new Mlp(List.copyOf(layers), activation);
    }

    /** One layer, {@code scope.hidden0}, whose weights keep the size of rectified activations. */
    public static Mlp rectified(
        Parameters parameters, String scope, int in, int width, Activation activation) {
      return new Mlp(
          List.of(Dense.rectified(parameters, scope + ".hidden0", in, width)), activation);
    }

    /** x [N, in] -> [N, last width]. */
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
      for (Dense layer : layers) {
        x = activation.apply(tf, layer.apply(tf, x));
      }
      return x;
    }
  }

  /** The size of the first axis: [N, ...] -> []. */
  public static Operand<TInt32> rows(Ops tf, Operand<? extends TType> x) {
    return tf.gather(tf.shape(x), tf.constant(0), tf.constant(0));
  }

  /** Sums the last axis away: [..., D] -> [...]. */
  public static Operand<TFloat32> sumLast(Ops tf, Operand<TFloat32> x) {
    return tf.sum(x, tf.constant(-1));
  }

  /** Some neighbouring columns of the last axis: [..., D] -> [..., count]. */
  public static <T extends TNumber> Operand<T> columns(Ops tf, Operand<T> x, int from, int count) {
    int axes = x.shape().numDimensions();
    int[] begin = new int[axes];
    int[] size = new int[axes];
    Arrays.fill(size, -1); // all there are
    begin[axes - 1] = from;
    size[axes - 1] = count;
    return tf.slice(x, tf.constant(begin), tf.constant(size));
  }

  /** Splits the last axis into equal parts: [..., n * D] -> n times [..., D]. */
  public static List<Operand<TFloat32>> splitLast(Ops tf, Operand<TFloat32> x, int parts) {
    return List.copyOf(tf.split(tf.constant(-1), x, (long) parts).output());
  }

  /** Cuts the last axis into parts of these sizes, which add up to its own. */
  public static List<Operand<TFloat32>> cutLast(Ops tf, Operand<TFloat32> x, int... sizes) {
    return List.copyOf(
        tf.splitV(x, tf.constant(sizes), tf.constant(-1), (long) sizes.length).output());
  }

  /** The mean over the first axis: [K, ...] -> [...]. */
  public static Operand<TFloat32> meanFirst(Ops tf, Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(0));
  }

  /** log((1/K) sum over the first axis of exp(x)), without overflow: [K, ...] -> [...]. */
  public static Operand<TFloat32> logMeanExpFirst(Ops tf, Operand<TFloat32> x) {
    // log mean exp(x) = m + log mean exp(x - m),  m = max x, a constant to the gradient
    Operand<TFloat32> max = tf.stopGradient(tf.max(x, tf.constant(0), Max.keepDims(true)));
    Operand<TFloat32> mean = meanFirst(tf, tf.math.exp(tf.math.sub(x, max)));
    return tf.math.add(tf.squeeze(max, Squeeze.axis(List.of(0L))), tf.math.log(mean));
  }

  /** log sum over the last axis of exp(x), without overflow: [..., N] -> [...]. */
  public static Operand<TFloat32> logSumExpLast(Ops tf, Operand<TFloat32> x) {
    return logSumExp(tf, x, -1);
  }

  /**
   * log sum over one axis of exp(x), without overflow.
   *
   * @param axis counted from the end: -1 is the last
   */
  public static Operand<TFloat32> logSumExp(Ops tf, Operand<TFloat32> x, int axis) {
    // log sum exp(x) = m + log sum exp(x - m),  m = max x, a constant to the gradient
    Operand<TFloat32> max = tf.stopGradient(tf.max(x, tf.constant(axis), Max.keepDims(true)));
    Operand<TFloat32> sum = tf.sum(tf.math.exp(tf.math.sub(x, max)), tf.constant(axis));
    return tf.math.add(tf.squeeze(max, Squeeze.axis(List.of((long) axis))), tf.math.log(sum));
  }

  /**
   * The last axis as several: [..., N] -> [..., sides].
   *
   * @param x of which the size of one axis before the last may be unknown
   * @param sides whose product is N
   */
  public static Operand<TFloat32> unfoldLast(Ops tf, Operand<TFloat32> x, int... sides) {
    return reshapeLast(tf, x, 1, sides);
  }

  /** The last two axes as one: [..., M, N] -> [..., M * N]; one before them may be unknown. */
  public static Operand<TFloat32> foldLast(Ops tf, Operand<TFloat32> x, int size) {
    return reshapeLast(tf, x, 2, size);
  }

  /**
   * What a function of matrices makes of the last axis: [..., in] -> [..., out].
   *
   * @param rows [N, in] -> [N, out]
   */
  public static <T extends TNumber> Operand<T> onMatrix(
      Ops tf, Operand<T> x, int out, UnaryOperator<Operand<T>> rows) {
    long[] sides = x.shape().asArray();
    if (sides.length == 2) {
      return rows.apply(x);
    }
    int last = sides.length - 1;
    int[] matrix = {-1, Math.toIntExact(sides[last])};
    Operand<T> y = rows.apply(tf.reshape(x, tf.constant(matrix)));
    sides[last] = out;
    if (Arrays.stream(sides).filter(side -> side < 0).count() <= 1) {
      return tf.reshape(y, tf.constant(sides));
    }
    Operand<TInt32> before =
        tf.slice(tf.shape(x), tf.constant(new int[] {0}), tf.constant(new int[] {last}));
    return tf.reshape(y, tf.concat(List.of(before, tf.constant(new int[] {out})), tf.constant(0)));
  }

  private static Operand<TFloat32> reshapeLast(
      Ops tf, Operand<TFloat32> x, int axes, int... sides) {
    long[] before = x.shape().asArray();
    int kept = before.length - axes;
    int[] shape = new int[kept + sides.length];
    for (int i = 0; i < kept; i++) {
      shape[i] = Math.toIntExact(before[i]); // -1 where it is unknown, as reshape takes it
    }
    System.arraycopy(sides, 0, shape, kept, sides.length);
    return tf.reshape(x, tf.constant(shape));
  }

  /** [] for each of a graph's variables, by name: whether all its values are finite numbers. */
  public static Map<String, Operand<TBool>> finite(Ops tf, Graph graph) {
    Map<String, Operand<TBool>> finite = new LinkedHashMap<>();
    List<GraphOperation> variables = new ArrayList<>();
    graph
        .operations()
        .forEachRemaining(
            op -> {
              if (op.type().equals("VariableV2")) {
                variables.add(op);
              }
            });
    for (GraphOperation op : variables) {
      Output<TFloat32> variable = op.output(0);
      Operand<TFloat32> read = tf.identity(variable); // see Parameters
      Operand<TInt32> axes = tf.range(tf.constant(0), tf.rank(read), tf.constant(1));
      finite.put(op.name(), tf.all(tf.math.isFinite(read), axes));
    }
    return finite;
  }

  /**
   * Bounds a value softly to (-bound, bound): the identity near 0, and no input, however large,
   * goes further.
   */
  public static Operand<TFloat32> softBound(Ops tf, Operand<TFloat32> x, float bound) {
    // bound * tanh(x / bound)
    return tf.math.mul(tf.math.tanh(tf.math.mul(x, tf.constant(1 / bound))), tf.constant(bound));
  }
}
