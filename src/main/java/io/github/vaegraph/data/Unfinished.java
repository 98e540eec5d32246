package io.github.vaegraph.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A file or folder that is written aside and renamed when it is whole. Whatever still lies there
 * when it is closed is deleted, and so it is when the program is interrupted.
 *
 * @param path where it is written
 */
public record Unfinished(Path path) implements AutoCloseable {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Unfinished::deleteAll, "unfinished"));
  }

  /** Something about to be written here; what an earlier attempt left is overwritten. */
  public Unfinished {
    path = path.toAbsolutePath();
    OPEN.add(path);
  }

  /**
   * Deletes what has not been renamed.
   *
   * @throws IOException when it cannot be deleted
   */
  @Override
  public void close() throws IOException {
    delete(path);
    OPEN.remove(path);
  }

  /**
   * Deletes a file, or a folder with all that lies in it; nothing there is no error.
   *
   * @throws IOException when something cannot be deleted
   */
  public static void delete(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = new ArrayList<>(walk.toList());
    }
    Collections.reverse(paths);
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  private static void deleteAll() {
    for (Path path : OPEN) {
      try {
        delete(path);
      } catch (IOException e) {
        // The program ends: nobody is left to tell.
      }
    }
  }
}
