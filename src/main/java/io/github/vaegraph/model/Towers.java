package io.github.vaegraph.model;

import io.github.vaegraph.graph.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

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
  record Plan(ModelConfig config, Networks networks, int count, int maxValue) {}

  /**
   * Towers for training. Every shape is known when the graph is built, which lets TensorFlow fold
   * away the many small nodes that would compute with shapes.
   *
   * @param pixels [B, D] from 0 to maxValue, with B known
   * @param samples K
   * @param noiseSeed [2] the noise is a function of these two and nothing else
   */
  static Towers training(
      Ops tf, Plan plan, Operand<TUint8> pixels, int samples, Operand<TInt64> noiseSeed) {
    int rows = Math.toIntExact(pixels.shape().get(0));
    int size = plan.config().image().size();
    int latentDim = plan.config().latentDim();
    Operand<TFloat32> noise =
        noise(tf, tf.constant(new int[] {samples, rows, latentDim}), noiseSeed);
    List<Tower> towers = new ArrayList<>();
    for (int t = 0; t < plan.count(); t++) {
      int from = Math.toIntExact((long) rows * t / plan.count());
      int height = Math.toIntExact((long) rows * (t + 1) / plan.count()) - from;
      if (height == 0) {
        continue; // more towers than rows
      }
      Operand<TUint8> slice =
          tf.slice(pixels, tf.constant(new int[] {from, 0}), tf.constant(new int[] {height, size}));
      Operand<TFloat32> noiseSlice =
          tf.slice(
              noise,
              tf.constant(new int[] {0, from, 0}),
              tf.constant(new int[] {samples, height, latentDim}));
      towers.add(
          Tower.build(
              tf,
              plan.networks(),
              plan.config(),
              images(tf, slice, plan.maxValue()),
              noiseSlice,
              Samples.known(tf, samples),
              (ops, reconstruction, x) -> reconstruction.trainingLogProb(ops, x)));
    }
    return new Towers(tf, List.copyOf(towers));
  }

  /**
   * Towers for evaluation, of any number of rows.
   *
   * @param pixels [B, D] from 0 to maxValue
   * @param samples [] K
   * @param noiseSeed [2] the noise is a function of these two and nothing else
   */
  static Towers evaluation(
      Ops tf,
      Plan plan,
      Operand<TUint8> pixels,
      Operand<TInt32> samples,
      Operand<TInt64> noiseSeed) {
    Operand<TInt32> rows = Layers.rows(tf, pixels);
    Operand<TInt32> noiseShape =
        tf.stack(List.of(samples, rows, tf.constant(plan.config().latentDim())));
    Operand<TFloat32> noise =
        tf.withName(EVALUATION_NOISE).identity(noise(tf, noiseShape, noiseSeed));
    List<Operand<TUint8>> pixelSlices = List.of(pixels);
    List<Operand<TFloat32>> noiseSlices = List.of(noise);
    int count = plan.count();
    if (count > 1) {
      Operand<TInt32> sizes = sliceSizes(tf, rows, count);
      pixelSlices = List.copyOf(tf.splitV(pixels, sizes, tf.constant(0), (long) count).output());
      noiseSlices = List.copyOf(tf.splitV(noise, sizes, tf.constant(1), (long) count).output());
    }
    List<Tower> towers = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      towers.add(
          Tower.build(
              tf,
              plan.networks(),
              plan.config(),
              images(tf, pixelSlices.get(t), plan.maxValue()),
              noiseSlices.get(t),
              Samples.fed(tf, samples),
              (ops, reconstruction, x) -> reconstruction.logProb(ops, x)));
    }
    return new Towers(tf, List.copyOf(towers));
  }

  private static Operand<TFloat32> noise(Ops tf, Operand<TInt32> shape, Operand<TInt64> noiseSeed) {
    // The gradient must not look into the random op: there is none.
    return tf.stopGradient(tf.random.statelessRandomNormal(shape, noiseSeed, TFloat32.class));
  }

  private static Operand<TFloat32> images(Ops tf, Operand<TUint8> pixels, int maxValue) {
    Operand<TFloat32> images = tf.dtypes.cast(pixels, TFloat32.class);
    return maxValue == 1 ? images : tf.math.div(images, tf.constant((float) maxValue));
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

  /**
   * The mean over the first rows of one value a row: []. Rows from {@code count} on fill a batch up
   * and count nothing.
   *
   * @param count [] at least 1
   */
  Operand<TFloat32> mean(Operand<TInt32> count, Function<Tower, Operand<TFloat32>> value) {
    List<Operand<TFloat32>> sums = new ArrayList<>();
    int from = 0;
    for (Tower tower : towers) {
      Operand<TFloat32> values = value.apply(tower);
      int height = Math.toIntExact(values.shape().get(0));
      Operand<TInt32> positions =
          tf.range(tf.constant(from), tf.constant(from + height), tf.constant(1));
      Operand<TFloat32> counts = tf.dtypes.cast(tf.math.less(positions, count), TFloat32.class);
      sums.add(tf.sum(tf.math.mul(values, counts), tf.constant(0)));
      from += height;
    }
    Operand<TFloat32> sum = sums.size() == 1 ? sums.get(0) : tf.math.addN(sums);
    return tf.math.div(sum, tf.dtypes.cast(count, TFloat32.class));
  }
}
