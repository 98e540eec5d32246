package io.github.vaegraph.source.picture;

import io.github.vaegraph.io.Problem;
import io.github.vaegraph.source.file.InputFile;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files below a folder. Hidden ones, and those that systems leave behind, are not looked at.
 *
 * @param pictures in the order of their paths
 * @param others how many files are no pictures, by the endings of their names
 */
record PictureScan(List<Path> pictures, Map<String, Integer> others) {
  /** The folder that macOS puts into ZIP archives. */
  private static final String MACOS = "__MACOSX";

  private static final Set<String> SYSTEM_FILES = Set.of("thumbs.db", "desktop.ini");

  /**
   * Looks through a folder and all folders below it, links included.
   *
   * @throws IOException when one of them cannot be read
   */
  static PictureScan of(Path root) throws IOException {
    List<Path> pictures = new ArrayList<>();
    Map<String, Integer> others = new TreeMap<>();
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            // The root may be a file system's, which has no name.
            boolean skipped = !folder.equals(root) && ofSystem(folder);
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (InputFile.namedPicture(file)) {
              pictures.add(file);
            } else if (!ofSystem(file)) {
              others.merge(ending(file), 1, Integer::sum);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
            throw Problem.reading(file, cause);
          }
        });
    // By path with one separator everywhere, so that every system sees the same order.
    pictures.sort(Comparator.comparing(file -> relative(root, file)));
    return new PictureScan(pictures, others);
  }

  /** A file's path below a folder, with slashes. */
  static String relative(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** The files that are no pictures, as "3 .txt, 2 .pdf": the most frequent kinds first. */
  String otherKinds() {
    return others.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(kind -> kind.getValue() + " " + kind.getKey())
        .collect(Collectors.joining(", "));
  }

  private static boolean ofSystem(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(".")
        || name.equals(MACOS)
        || SYSTEM_FILES.contains(name.toLowerCase(Locale.ROOT));
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "without an ending" : name.substring(dot);
  }
}
