package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.source.file.SplitName.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of CSV files whose names tell splits: {@code train.csv}, {@code mnist_test.csv.gz}. */
public final class CsvFolder {
  private static final int DEPTH = 4; // that pictures are looked for

  private final Path folder;
  private final Map<Kind, Path> splits = new EnumMap<>(Kind.class);
  private final List<Path> others = new ArrayList<>();

  private CsvFolder(Path folder) {
    this.folder = folder;
  }

  /** Whether a file's name is that of a table. */
  static boolean named(Path file) {
    return name(file).matches(".*\\.(csv|tsv)(\\.gz)?");
  }

  /** Whether a folder holds tables, and no pictures that they may belong to. */
  public static boolean is(Path folder) throws IOException {
    if (tables(folder).isEmpty()) {
      return false;
    }
    try (Stream<Path> below = Files.walk(folder, DEPTH)) {
      return below.noneMatch(InputFile::namedPicture);
    } catch (IOException | UncheckedIOException e) {
      throw Problem.reading(folder, e);
    }
  }

  /**
   * Reads a folder's tables as splits, on the scale that was found on the training images.
   *
   * @param given what of the options was asked for this folder, and not recorded with others
   * @throws IOException when it is not clear which file is what, or one cannot be read
   */
  public static Parts parts(Path folder, ReadOptions options, ReadOptions given)
      throws IOException {
    CsvFolder tables = new CsvFolder(folder);
    for (Path file : tables(folder)) {
      tables.sort(file);
    }
    return tables.parts(options, given);
  }

  private void sort(Path file) throws IOException {
    Set<Kind> found = EnumSet.noneOf(Kind.class);
    for (String word : name(file).replaceFirst("\\..*", "").split("[^\\p{L}]+", -1)) {
      Kind.of(word).ifPresent(found::add);
    }
    if (found.size() != 1) {
      others.add(file);
      return;
    }
    Path before = splits.putIfAbsent(found.iterator().next(), file);
    if (before != null && !name(before).equals(name(file).replaceFirst("\\.gz$", ""))) {
      throw Problem.at(
          folder,
          "%s and %s are both named for the %s split; leave one of them, or give one file",
          before.getFileName(),
          file.getFileName(),
          found.iterator().next().text());
    }
  }

  private Parts parts(ReadOptions options, ReadOptions given) throws IOException {
    Path trainFile = splits.get(Kind.TRAIN);
    if (trainFile == null) {
      throw Problem.at(
          folder,
          "expected CSV files named train.csv and test.csv (mnist_train.csv, val.csv, ...), found "
              + "%s; rename them, or give one file",
          list(Stream.concat(splits.values().stream(), others.stream())));
    }
    CsvFile train = CsvFile.read(InputFile.open(trainFile), options, given);
    // One scale, shape and order of columns for all; a test file without labels is told by its
    // columns.
    ReadOptions known = options.over(train.parts().found());
    Optional<CsvFile> validation = other(Kind.VALIDATION, known);
    Optional<CsvFile> test = other(Kind.TEST, known);
    Parts parts =
        Labelled.parts(train.table(), validation.map(CsvFile::table), test.map(CsvFile::table));
    List<String> notes = new ArrayList<>();
    Stream.of(Optional.of(train), validation, test)
        .flatMap(Optional::stream)
        .forEach(file -> notes.addAll(file.parts().notes()));
    if (!others.isEmpty()) {
      notes.add("%s: left out %s".formatted(folder.getFileName(), list(others.stream())));
    }
    return parts.finding(train.parts().found()).noting(notes);
  }

  private Optional<CsvFile> other(Kind split, ReadOptions options) throws IOException {
    Path file = splits.get(split);
    return file == null
        ? Optional.empty()
        : Optional.of(CsvFile.read(InputFile.open(file), options, ReadOptions.USUAL));
  }

  private static List<Path> tables(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && named(file) && !name(file).startsWith("."))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw Problem.reading(folder, e);
    }
  }

  private static String list(Stream<Path> files) {
    return String.join(", ", files.limit(8).map(file -> file.getFileName().toString()).toList());
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
