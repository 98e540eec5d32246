package io.github.vaegraph.source.file;

import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The columns that are an image's pixels, by the names that they had in the files that a model
 * learnt from. Where a table has all of these names, they are found by them, wherever they stand.
 */
final class KnownColumns {
  /** Characters of names that are recorded; more would make configurations unreadable. */
  private static final int MOST = 1 << 20;

  private final List<String> names;

  /**
   * @param names in the order in which they make an image; empty where they are not known
   */
  KnownColumns(List<String> names) {
    this.names = names;
  }

  /** Names as they are worth recording; none where they are too long for that. */
  static List<String> recorded(List<String> names) {
    return names.stream().mapToLong(String::length).sum() > MOST ? List.of() : names;
  }

  /** Where each of the pixels stands; empty where not all names are there, each once. */
  Optional<int[]> among(List<String> header) {
    Map<String, Integer> places = new HashMap<>();
    Set<String> twice = new HashSet<>();
    for (int column = 0; column < header.size(); column++) {
      if (places.putIfAbsent(header.get(column), column) != null) {
        twice.add(header.get(column));
      }
    }
    boolean all =
        !names.isEmpty()
            && Set.copyOf(names).size() == names.size()
            && names.stream().allMatch(name -> places.containsKey(name) && !twice.contains(name));
    return all
        ? Optional.of(names.stream().mapToInt(name -> places.getOrDefault(name, -1)).toArray())
        : Optional.empty();
  }

  /**
   * Holds pixels that were not found by their names against these.
   *
   * @param found the names of those columns; empty where the file has no header
   * @return what there is to say
   * @throws IOException when only some are the same, so that others would be taken for them
   */
  Optional<String> compare(Path file, List<String> found) throws IOException {
    if (names.isEmpty() || found.isEmpty() || found.equals(names)) {
      return Optional.empty();
    }
    if (counting(names) && counting(found)) {
      return Optional.empty(); // positions, and no names
    }
    Set<String> others = Set.copyOf(found);
    if (names.stream().noneMatch(others::contains)) {
      return Optional.of(
          "%s: its columns %s, ... were taken for %s, ... in their order"
              .formatted(file.getFileName(), found.get(0), names.get(0)));
    }
    OptionalInt missing =
        IntStream.range(0, names.size()).filter(i -> !others.contains(names.get(i))).findFirst();
    int first = missing.orElseGet(() -> difference(found)); // of names that come twice
    String other = first < found.size() ? found.get(first) : "none";
    throw Problem.at(
        file,
        "expected the column %s as in training, found %s; give the columns the names that they had"
            + " there",
        first < names.size() ? names.get(first) : "none",
        missing.isPresent() && names.contains(other) ? "none" : other);
  }

  private int difference(List<String> found) {
    int least = Math.min(names.size(), found.size());
    return IntStream.range(0, least)
        .filter(i -> !found.get(i).equals(names.get(i)))
        .findFirst()
        .orElse(least);
  }

  /** Whether each name is a number, one more than that before it. */
  private static boolean counting(List<String> names) {
    return IntStream.range(0, names.size())
        .allMatch(
            i -> names.get(i).matches("\\d{1,9}") && number(names, i) == number(names, 0) + i);
  }

  private static int number(List<String> names, int i) {
    return Integer.parseInt(names.get(i));
  }
}
