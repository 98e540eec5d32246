package io.github.vaegraph.model;

import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.latent.Noise;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.objective.Evidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * A batch split by rows over slices that share the variables. Each is a chain of single-threaded
 * ops; the slices run side by side, which uses the cores better than several threads inside each op
 * do. Noise is drawn for the whole batch and then sliced: what a row gets does not depend on the
 * number of towers.
 */
final class Towers {
  /** The noise of an evaluation, [K, B, L], which may be fed in place of the seeds. */
  static final String EVALUATION_NOISE = "evaluation.noise";

  private final Ops tf;
  private final List<Tower> towers;

  private Towers(Ops tf, List<Tower> towers) {
    this.tf = tf;
    this.towers = towers;
  }

  /** What all towers of a graph share. */
  record Plan(Networks networks, int count) {}

  /**
   * Towers for training. Every shape is known when the graph is built, which lets TensorFlow fold
   * away the many small nodes that would compute with shapes.
   *
   * @param pixels of B rows, with B known
   * @param condition c, of B rows
   * @param samples K
   * @param noiseSeed [2] the noise is a function of these two and nothing else
   */
  static Towers training(
      Ops tf,
      Plan plan,
      Pixels pixels,
      Condition condition,
      int samples,
      Operand<TInt64> noiseSeed) {
    int rows = Math.toIntExact(pixels.values().shape().get(0));
    WholeNoise noise =
        new WholeNoise(
            columns -> noise(tf, tf.constant(new int[] {samples, rows, columns}), noiseSeed));
    List<Tower> towers = new ArrayList<>();
    for (int t = 0; t < plan.count(); t++) {
      int from = Math.toIntExact((long) rows * t / plan.count());
      int height = Math.toIntExact((long) rows * (t + 1) / plan.count()) - from;
      if (height == 0) {
        continue; // more towers than rows
      }
      Pixels slice = pixels.with(whole -> rows(tf, whole, from, height));
      Noise noiseSlice =
          (ops, columns) ->
              ops.slice(
                  noise.of(columns),
                  ops.constant(new int[] {0, from, 0}),
                  ops.constant(new int[] {samples, height, columns}));
      towers.add(
          Tower.build(
              tf,
              plan.networks(),
              slice.images(tf),
              condition.with(whole -> rows(tf, whole, from, height)),
              noiseSlice,
              Samples.known(tf, samples),
              (ops, reconstruction, x) -> reconstruction.trainingLogProb(ops, x)));
    }
    return new Towers(tf, List.copyOf(towers));
  }

  /**
   * Towers for evaluation, of any number of rows.
   *
   * @param pixels of B rows
   * @param condition c, of B rows
   * @param samples [] K
   * @param noiseSeed [2] the noise is a function of these two and nothing else
   */
  static Towers evaluation(
      Ops tf,
      Plan plan,
      Pixels pixels,
      Condition condition,
      Operand<TInt32> samples,
      Operand<TInt64> noiseSeed) {
    Operand<TInt32> rows = Layers.rows(tf, pixels.values());
    int count = plan.count();
    Operand<TInt32> sizes = sliceSizes(tf, rows, count);
    List<Operand<TUint8>> values = split(tf, pixels.values(), sizes, 0, count);
    Optional<List<Operand<TUint8>>> fractions =
        pixels.fractions().map(whole -> split(tf, whole, sizes, 0, count));
    Optional<List<Operand<TFloat32>>> conditions =
        condition.rows().map(whole -> split(tf, whole, sizes, 0, count));
    WholeNoise noise =
        new WholeNoise(
            columns ->
                tf.withName(EVALUATION_NOISE)
                    .identity(
                        noise(
                            tf,
                            tf.stack(List.of(samples, rows, tf.constant(columns))),
                            noiseSeed)));
    Map<Integer, List<Operand<TFloat32>>> noiseSlices = new HashMap<>();
    List<Tower> towers = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      int tower = t;
      Noise noiseSlice =
          (ops, columns) ->
              noiseSlices
                  .computeIfAbsent(columns, n -> split(tf, noise.of(n), sizes, 1, count))
                  .get(tower);
      towers.add(
          Tower.build(
              tf,
              plan.networks(),
              new Pixels(
                      values.get(t), fractions.map(slices -> slices.get(tower)), pixels.maxValue())
                  .images(tf),
              new Condition(conditions.map(slices -> slices.get(tower))),
              noiseSlice,
              Samples.fed(tf, samples),
              (ops, reconstruction, x) -> reconstruction.logProb(ops, x)));
    }
    return new Towers(tf, List.copyOf(towers));
  }

  private static <T extends TType> Operand<T> rows(Ops tf, Operand<T> whole, int from, int height) {
    return tf.slice(
        whole,
        tf.constant(new int[] {from, 0}),
        tf.constant(new int[] {height, Math.toIntExact(whole.shape().get(1))}));
  }

  private static <T extends TType> List<Operand<T>> split(
      Ops tf, Operand<T> whole, Operand<TInt32> sizes, int axis, int count) {
    return count == 1
        ? List.of(whole)
        : List.copyOf(tf.splitV(whole, sizes, tf.constant(axis), (long) count).output());
  }

  /** The whole batch's noise [K, B, columns], drawn once however many towers take of it. */
  private static final class WholeNoise {
    private final IntFunction<Operand<TFloat32>> draw;
    private final Map<Integer, Operand<TFloat32>> drawn = new HashMap<>();

    WholeNoise(IntFunction<Operand<TFloat32>> draw) {
      this.draw = draw;
    }

    Operand<TFloat32> of(int columns) {
      return drawn.computeIfAbsent(columns, draw::apply);
    }
  }

  private static Operand<TFloat32> noise(Ops tf, Operand<TInt32> shape, Operand<TInt64> noiseSeed) {
    // The gradient must not look into the random op: there is none.
    return tf.stopGradient(tf.random.statelessRandomNormal(shape, noiseSeed, TFloat32.class));
  }

  /** [T] rows of each slice: B / T, and what is left over in the last. */
  private static Operand<TInt32> sliceSizes(Ops tf, Operand<TInt32> rows, int count) {
    Operand<TInt32> each = tf.math.div(rows, tf.constant(count));
    Operand<TInt32> last = tf.math.sub(rows, tf.math.mul(each, tf.constant(count - 1)));
    List<Operand<TInt32>> sizes = new ArrayList<>();
    for (int t = 0; t < count - 1; t++) {
      sizes.add(each);
    }
    sizes.add(last);
    return tf.stack(sizes);
  }

  /** One value a row of the batch, from every tower: [B, ...]. */
  Operand<TFloat32> rows(Function<Tower, Operand<TFloat32>> value) {
    List<Operand<TFloat32>> parts = towers.stream().map(value).toList();
    return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(0));
  }

  /** What the bounds are made of, for the whole batch. */
  Evidence evidence() {
    return Evidence.gathered(tf, towers.stream().map(Tower::evidence).toList());
  }
}
