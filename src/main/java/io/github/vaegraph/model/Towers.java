package io.github.vaegraph.model;

import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.objective.Objective;
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
  private final Ops tf;
  private final List<Tower> towers;

  private Towers(Ops tf, List<Tower> towers) {
    this.tf = tf;
    this.towers = towers;
  }

  /**
   * @param count number of slices
   * @param pixels [B, D] from 0 to maxValue
   * @param samples [] K
   * @param noiseSeed [2] the noise is a function of these two and nothing else
   */
  static Towers build(
      Ops tf,
      int count,
      Networks networks,
      ModelConfig config,
      int maxValue,
      Operand<TUint8> pixels,
      Operand<TInt32> samples,
      Operand<TInt64> noiseSeed) {
    Objective objective = Objective.named(config.objective());
    Operand<TInt32> rows = Layers.rows(tf, pixels);
    Operand<TInt32> noiseShape = tf.stack(List.of(samples, rows, tf.constant(config.latentDim())));
    // The gradient must not look into the random op: its shape is an operand, and there is none.
    Operand<TFloat32> noise =
        tf.stopGradient(tf.random.statelessRandomNormal(noiseShape, noiseSeed, TFloat32.class));
    List<Operand<TUint8>> pixelSlices = List.of(pixels);
    List<Operand<TFloat32>> noiseSlices = List.of(noise);
    if (count > 1) {
      Operand<TInt32> sizes = sliceSizes(tf, rows, count);
      pixelSlices = List.copyOf(tf.splitV(pixels, sizes, tf.constant(0), (long) count).output());
      noiseSlices = List.copyOf(tf.splitV(noise, sizes, tf.constant(1), (long) count).output());
    }
    List<Tower> towers = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      Operand<TFloat32> images = tf.dtypes.cast(pixelSlices.get(t), TFloat32.class);
      if (maxValue != 1) {
        images = tf.math.div(images, tf.constant((float) maxValue));
      }
      towers.add(Tower.build(tf, networks, objective, images, noiseSlices.get(t)));
    }
    return new Towers(tf, List.copyOf(towers));
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

  /** The sum over all rows of one value a row: []. */
  Operand<TFloat32> sum(Function<Tower, Operand<TFloat32>> value) {
    List<Operand<TFloat32>> sums = new ArrayList<>();
    for (Tower tower : towers) {
      sums.add(tf.sum(value.apply(tower), tf.constant(0)));
    }
    return sums.size() == 1 ? sums.get(0) : tf.math.addN(sums);
  }
}
