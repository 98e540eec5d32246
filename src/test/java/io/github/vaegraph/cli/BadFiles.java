package io.github.vaegraph.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All damaged inputs, and a program that writes them for {@code src/check/bad_files.py}. */
final class BadFiles {
  private BadFiles() {}

  static List<BadFile> all() throws IOException {
    return Stream.of(BadArrays.all(), BadTables.all(), BadPictures.all(), BadModels.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Writes them into a folder and prints a line for each: its name and the arguments. */
  public static void main(String[] folder) throws IOException {
    for (BadFile bad : all()) {
      System.out.println(bad.name() + "\t" + String.join("\t", bad.arguments(Path.of(folder[0]))));
    }
  }
}
