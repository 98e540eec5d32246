package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which columns of a table are pixels, which one is the label, and whether it has a header. */
final class CsvColumns {
  private static final Set<String> INDEX_NAMES = Set.of("index", "id");
  private static final Set<LabelColumn> WORDS =
      Set.of(LabelColumn.NONE, LabelColumn.FIRST, LabelColumn.LAST);
  private static final int SHOWN = 8; // names of columns in a message

  private final Path file;
  private final CsvFormat format;
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
    this.format = format;
    first = format.head().get(0).stream().map(String::strip).toList();
    KnownColumns known = new KnownColumns(options.pixelColumns());
    Optional<int[]> named = known.among(first);
    emptyEnd = endsEmpty();
    index = index();
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
      header = names || index || (label >= 0 && namesLabel(options)) || header();
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
        + (header && !first.get(column).isBlank() ? " (" + shortened(first.get(column)) + ")" : "");
  }

  /** Whether the first column counts the rows below the header, as an index does. */
  boolean firstCounts() {
    List<List<String>> rows = format.head().subList(header ? 1 : 0, format.head().size());
    return rows.size() > 2 && (counts(rows, 0) || counts(rows, 1));
  }

  private static boolean counts(List<List<String>> rows, int from) {
    return IntStream.range(0, rows.size())
        .allMatch(i -> rows.get(i).get(0).strip().equals(Integer.toString(from + i)));
  }

  private boolean endsEmpty() {
    boolean found =
        first.size() > 1
            && format.head().stream()
                .allMatch(row -> row.size() == first.size() && row.get(row.size() - 1).isBlank());
    if (found) {
      ignored.add(first.size() - 1);
      notes.add(
          "%s: left out column %d, which is empty".formatted(file.getFileName(), first.size()));
    }
    return found;
  }

  /** pandas leaves the name of an index empty, and reads that as Unnamed: 0. */
  private boolean index() {
    String name = first.get(0).toLowerCase(Locale.ROOT);
    List<List<String>> rows = format.head().subList(1, format.head().size());
    boolean unnamed = name.isEmpty() || name.matches("unnamed: \\d+");
    boolean counting = !rows.isEmpty() && (counts(rows, 0) || counts(rows, 1));
    boolean found =
        first.size() > 1
            && (unnamed ? counting || names(1) : INDEX_NAMES.contains(name) && counting);
    if (found) {
      ignored.add(0);
    }
    return found;
  }

  /** Whether the first row from a column on is words, or counts from there. */
  private boolean names(int from) {
    boolean words = true;
    boolean counts = true;
    for (int i = from; i < first.size(); i++) {
      boolean number = number(first.get(i));
      words &= !number;
      counts &= !number || counts(i, from) || counts(i, from + 1);
    }
    return words || counts;
  }

  private boolean counts(int column, int from) {
    return first.get(column).equals(Integer.toString(column - from));
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
      int column = column(text);
      boolean pixel = known.isPresent() && IntStream.of(known.get()).anyMatch(k -> k == column);
      if (recorded && known.isPresent() && (pixel || column < 0)) {
        continue; // columns that a model learnt beside, and which are not here or elsewhere
      }
      if (pixel) {
        throw Problem.at(file, "%s holds pixels in training; it cannot be left out", name(column));
      }
      if (column < 0) {
        throw none(text, "to ignore");
      }
      named |= !position(text);
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

  /** A column by its position from 1, else by its name; -1: none. */
  private int column(String text) {
    return position(text) ? Integer.parseInt(text) - 1 : first.indexOf(text);
  }

  private boolean position(String text) {
    return text.matches("[1-9]\\d{0,8}") && Integer.parseInt(text) <= first.size();
  }

  private IOException none(String text, String purpose) {
    return Problem.at(
        file,
        "no column %s %s; the columns are %s%s",
        text,
        purpose,
        String.join(", ", first.stream().limit(SHOWN).map(CsvColumns::shortened).toList()),
        first.size() > SHOWN ? ", ... (%d)".formatted(first.size()) : "");
  }

  private boolean namesLabel(ReadOptions options) {
    return options
        .labelColumn()
        .filter(column -> !WORDS.contains(column) && !position(column.text()))
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
    int place = column(column.text());
    if (!rest.contains(place)) {
      throw none(column.text(), "for the label");
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
      place = column(column.text());
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
      throw none(column.text(), "for the label");
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

  /** Words for all pixels, or numbers that count the columns: 0, 1, 2, ..., as pandas writes. */
  private boolean header() {
    boolean words = pixels.length > 0;
    boolean fromFirst = pixels.length > 2;
    boolean fromPixels = pixels.length > 2;
    for (int column = 0; column < first.size(); column++) {
      String cell = first.get(column);
      boolean pixel = isPixel(column);
      boolean name = !pixel && !number(cell); // of a label, or of what is ignored
      words &= !pixel || !number(cell);
      fromFirst &= name || cell.equals(Integer.toString(column));
      fromPixels &= name || (pixel && cell.equals(Integer.toString(column - pixels[0])));
    }
    return words || fromFirst || fromPixels;
  }

  private boolean isPixel(int column) {
    return column != label && !ignored.contains(column);
  }

  private boolean number(String cell) {
    return CsvNumbers.isNumber(cell, format.separator());
  }

  private static String shortened(String cell) {
    return cell.length() > 20 ? cell.substring(0, 20) + "..." : cell;
  }
}
