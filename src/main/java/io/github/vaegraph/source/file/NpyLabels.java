package io.github.vaegraph.source.file;

import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Labels out of a NumPy array: [N], [N, 1] or [1, N] whole numbers or text, or [N, K] with one 1 a
 * row.
 */
final class NpyLabels {
  private NpyLabels() {}

  /**
   * Reads one label an entry.
   *
   * @param images how many there are, N
   * @return the classes as words, or empty when an entry has several labels or none
   * @throws IOException when the array is damaged, or holds something else than labels
   */
  static Optional<List<String>> words(Path name, NpyValues.Source source, int images)
      throws IOException {
    try (NpyValues values = NpyValues.open(name, source)) {
      NpyHeader header = values.header();
      if (header.shape().isEmpty() || header.shape().size() > 2) {
        throw Problem.at(
            name,
            "expected labels [images] or [images, 1], found %d dimensions",
            header.shape().size());
      }
      boolean oneRow = header.count() == 1 && header.each() == images;
      if (header.each() > 1 && !oneRow) {
        return header.kind() == 'U' || header.each() > Integer.MAX_VALUE / 2
            ? Optional.empty()
            : oneOfMany(values);
      }
      if (header.kind() == 'U') {
        return Optional.of(Arrays.asList(values.texts()));
      }
      List<String> words = new ArrayList<>();
      values.numbers(
          (i, value) -> {
            if (value != Math.rint(value) || Math.abs(value) >= 0x1p53) {
              throw Problem.at(
                  name, "label %d: expected a whole number, found %s", i, Range.text(value));
            }
            words.add(Range.text(value));
          });
      return Optional.of(words);
    }
  }

  /** The position of the only 1 in each row, or empty where a row has more or less. */
  private static Optional<List<String>> oneOfMany(NpyValues values) throws IOException {
    int columns = (int) values.header().each();
    List<String> words = new ArrayList<>();
    int[] row = new int[2]; // how many ones, and where the last stands
    boolean[] clear = {true};
    values.numbers(
        (i, value) -> {
          int column = (int) (i % columns);
          if (value == 1) {
            row[0]++;
            row[1] = column;
          } else if (value != 0) {
            clear[0] = false;
          }
          if (column == columns - 1) {
            clear[0] &= row[0] == 1;
            words.add(Integer.toString(row[1]));
            row[0] = 0;
          }
        });
    return clear[0] ? Optional.of(words) : Optional.empty();
  }
}
