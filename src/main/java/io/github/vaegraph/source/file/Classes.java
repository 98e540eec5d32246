package io.github.vaegraph.source.file;

import io.github.vaegraph.data.Images;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Classes as indices and names.
 *
 * @param labels one index an image
 * @param names one name an index
 */
@SuppressWarnings("ArrayRecordComponent") // held once, never copied
record Classes(int[] labels, List<String> names) {
  /** Whole numbers above this are no class indices. */
  static final int MAX = 65535;

  /** Whole numbers are their own indices; other words are numbered in their sorted order. */
  static Classes of(List<String> words) {
    if (words.stream().allMatch(Classes::isIndex)) {
      int[] labels = words.stream().mapToInt(Integer::parseInt).toArray();
      return new Classes(labels, Parts.numbered(labels));
    }
    List<String> names = List.copyOf(new TreeSet<>(words));
    return new Classes(indices(words, names), names);
  }

  /** The position of each word among the names. */
  static int[] indices(Collection<String> words, List<String> names) {
    Map<String, Integer> index = new TreeMap<>();
    for (String name : names) {
      index.put(name, index.size());
    }
    return words.stream().mapToInt(word -> index.getOrDefault(word, -1)).toArray();
  }

  private static boolean isIndex(String word) {
    return word.matches("\\d{1,5}") && Integer.parseInt(word) <= Classes.MAX;
  }

  /** These images with these labels, not split. */
  Parts parts(Images images) {
    return Parts.whole(images, labels, names);
  }
}
