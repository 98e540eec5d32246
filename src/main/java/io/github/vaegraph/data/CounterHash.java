package io.github.vaegraph.data;

/**
 * Randomness as a function: the same numbers go in, the same bits come out, in any order and on any
 * thread. Nothing here keeps a state, so that a resumed run draws what the uninterrupted one drew.
 *
 * <p>64-bit words are mixed by SplitMix64's finalizer (Steele, Lea and Flood 2014), 32-bit ones by
 * two rounds of multiply and xor-shift with constants from a search for low bias (Wellons 2018,
 * "lowbias32").
 */
final class CounterHash {
  private static final long GOLDEN_64 = 0x9e3779b97f4a7c15L;
  private static final int GOLDEN_32 = 0x9e3779b9;

  private CounterHash() {}

  /** 64 well-mixed bits of these numbers, in this order. */
  static long of(long... numbers) {
    long hash = 0;
    for (long number : numbers) {
      hash = mix(hash + GOLDEN_64 + mix(number + GOLDEN_64));
    }
    return hash;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * Fills {@code bits} with one 32-bit hash of (key, position) each. A plain loop over ints, which
   * the JIT turns into vector instructions.
   */
  static void fill(long key, int[] bits) {
    int low = (int) key;
    int high = (int) (key >>> 32);
    for (int i = 0; i < bits.length; i++) {
      int x = i * GOLDEN_32 + low;
      x ^= x >>> 16;
      x *= 0x7feb352d;
      x ^= high;
      x ^= x >>> 15;
      x *= 0x846ca68b;
      x ^= x >>> 16;
      bits[i] = x;
    }
  }

  /** A whole number in [0, bound), all but equally likely: the bias is below bound / 2^63. */
  static int below(int bound, long hash) {
    return (int) Math.multiplyHigh(hash >>> 1, (long) bound << 1);
  }

  /** A permutation of 0 to n - 1, each equally likely (Fisher and Yates), drawn from the key. */
  static int[] permutation(int n, long key) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = below(i + 1, mix(key + i * GOLDEN_64));
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
