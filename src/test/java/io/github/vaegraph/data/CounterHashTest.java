package io.github.vaegraph.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All numbers are fixed by their seeds: a test passes always or never. */
class CounterHashTest {
  private static final int COUNT = 1 << 16;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 0x9e3779b97f4a7c15L, 1L << 32})
  void wordsOfOneKeyAreUniform(long key) {
    long[] words = new long[COUNT];
    Arrays.setAll(words, i -> CounterHash.word(key, i));
    assertUniform(words);
    for (int bit = 0; bit < Long.SIZE; bit++) {
      int shift = bit;
      assertEven(2, i -> (int) (words[i] >>> shift) & 1);
    }
  }

  @Test
  void wordsOfOnePositionAreUniformOverKeys() {
    long[] words = new long[COUNT];
    Arrays.setAll(words, key -> CounterHash.word(CounterHash.of(5, key), 2));
    assertUniform(words);
  }

  private static void assertUniform(long[] words) {
    assertUniform(Arrays.stream(words).mapToDouble(w -> (w >>> 11) * 0x1p-53).toArray());
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      int digit = shift;
      assertEven(256, i -> (int) (words[i] >>> digit) & 0xff);
    }
  }

  @Test
  void wordsOfConsecutiveNumbersAreUniform() {
    for (int argument = 0; argument < 3; argument++) {
      long[] words = new long[COUNT];
      for (int i = 0; i < COUNT; i++) {
        long[] numbers = {3, 4, 5};
        numbers[argument] = i;
        words[i] = CounterHash.of(numbers);
      }
      assertUniform(Arrays.stream(words).mapToDouble(w -> (w >>> 11) * 0x1p-53).toArray());
      assertEven(256, i -> (int) words[i] & 0xff);
      assertEven(256, i -> (int) (words[i] >>> 32) & 0xff);
    }
  }

  @Test
  void oneBitOfANumberTurnsHalfTheBitsOfItsWord() {
    double turned = 0;
    int trials = 0;
    for (int number = 0; number < 200; number++) {
      for (int bit = 0; bit < 64; bit++) {
        turned +=
            Long.bitCount(CounterHash.of(7, number) ^ CounterHash.of(7, number ^ (1L << bit)));
        trials++;
      }
    }
    // Five standard errors of the mean of so many times 64 fair coins.
    assertThat(turned / trials).isCloseTo(32, within(5 * Math.sqrt(16.0 / trials)));
  }

  @Test
  void theOrderAndTheNumberOfNumbersCount() {
    Set<Long> words = new HashSet<>();
    for (long[] numbers :
        new long[][] {{}, {0}, {0, 0}, {0, 0, 0}, {1}, {1, 0}, {0, 1}, {1, 2}, {2, 1}}) {
      assertThat(words.add(CounterHash.of(numbers))).as(Arrays.toString(numbers)).isTrue();
    }
  }

  @Test
  void belowStaysInItsRangeAndIsEven() {
    int[] drawn = new int[6000];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = CounterHash.below(6, CounterHash.of(i));
    }
    assertEven(6, drawn.length, i -> drawn[i]);
    assertThat(CounterHash.below(6, 0)).isZero();
    assertThat(CounterHash.below(6, -1)).isEqualTo(5);
    assertThat(CounterHash.below(Integer.MAX_VALUE, -1)).isEqualTo(Integer.MAX_VALUE - 1);
    assertThat(CounterHash.below(1, -1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 1000, 60_000})
  void aPermutationHoldsEveryNumberOnce(int n) {
    int[] sorted = CounterHash.permutation(n, 9);
    Arrays.sort(sorted);
    assertThat(sorted).isEqualTo(IntStream.range(0, n).toArray());
  }

  @Test
  void allPermutationsOfFourAreEquallyLikely() {
    // The key is drawn as the epochs' keys are.
    int[] drawn =
        IntStream.range(0, 24_000)
            .map(
                epoch -> {
                  int[] order = CounterHash.permutation(4, CounterHash.of(1, epoch));
                  return ((order[0] * 4 + order[1]) * 4 + order[2]) * 4 + order[3];
                })
            .toArray();
    int[] kinds = Arrays.stream(drawn).sorted().distinct().toArray();
    assertThat(kinds).hasSize(24);
    assertEven(24, drawn.length, i -> Arrays.binarySearch(kinds, drawn[i]));
  }

  private static void assertUniform(double[] sample) {
    assertThat(
            new KolmogorovSmirnovTest()
                .kolmogorovSmirnovTest(new UniformRealDistribution(0, 1), sample))
        .isGreaterThan(1e-4);
  }

  private static void assertEven(int cells, IntUnaryOperator cell) {
    assertEven(cells, COUNT, cell);
  }

  /** Pearson's chi-square test that all cells are equally likely. */
  private static void assertEven(int cells, int count, IntUnaryOperator cell) {
    long[] observed = new long[cells];
    for (int i = 0; i < count; i++) {
      observed[cell.applyAsInt(i)]++;
    }
    double expected = (double) count / cells;
    double statistic = 0;
    for (long n : observed) {
      statistic += (n - expected) * (n - expected) / expected;
    }
    double probability = new ChiSquaredDistribution(cells - 1).cumulativeProbability(statistic);
    // Neither uneven nor too even to be random.
    assertThat(probability).isBetween(cells == 2 ? 0 : 1e-5, 1 - 1e-5);
  }
}
