package io.github.vaegraph.data;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Labels as people see them. */
public final class Labels {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  private Labels() {}

  /**
   * The classes that occur, in the order in which they are shown: by number where all their names
   * are whole numbers, so that 2 comes before 10, and else as they are numbered.
   *
   * @param names a name a class index; empty: the labels' numbers
   * @return class indices
   */
  public static List<Integer> shown(Collection<int[]> labels, List<String> names) {
    List<Integer> used =
        labels.stream().flatMapToInt(Arrays::stream).distinct().sorted().boxed().toList();
    boolean numbers = used.stream().allMatch(label -> NUMBER.matcher(name(label, names)).matches());
    return numbers
        ? used.stream()
            .sorted(Comparator.comparingLong(label -> Long.parseLong(name(label, names))))
            .toList()
        : used;
  }

  /**
   * The labels of some images, as a conditional model is told them.
   *
   * @throws IllegalArgumentException when the images carry none
   */
  public static long[] of(Split split, int from, int to) {
    check(split);
    return Arrays.stream(split.labels(), from, to).asLongStream().toArray();
  }

  /** Refuses images without labels, for a conditional model. */
  static void check(Split split) {
    if (!split.labelled()) {
      throw new IllegalArgumentException(
          "the model is conditional: expected a label for each of the %s images, found none"
              .formatted(split.name()));
    }
  }

  /** What a class is called. */
  public static String name(int label, List<String> names) {
    return names.isEmpty() ? Integer.toString(label) : names.get(label);
  }
}
