package io.github.vaegraph.data;

/**
 * Random numbers that are a function of a seed and a counter alone, so that picture 17 needs no
 * picture 16. The generator is SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom
 * Number Generators", OOPSLA 2014), written out because no JVM promises its own to stay the same.
 */
public final class CountedNoise {
  private long state;

  public CountedNoise(long seed, long counter) {
    // Mixed once more, or counter + 1 would draw what this counter draws, one number later.
    state = CounterHash.mix(CounterHash.mix(seed) + counter * CounterHash.GOLDEN_64);
  }

  /** Uniform in [low, high). */
  public double between(double low, double high) {
    return low + (high - low) * (nextLong() >>> 11) * 0x1p-53;
  }

  /** Bell-shaped around 0 with deviation reach/3, and never beyond reach: the sum of 3 uniforms. */
  public double bell(double reach) {
    double third = reach / 3;
    return between(-third, third) + between(-third, third) + between(-third, third);
  }

  /** Uniform in 0, ..., bound - 1. */
  public int below(int bound) {
    return (int) between(0, bound);
  }

  private long nextLong() {
    state += CounterHash.GOLDEN_64;
    return CounterHash.mix(state);
  }
}
