package io.github.vaegraph.io;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that is written aside and renamed when it is whole. Whatever still lies there
 * when it is closed is deleted, and so it is when the program is interrupted.
 *
 * @param path where it is written
 */
public record Unfinished(Path path) implements AutoCloseable {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(Unfinished::deleteAll, "unfinished"));
    } catch (IllegalStateException e) {
      // The program is ending already, and may still have something to save.
    }
  }

  /** Something about to be written here; what an earlier attempt left is overwritten. */
  public Unfinished {
    path = path.toAbsolutePath();
    OPEN.add(path);
  }

  /**
   * Gives it its name in one step; nothing deletes it from then on.
   *
   * @throws IOException when it cannot be renamed, or an interruption has deleted it
   */
  public void moveTo(Path target) throws IOException {
    synchronized (OPEN) { // or it might be renamed when half of it is deleted
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
      OPEN.remove(path);
    }
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
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException unread)
              throws IOException {
            if (unread != null) {
              throw unread;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Deletes whatever is not whole now. */
  static void deleteAll() {
    synchronized (OPEN) {
      for (Path path : OPEN) {
        try {
          delete(path);
        } catch (IOException e) {
          // The program ends: nobody is left to tell.
        }
      }
    }
  }
}
