package io.github.vaegraph.data;

/**
 * Randomness as a function: the same numbers go in, the same bits come out, in any order and on any
 * thread. Nothing here keeps a state, so that a resumed run draws what the uninterrupted one drew.
 *
 * <p>Words are mixed by SplitMix64's finalizer (Steele, Lea and Flood 2014).
 */
final class CounterHash {
  static final long GOLDEN_64 = 0x9e3779b97f4a7c15L;

  private CounterHash() {}

  /** 64 well-mixed bits of these numbers, in this order. */
  static long of(long... numbers) {
    long hash = 0;
    for (long number : numbers) {
      hash = mix(hash + GOLDEN_64 + mix(number + GOLDEN_64));
    }
    return hash;
  }

  /** SplitMix64's finalizer: every bit of the result depends on every bit of z. */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** 64 bits of (key, position): SplitMix64's output at that position of the key's stream. */
  static long word(long key, int position) {
    return mix(key + position * GOLDEN_64);
  }

  /** A whole number in [0, bound), all but equally likely: the bias is below bound / 2^63. */
  static int below(int bound, long hash) {
    return (int) Math.multiplyHigh(hash >>> 1, (long) bound << 1);
  }

  /** A permutation of 0 to n - 1, each equally likely (Fisher and Yates), drawn from the key. */
  static int[] permutation(int n, long key) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = below(i + 1, word(key, i));
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
