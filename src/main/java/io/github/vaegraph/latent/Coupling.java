package io.github.vaegraph.latent;

import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TFloat32;

/**
 * An affine coupling (Dinh et al. 2017, equations 7 and 8): one half of a code stays, and by what a
 * small network makes of it the other half is scaled and shifted, forwards or back.
 *
 * <pre>
 *   (a, b) -> (a, b * exp(s(a)) + t(a)),   log |det| = sum s(a)
 * </pre>
 *
 * <p>Of a code of one dimension nothing stays: s and t are then the same for all codes, or all of a
 * class.
 *
 * @param kept how many dimensions stay
 * @param moved how many do not
 * @param first whether those that stay come first
 * @param hidden layers of the network
 * @param outputs s and t, side by side
 * @param condition [..., C] told to the network beside what stays
 */
record Coupling(
    int kept,
    int moved,
    boolean first,
    Layers.Mlp hidden,
    Layers.Dense outputs,
    Optional<Operand<TFloat32>> condition)
    implements Bijector {
  /** Of both hidden layers. */
  static final int WIDTH = 64;

  /** exp(2) is what one coupling may scale by; several follow on one another. */
  private static final float BOUND = 2;

  /**
   * Creates the variables {@code name.hidden0.*}, {@code name.hidden1.*} and {@code
   * name.outputs.*}.
   *
   * @param dim L
   * @param number of couplings before, which says which half stays
   * @param classes C that the network is told of
   */
  static Coupling create(Parameters parameters, String name, int dim, int number, int classes) {
    int kept = kept(dim, number);
    int moved = dim - kept;
    Layers.Mlp hidden =
        Layers.Mlp.create(
            parameters, name, inputs(kept, classes), List.of(WIDTH, WIDTH), Activation.TANH);
    // Near the identity at the start.
    Layers.Dense outputs = Layers.Dense.small(parameters, name + ".outputs", WIDTH, 2 * moved);
    return new Coupling(kept, moved, number % 2 == 0, hidden, outputs, Optional.empty());
  }

  /** One half, then the other; the first is the smaller one, and nothing of one dimension. */
  private static int kept(int dim, int number) {
    int half = dim / 2;
    return number % 2 == 0 || half == 0 ? half : dim - half;
  }

  /** A column of zeros goes in where there would be nothing. */
  private static int inputs(int kept, int classes) {
    return Math.max(1, kept + classes);
  }

  /** How many values its variables hold. */
  static long parameters(int dim, int number, int classes) {
    int kept = kept(dim, number);
    return (inputs(kept, classes) + 1L) * WIDTH
        + (WIDTH + 1L) * WIDTH
        + (WIDTH + 1L) * 2 * (dim - kept);
  }

  /** The same, which tells its network the classes of rows. */
  Coupling given(Operand<TFloat32> rows) {
    return new Coupling(kept, moved, first, hidden, outputs, Optional.of(rows));
  }

  @Override
  public Moved forward(Ops tf, Operand<TFloat32> x) {
    List<Operand<TFloat32>> halves = halves(tf, x);
    List<Operand<TFloat32>> affine = affine(tf, halves.get(0));
    Operand<TFloat32> b =
        tf.math.add(tf.math.mul(halves.get(1), tf.math.exp(affine.get(0))), affine.get(1));
    return new Moved(together(tf, halves.get(0), b), Layers.sumLast(tf, affine.get(0)));
  }

  /** f^-1(y): [..., L] -> [..., L], with the log-determinant of f there. */
  Moved inverse(Ops tf, Operand<TFloat32> y) {
    List<Operand<TFloat32>> halves = halves(tf, y);
    List<Operand<TFloat32>> affine = affine(tf, halves.get(0));
    Operand<TFloat32> b =
        tf.math.mul(
            tf.math.sub(halves.get(1), affine.get(1)), tf.math.exp(tf.math.neg(affine.get(0))));
    return new Moved(together(tf, halves.get(0), b), Layers.sumLast(tf, affine.get(0)));
  }

  /** What stays [..., kept], and what does not [..., moved]. */
  private List<Operand<TFloat32>> halves(Ops tf, Operand<TFloat32> x) {
    return List.of(
        Layers.columns(tf, x, first ? 0 : moved, kept),
        Layers.columns(tf, x, first ? kept : 0, moved));
  }

  private Operand<TFloat32> together(Ops tf, Operand<TFloat32> a, Operand<TFloat32> b) {
    return kept == 0 ? b : tf.concat(first ? List.of(a, b) : List.of(b, a), tf.constant(-1));
  }

  /** s(a) and t(a), [..., moved] each. */
  private List<Operand<TFloat32>> affine(Ops tf, Operand<TFloat32> a) {
    Operand<TFloat32> y =
        Layers.onMatrix(
            tf, told(tf, a), 2 * moved, rows -> outputs.apply(tf, hidden.apply(tf, rows)));
    List<Operand<TFloat32>> parts = Layers.splitLast(tf, y, 2);
    return List.of(Layers.softBound(tf, parts.get(0), BOUND), parts.get(1));
  }

  /**
   * What goes into the network: what stays, and the class of each row, as often as it has codes.
   */
  private Operand<TFloat32> told(Ops tf, Operand<TFloat32> a) {
    // [..., 1] zeros with the leading axes of the codes, of however many dimensions some stay.
    Operand<TFloat32> none =
        tf.zerosLike(tf.sum(tf.stopGradient(a), tf.constant(-1), Sum.keepDims(true)));
    if (condition.isEmpty()) {
      return kept == 0 ? none : a;
    }
    Operand<TFloat32> each = tf.math.add(none, condition.get());
    return kept == 0 ? each : tf.concat(List.of(a, each), tf.constant(-1));
  }
}
