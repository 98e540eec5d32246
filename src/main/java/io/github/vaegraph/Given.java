package io.github.vaegraph;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Objects;

/** What callers hand over, refused by its name before anything is done with it. */
final class Given {
  private Given() {}

  /**
   * A folder of the system's, where native code finds it.
   *
   * @throws NullPointerException when it is none
   * @throws IllegalArgumentException when it lies in a ZIP file or another program's file system
   */
  static Path folder(String name, Path folder) {
    Objects.requireNonNull(folder, name);
    if (folder.getFileSystem() != FileSystems.getDefault()) {
      throw new IllegalArgumentException(
          "%s: expected a folder of the system's, which TensorFlow can reach, found %s in a file"
                  .formatted(name, folder)
              + " system of Java's own, as of a ZIP or JAR file; copy it to a folder");
    }
    return folder;
  }
}
