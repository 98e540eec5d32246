package io.github.vaegraph.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What images were made from, where that is known: one value of each factor an image, such as its
 * shape and its place.
 *
 * @param factors F of them
 * @param values [N * F] of one image after the other, whole numbers from 0
 */
@SuppressWarnings("ArrayRecordComponent") // held once, never copied
public record Factors(List<Factor> factors, int[] values) {
  /**
   * What differs between images.
   *
   * @param name what it is called
   * @param ordered whether a larger value is more of the same, as a size is; else each is a class
   */
  public record Factor(String name, boolean ordered) {
    /** Refuses null. */
    public Factor {
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * @throws IllegalArgumentException when there are no factors, an image has not one value of each,
   *     or a value is negative
   */
  public Factors {
    factors = List.copyOf(factors);
    if (factors.isEmpty() || values.length % factors.size() != 0) {
      throw new IllegalArgumentException(
          "expected a value of each of %d factors an image, found %d values"
              .formatted(factors.size(), values.length));
    }
    if (Arrays.stream(values).anyMatch(value -> value < 0)) {
      throw new IllegalArgumentException("a factor's values must not be negative");
    }
  }

  /** N. */
  public int images() {
    return values.length / factors.size();
  }

  /** One factor's values, [N]. */
  public int[] of(int factor) {
    Objects.checkIndex(factor, factors.size());
    return IntStream.range(0, images()).map(i -> values[i * factors.size() + factor]).toArray();
  }

  /** Those of the images at these positions, in this order. */
  public Factors select(int[] positions) {
    int each = factors.size();
    int[] selected = new int[Math.multiplyExact(positions.length, each)];
    for (int i = 0; i < positions.length; i++) {
      System.arraycopy(values, positions[i] * each, selected, i * each, each);
    }
    return new Factors(factors, selected);
  }

  /** Those of the images from {@code from} (inclusive) to {@code to} (exclusive). */
  public Factors range(int from, int to) {
    Objects.checkFromToIndex(from, to, images());
    return new Factors(
        factors, Arrays.copyOfRange(values, from * factors.size(), to * factors.size()));
  }

  /** Those of several parts, one after the other; empty unless all know the same factors. */
  public static Optional<Factors> joined(List<Optional<Factors>> parts) {
    List<List<Factor>> known =
        parts.stream()
            .map(part -> part.map(Factors::factors).orElse(List.of()))
            .distinct()
            .toList();
    if (known.size() != 1 || known.get(0).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Factors(
            known.get(0),
            parts.stream()
                .flatMapToInt(part -> Arrays.stream(part.orElseThrow().values))
                .toArray()));
  }

  /** The factors, each with how many different values it has here: {@code shape 3, scale 4}. */
  @Override
  public String toString() {
    return IntStream.range(0, factors.size())
        .mapToObj(
            factor ->
                factors.get(factor).name() + " " + Arrays.stream(of(factor)).distinct().count())
        .collect(Collectors.joining(", "));
  }
}
