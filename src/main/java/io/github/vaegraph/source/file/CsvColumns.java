package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which columns of a table are pixels, which one is the label, and whether it has a header. */
final class CsvColumns {
  private static final Set<LabelColumn> WORDS =
      Set.of(LabelColumn.NONE, LabelColumn.FIRST, LabelColumn.LAST);
  private static final int SHOWN = 8; // names of columns in a message

  private final Path file;
  private final CsvHead head;
  private final List<String> first; // row
  private final List<String> notes = new ArrayList<>();
  private final boolean emptyEnd; // whether a separator ends the rows
  private final boolean index; // whether the first column numbers the rows
  private final Set<Integer> ignored = new TreeSet<>();
  private final int label; // -1: none
  private final int[] pixels;
  private final boolean header;

  private CsvColumns(Path file, CsvFormat format, ReadOptions options, ReadOptions given)
      throws IOException {
    this.file = file;
    head = CsvHead.of(file, format);
    first = head.first();
    KnownColumns known = new KnownColumns(options.pixelColumns());
    Optional<int[]> named = known.among(first);
    emptyEnd = head.endsEmpty();
    index = head.startsWithIndex();
    leaveOut();
    boolean names = ignore(options, given, named);
    List<Integer> rest = columns(column -> !ignored.contains(column));
    if (named.isPresent()) {
      pixels = named.get();
      header = true;
      label = labelBesideKnown(options, given);
      noteOrder();
    } else {
      LostRow.refuse(file, format.head());
      label = label(rest, options, given);
      pixels = rest.stream().filter(column -> column != label).mapToInt(column -> column).toArray();
      header =
          names
              || index
              || (label >= 0 && namesLabel(options))
              || head.isHeader(pixels, this::isPixel);
      known.compare(file, pixelNames()).ifPresent(notes::add);
    }
    if (header) {
      CsvLabels.refuseAmongPixels(file, first, pixels);
    }
  }

  private List<Integer> columns(IntPredicate which) {
    return IntStream.range(0, first.size()).filter(which).boxed().toList();
  }

  /**
   * Looks at a file's first rows.
   *
   * @param given what of the options was asked for this file, and not recorded with others
   * @throws IOException when there are not the columns that the options name
   */
  static CsvColumns of(Path file, CsvFormat format, ReadOptions options, ReadOptions given)
      throws IOException {
    return new CsvColumns(file, format, options, given);
  }

  int[] pixels() {
    return pixels;
  }

  /** The label's column, or -1. */
  int label() {
    return label;
  }

  /** Columns of a row. */
  int count() {
    return first.size();
  }

  /** Whether the last column was empty in the first rows, and so is none. */
  boolean emptyEnd() {
    return emptyEnd;
  }

  /** The names of the pixels' columns; empty where there is no header. */
  List<String> pixelNames() {
    return header ? IntStream.of(pixels).mapToObj(first::get).toList() : List.of();
  }

  /** Whether the first row holds names. */
  boolean hasHeader() {
    return header;
  }

  /** What there is to say of the columns. */
  List<String> notes() {
    return notes;
  }

  /** A column's position from 1, and its name where it has one. */
  String name(int column) {
    return "column %d".formatted(column + 1)
        + (header && !first.get(column).isBlank()
            ? " (" + CsvHead.shortened(first.get(column)) + ")"
            : "");
  }

  /** Whether the first column counts the rows below the header, as an index does. */
  boolean firstCounts() {
    int from = header ? 1 : 0;
    return head.rows() - from > 2 && head.firstCounts(from);
  }

  private void leaveOut() {
    if (emptyEnd) {
      ignored.add(first.size() - 1);
      notes.add(
          "%s: left out column %d, which is empty".formatted(file.getFileName(), first.size()));
    }
    if (index) {
      ignored.add(0);
    }
  }

  /**
   * Takes out the columns that the options name, and says whether one was found by its name.
   *
   * @param known the pixels, where they were found by their names
   */
  private boolean ignore(ReadOptions options, ReadOptions given, Optional<int[]> known)
      throws IOException {
    boolean named = false;
    boolean recorded = given.ignoredColumns().isEmpty();
    if (unlabelled(options, recorded)) {
      if (index) {
        notes.add(file.getFileName() + ": left out column 1, an index");
      }
      return false;
    }
    for (String text : options.ignoredColumns()) {
      int column = head.column(text);
      boolean pixel = known.isPresent() && IntStream.of(known.get()).anyMatch(k -> k == column);
      if (recorded && known.isPresent() && (pixel || column < 0)) {
        continue; // columns that a model learnt beside, and which are not here or elsewhere
      }
      if (pixel) {
        throw Problem.at(file, "%s holds pixels in training; it cannot be left out", name(column));
      }
      if (column < 0) {
        throw head.none(text, "to ignore");
      }
      named |= !head.position(text);
      ignored.add(column);
    }
    if (index && !options.ignoredColumns().contains("1")) {
      notes.add(file.getFileName() + ": left out column 1, an index");
    }
    return named;
  }

  /** Whether this file has no other columns than pixels, unlike those that a model learnt from. */
  private boolean unlabelled(ReadOptions options, boolean recorded) {
    return recorded
        && options.shape().isPresent()
        && options.shape().get().size() == first.size() - (index ? 1 : 0) - (emptyEnd ? 1 : 0);
  }

  private boolean namesLabel(ReadOptions options) {
    return options
        .labelColumn()
        .filter(column -> !WORDS.contains(column) && !head.position(column.text()))
        .isPresent();
  }

  private int label(List<Integer> rest, ReadOptions options, ReadOptions given) throws IOException {
    LabelColumn column = options.labelColumn().orElse(LabelColumn.NONE);
    boolean recorded = given.labelColumn().isEmpty();
    if (column.equals(LabelColumn.NONE) || rest.isEmpty()) {
      return -1;
    }
    if (recorded && options.shape().isPresent() && options.shape().get().size() == rest.size()) {
      noteNoLabel(rest.size());
      return -1;
    }
    if (WORDS.contains(column)) {
      return rest.get(column.equals(LabelColumn.FIRST) ? 0 : rest.size() - 1);
    }
    int place = head.column(column.text());
    if (!rest.contains(place)) {
      throw head.none(column.text(), "for the label");
    }
    return place;
  }

  private void noteNoLabel(int columns) {
    notes.add(
        "%s: its %d columns are all pixels, without a label"
            .formatted(file.getFileName(), columns));
  }

  /**
   * The label among the columns that are not the model's pixels, which are no others.
   *
   * @throws IOException when some of them are neither the label nor ignored
   */
  private int labelBesideKnown(ReadOptions options, ReadOptions given) throws IOException {
    List<Integer> others = new ArrayList<>(columns(column -> !isKnown(column)));
    LabelColumn column = options.labelColumn().orElse(LabelColumn.NONE);
    boolean recorded = given.labelColumn().isEmpty();
    int place = -1;
    if (column.equals(LabelColumn.NONE) || others.isEmpty()) {
      place = -1;
    } else if (!WORDS.contains(column)) {
      place = head.column(column.text());
    } else if (!recorded || others.size() == 1) {
      place = others.get(column.equals(LabelColumn.FIRST) ? 0 : others.size() - 1);
    }
    if (!column.equals(LabelColumn.NONE) && others.isEmpty()) {
      if (!recorded) {
        throw Problem.at(
            file,
            "expected a label beside the %d columns that were pixels in training, found none; leave"
                + " out labelColumn(...)",
            pixels.length);
      }
      noteNoLabel(pixels.length);
    }
    if (!WORDS.contains(column) && place < 0 && !recorded) {
      throw head.none(column.text(), "for the label");
    }
    int found = others.remove((Integer) place) ? place : -1;
    if (!others.isEmpty()) {
      throw Problem.at(
          file,
          "%s: none of the %d columns that were pixels in training; say labelColumn(NAME) where it is"
              + " the label, else ignoredColumns(NAME)",
          String.join(", ", others.stream().limit(SHOWN).map(this::name).toList()),
          pixels.length);
    }
    return found;
  }

  private boolean isKnown(int column) {
    return ignored.contains(column) || IntStream.of(pixels).anyMatch(pixel -> pixel == column);
  }

  private void noteOrder() {
    boolean inOrder = IntStream.range(1, pixels.length).allMatch(i -> pixels[i - 1] < pixels[i]);
    if (!inOrder) {
      notes.add(
          "%s: its columns stand in another order than in training, and were found by"
                  .formatted(file.getFileName())
              + " their names");
    }
  }

  private boolean isPixel(int column) {
    return column != label && !ignored.contains(column);
  }
}
