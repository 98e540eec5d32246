package io.github.vaegraph.source.picture;

import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Sorts out the pictures that cannot be decoded; each is decoded once for that. */
record DamagedPictures(List<Path> damaged, List<Path> sound) {
  /** So many are named. */
  private static final int NAMED = 5;

  /**
   * Tries all of these.
   *
   * @throws IOException when none can be decoded, with the first one's reason
   */
  static DamagedPictures among(Path root, List<Path> files) throws IOException {
    Map<Path, IOException> reasons = new ConcurrentHashMap<>();
    Parallel.each(
        files,
        (i, file) -> {
          try {
            PictureFile.header(file);
            PictureFile.decode(file);
          } catch (IOException e) {
            if (e.getCause() instanceof OutOfMemoryError) {
              throw e; // says nothing about the picture
            }
            reasons.put(file, e);
          }
        });
    List<Path> damaged = files.stream().filter(reasons::containsKey).toList();
    if (damaged.size() == files.size()) {
      throw Problem.at(
          root,
          "expected pictures, found %d that cannot be read: %s",
          files.size(),
          Problem.shortly(reasons.getOrDefault(files.get(0), new IOException(""))));
    }
    return new DamagedPictures(
        damaged, files.stream().filter(file -> !reasons.containsKey(file)).toList());
  }

  /** The first names and a count. */
  String names(Path root) {
    String first =
        damaged.stream()
            .limit(NAMED)
            .map(file -> PictureScan.relative(root, file))
            .collect(Collectors.joining(", "));
    return "%d damaged %s (%s%s)"
        .formatted(
            damaged.size(),
            damaged.size() == 1 ? "picture" : "pictures",
            first,
            damaged.size() > NAMED ? ", ..." : "");
  }
}
