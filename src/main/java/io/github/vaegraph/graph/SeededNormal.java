package io.github.vaegraph.graph;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Standard normal noise in which each row is a function of its own seed alone, whatever else is in
 * the batch: a server may then merge requests. A counter-based hash in int32 arithmetic, which
 * wraps around, through the inverse normal distribution function.
 */
public final class SeededNormal {
  private static final int GOLDEN = 0x9e3779b9;

  /** Floats in the widest vector of today's processors, 512 bits. */
  private static final int LONGEST_VECTOR = 16;

  private SeededNormal() {}

  /**
   * Noise for each seed. A column does not depend on how many there are.
   *
   * @param seeds [B]
   * @param columns L
   * @return [B, L]
   */
  public static Operand<TFloat32> noise(Ops tf, Operand<TInt64> seeds, int columns) {
    // The 64 bits of the seed as two words [B, 1].
    Operand<TInt64> column = tf.expandDims(seeds, tf.constant(1));
    Operand<TInt32> low = tf.dtypes.cast(column, TInt32.class);
    Operand<TInt32> high =
        tf.dtypes.cast(tf.bitwise.rightShift(column, tf.constant(32L)), TInt32.class);
    // Two rounds of xor-shift and multiply (constants: Wellons 2018), the counter before the
    // first, one word of the mixed seed before each.
    Operand<TInt32> key0 = mix(tf, tf.bitwise.bitwiseXor(low, mix(tf, high, GOLDEN)), 0);
    Operand<TInt32> key1 = mix(tf, high, 0x7f4a7c15);
    Operand<TInt32> key2 = mix(tf, tf.bitwise.bitwiseXor(key0, key1), 0x3c6ef372);
    Operand<TInt32> counters =
        tf.math.mul(
            tf.range(tf.constant(0), tf.constant(columns), tf.constant(1)), tf.constant(GOLDEN));
    Operand<TInt32> bits = tf.math.add(key0, counters);
    bits = round(tf, bits, 16, 0x7feb352d);
    bits = round(tf, tf.bitwise.bitwiseXor(bits, key2), 15, 0x846ca68b);
    bits = shiftXor(tf, bits, 16);
    // u = (k + 1/2) / 2^23 with k the upper 23 bits: exact in a float, and never 0 or 1.
    Operand<TInt32> upper =
        tf.bitwise.bitwiseAnd(
            tf.bitwise.rightShift(bits, tf.constant(9)), tf.constant((1 << 23) - 1));
    Operand<TFloat32> uniform =
        tf.math.mul(
            tf.math.add(tf.dtypes.cast(upper, TFloat32.class), tf.constant(0.5f)),
            tf.constant(1f / (1 << 23)));
    return normal(tf, uniform, columns);
  }

  /**
   * The inverse normal distribution function of [B, columns]. The kernel works on vectors of
   * neighbouring values and rounds otherwise in those left over at the end: with a vector's length
   * of values more that nobody sees, a row's bits do not depend on its place in the batch.
   */
  private static Operand<TFloat32> normal(Ops tf, Operand<TFloat32> uniform, int columns) {
    Operand<TFloat32> flat = tf.reshape(uniform, tf.constant(new int[] {-1}));
    Operand<TFloat32> end = tf.constant(new float[LONGEST_VECTOR]);
    Operand<TFloat32> all = tf.math.ndtri(tf.concat(List.of(flat, end), tf.constant(0)));
    Operand<TFloat32> seen = tf.slice(all, tf.constant(new int[] {0}), tf.shape(flat));
    return tf.reshape(seen, tf.constant(new int[] {-1, columns}));
  }

  private static Operand<TInt32> mix(Ops tf, Operand<TInt32> x, int salt) {
    x = tf.math.add(x, tf.constant(salt));
    x = round(tf, x, 16, 0x7feb352d);
    x = round(tf, x, 15, 0x846ca68b);
    return shiftXor(tf, x, 16);
  }

  private static Operand<TInt32> round(Ops tf, Operand<TInt32> x, int shift, int multiplier) {
    return tf.math.mul(shiftXor(tf, x, shift), tf.constant(multiplier));
  }

  /** x ^ (x >>> shift): the arithmetic shift of an int32, its sign masked away. */
  private static Operand<TInt32> shiftXor(Ops tf, Operand<TInt32> x, int shift) {
    Operand<TInt32> shifted =
        tf.bitwise.bitwiseAnd(
            tf.bitwise.rightShift(x, tf.constant(shift)), tf.constant(-1 >>> shift));
    return tf.bitwise.bitwiseXor(x, shifted);
  }
}
