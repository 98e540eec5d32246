package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.NamedImages;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A folder of pictures. Folders in it are classes, named by the first one on the way down; top
 * folders named train, validation (or val, valid) and test are splits.
 */
final class PictureFolder {
  private static final Map<String, String> SPLITS =
      Map.of(
          "train", "train",
          "validation", "validation",
          "valid", "validation",
          "val", "validation",
          "test", "test");

  private final Path root;
  private final ReadOptions options;
  private final ReadLimits limits;

  private PictureFolder(Path root, ReadOptions options, ReadLimits limits) {
    this.root = root;
    this.options = options;
    this.limits = limits;
  }

  /**
   * Reads a folder; pictures are taken in the order of their paths.
   *
   * @throws IOException when there are none, some lie beside the folders of splits, or they differ
   *     in size and no size is asked for
   */
  static Parts parts(Path root, ReadOptions options, ReadLimits limits) throws IOException {
    return new PictureFolder(root, options, limits).parts();
  }

  private Parts parts() throws IOException {
    List<Path> files = scan();
    if (files.isEmpty()) {
      throw Problem.at(
          root,
          "expected IDX files (train-images-idx3-ubyte, ...) or PNG, JPEG, BMP or GIF pictures, "
              + "found none");
    }
    ImageShape shape = shape(files);
    Set<String> tops = files.stream().map(f -> folder(f, 0)).collect(Collectors.toSet());
    refuseBesideSplits(files, tops);
    boolean split = tops.contains("train") && SPLITS.keySet().containsAll(tops);
    // The class is the first folder below the split's; pictures of no folder belong to none.
    int depth = split ? 1 : 0;
    Set<String> classes =
        files.stream().map(f -> folder(f, depth)).collect(Collectors.toCollection(TreeSet::new));
    List<String> names = classes.contains("") ? List.of() : List.copyOf(classes);
    if (!split) {
      return new Parts(
          split("train", files, names, depth, shape), Optional.empty(), Optional.empty(), names);
    }
    Map<String, List<Path>> bySplit =
        files.stream().collect(Collectors.groupingBy(f -> split(folder(f, 0))));
    return new Parts(
        split("train", bySplit.getOrDefault("train", List.of()), names, depth, shape),
        optional("validation", bySplit, names, shape),
        optional("test", bySplit, names, shape),
        names);
  }

  /** Taken for classes, the folders of splits would be pooled and test images trained on. */
  private void refuseBesideSplits(List<Path> files, Set<String> tops) throws IOException {
    Optional<String> second =
        tops.stream().filter(t -> SPLITS.containsKey(t) && !t.equals("train")).sorted().findFirst();
    if (!tops.contains("train") || second.isEmpty()) {
      return;
    }
    for (Path file : files) {
      Path top = root.relativize(file).getName(0);
      if (!SPLITS.containsKey(top.toString())) {
        throw Problem.at(
            root,
            "expected nothing beside the splits train and %s, found %s; move it away or into one",
            second.get(),
            top);
      }
    }
  }

  private static String split(String folder) {
    return SPLITS.getOrDefault(folder, folder);
  }

  private Optional<Split> optional(
      String name, Map<String, List<Path>> bySplit, List<String> classes, ImageShape shape)
      throws IOException {
    List<Path> files = bySplit.get(name);
    return files == null ? Optional.empty() : Optional.of(split(name, files, classes, 1, shape));
  }

  private Split split(
      String name, List<Path> files, List<String> classes, int depth, ImageShape shape)
      throws IOException {
    Collection<String> words = files.stream().map(f -> folder(f, depth)).toList();
    int[] labels = classes.isEmpty() ? new int[0] : Classes.indices(words, classes);
    PictureImages images = new PictureImages(files, shape, limits.pictureCache());
    boolean small = (long) files.size() * shape.size() <= limits.pictureCache();
    List<String> names = files.stream().map(this::relative).toList();
    return new Split(name, new NamedImages(small ? images.inMemory() : images, names), labels);
  }

  /** The name of the folder that many steps down on the way to a file, or "". */
  private String folder(Path file, int depth) {
    Path relative = root.relativize(file);
    return depth < relative.getNameCount() - 1 ? relative.getName(depth).toString() : "";
  }

  private ImageShape shape(List<Path> files) throws IOException {
    PictureFile.Size[] sizes = new PictureFile.Size[files.size()];
    try {
      IntStream.range(0, sizes.length).parallel().forEach(i -> sizes[i] = size(files.get(i)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (options.resize().isPresent()) {
      ImageShape asked = options.resize().get();
      return new ImageShape(asked.height(), asked.width(), channels());
    }
    for (int i = 1; i < sizes.length; i++) {
      if (!sizes[i].equals(sizes[0])) {
        throw Problem.at(
            files.get(i),
            "expected a picture of %s like %s, found %s; bring all to one size with --resize HxW",
            sizes[0],
            files.get(0),
            sizes[i]);
      }
    }
    return Pixels.shape(files.get(0), sizes[0].height(), sizes[0].width(), channels());
  }

  private int channels() {
    return options.channels().orElse(1);
  }

  private static PictureFile.Size size(Path file) {
    try {
      return PictureFile.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> scan() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            // The root may be a file system's, which has no name.
            boolean hidden =
                !folder.equals(root) && folder.getFileName().toString().startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (PictureFile.named(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
            throw Problem.reading(file, cause);
          }
        });
    // By path with one separator everywhere, so that every system sees the same order.
    files.sort(Comparator.comparing(this::relative));
    return files;
  }

  private String relative(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }
}
