package io.github.vaegraph.source;

import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Folders that hold one other folder and nothing else, as MNIST holds raw. */
final class WrappedFolder {
  private static final int DEEPEST = 8; // a link may lead back up

  private WrappedFolder() {}

  /**
   * The folder that is not wrapped any more; the folder itself where it holds other things.
   *
   * @throws IOException when it cannot be read
   */
  static Path within(Path folder) throws IOException {
    Path inner = folder;
    for (int depth = 0; depth < DEEPEST; depth++) {
      List<Path> entries = visible(inner);
      if (entries.size() != 1 || !Files.isDirectory(entries.get(0))) {
        return inner;
      }
      inner = entries.get(0);
    }
    return inner;
  }

  private static List<Path> visible(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().matches("\\..*|__MACOSX"))
          .limit(2)
          .toList();
    } catch (IOException e) {
      throw Problem.reading(folder, e);
    }
  }
}
