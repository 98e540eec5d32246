package io.github.vaegraph.source.file;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Classes as indices and names.
 *
 * @param labels one index an image
 * @param names one name an index
 */
@SuppressWarnings("ArrayRecordComponent") // held once, never copied
public record Classes(int[] labels, List<String> names) {
  /** Numbers above this are named, as years are, and do not count the classes. */
  private static final BigInteger LARGEST_INDEX = BigInteger.valueOf(999);

  /**
   * A whole number, as 7, as the 7.0 or 7,0 that pandas makes of it, or as savetxt's 7.000e+00; 07
   * and 7e0 are names.
   */
  private static final Pattern WHOLE =
      Pattern.compile("-?(?:0|[1-9]\\d{0,30})(?:,0|\\.0*|\\.\\d{1,30}[eE][+-]\\d{1,2})?");

  /**
   * Whole numbers from 0 to 999 are their own indices. Other whole numbers are numbered in their
   * order, and words in that of their letters.
   */
  static Classes of(List<String> words) {
    Set<String> different = Set.copyOf(words);
    if (!different.stream().allMatch(Classes::whole)) {
      List<String> names = List.copyOf(new TreeSet<>(different));
      return new Classes(indices(words, names), names);
    }
    Map<String, BigInteger> numbers =
        different.stream().collect(Collectors.toMap(Function.identity(), Classes::number));
    boolean counting =
        numbers.values().stream()
            .allMatch(number -> number.signum() >= 0 && number.compareTo(LARGEST_INDEX) <= 0);
    if (counting) {
      Map<String, Integer> index = new HashMap<>();
      numbers.forEach((word, number) -> index.put(word, number.intValue()));
      int[] labels = words.stream().mapToInt(index::get).toArray();
      return new Classes(labels, Parts.numbered(labels));
    }
    List<BigInteger> order =
        numbers.values().stream().distinct().sorted(Comparator.naturalOrder()).toList();
    List<String> names = order.stream().map(BigInteger::toString).toList();
    List<String> plain = words.stream().map(word -> number(word).toString()).toList();
    return new Classes(indices(plain, names), names);
  }

  private static boolean whole(String word) {
    return WHOLE.matcher(word).matches() && decimal(word).stripTrailingZeros().scale() <= 0;
  }

  private static BigInteger number(String word) {
    return decimal(word).toBigIntegerExact();
  }

  private static BigDecimal decimal(String word) {
    return new BigDecimal(word.replace(',', '.'));
  }

  /** The position of each word among the names. */
  public static int[] indices(Collection<String> words, List<String> names) {
    Map<String, Integer> index = new TreeMap<>();
    for (String name : names) {
      index.put(name, index.size());
    }
    return words.stream().mapToInt(word -> index.getOrDefault(word, -1)).toArray();
  }
}
