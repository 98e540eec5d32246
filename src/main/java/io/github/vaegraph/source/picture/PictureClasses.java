package io.github.vaegraph.source.picture;

import io.github.vaegraph.source.file.Classes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The classes of pictures, which are folders' names.
 *
 * @param folders tells each picture's folder
 * @param names in sorted order
 * @param notes about pictures that lie in no such folder while others do
 */
record PictureClasses(SplitFolders folders, List<String> names, List<String> notes) {
  /** Finds the classes of these splits; a split with a picture of no class is not labelled. */
  static PictureClasses of(Path root, Collection<List<Path>> splits, SplitFolders folders) {
    TreeSet<String> names = new TreeSet<>();
    List<String> notes = new ArrayList<>();
    for (List<Path> split : splits) {
      List<Path> outside = split.stream().filter(p -> folders.classOf(p).isEmpty()).toList();
      if (outside.isEmpty()) {
        split.forEach(picture -> names.add(folders.classOf(picture)));
      } else if (outside.size() < split.size()) {
        notes.add(
            "%s lies in no class's folder%s: %s labels are left out"
                .formatted(
                    PictureScan.relative(root, outside.get(0)),
                    outside.size() == 1 ? "" : ", as %d others".formatted(outside.size() - 1),
                    folders.split(outside.get(0)).map(k -> "the " + k.text()).orElse("all")));
      }
    }
    TreeMap<String, String> different = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : names) {
      String before = different.putIfAbsent(name, name);
      if (before != null) {
        notes.add(
            "%s and %s were taken for two classes; are they one? rename the folders"
                .formatted(before, name));
      }
    }
    return new PictureClasses(folders, List.copyOf(names), notes);
  }

  /** A class index for each of these pictures; none when one of them is in no class. */
  int[] labels(List<Path> split) {
    List<String> words = split.stream().map(folders::classOf).toList();
    return words.contains("") ? new int[0] : Classes.indices(words, names);
  }
}
