package io.github.vaegraph.io;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that is written aside and renamed when it is whole. Whatever still lies there
 * when it is closed is deleted, and so it is when the program is interrupted. Everything of ours
 * that others may look at while it is written is written through one of these; {@link Durable} has
 * it flushed to the disk as well.
 */
public final class Unfinished implements AutoCloseable {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(Unfinished::deleteAll, "unfinished"));
    } catch (IllegalStateException e) {
      // The program is ending already, and may still have something to save.
    }
  }

  private final Path path;

  private Unfinished(Path path) {
    this.path = path.toAbsolutePath();
  }

  private static Unfinished open(Path path) {
    Unfinished unfinished = new Unfinished(path);
    OPEN.add(unfinished.path);
    return unfinished;
  }

  /**
   * A new, empty file beside the one it will be, under a name that nothing else has. Where a link
   * stands under the name, the file will take its place: what it led to is left alone.
   *
   * @throws IOException when the folder cannot be written, or the name is a device's or pipe's
   */
  public static Unfinished file(Path target) throws IOException {
    RegularFile.checkReplaceable(target);
    return open(Files.createFile(target.resolveSibling("." + UUID.randomUUID() + ".partial")));
  }

  /**
   * Deletes the files of this kind that programs have left in a folder which were killed, or
   * interrupted at the very end.
   *
   * @throws IOException when the folder cannot be read, or a file not be deleted
   */
  public static void deleteLeft(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*-*-*-*-*.partial")) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * A new, empty folder in another, under a name that nothing else has.
   *
   * @throws IOException when the other cannot be written
   */
  public static Unfinished folder(Path parent, String prefix) throws IOException {
    return open(Files.createDirectory(parent.resolve(prefix + UUID.randomUUID())));
  }

  /**
   * A new, empty folder where the system keeps what is soon deleted; its owner's alone.
   *
   * @throws IOException when nothing can be written there
   */
  public static Unfinished temporary() throws IOException {
    return open(Files.createTempDirectory("vaegraph-"));
  }

  /**
   * A new, empty folder under this very name, in place of what an earlier attempt left. An
   * interruption does not delete it: a stopped training writes its last checkpoint just then.
   *
   * @throws IOException when it cannot be made
   */
  public static Unfinished lasting(Path path) throws IOException {
    delete(path);
    return new Unfinished(Files.createDirectory(path));
  }

  /** Where it is written. */
  public Path path() {
    return path;
  }

  /**
   * Gives it its name in one step; nothing deletes it from then on. A file takes the place of
   * another.
   *
   * @throws IOException when it cannot be renamed, or an interruption has deleted it
   */
  public void moveTo(Path target) throws IOException {
    synchronized (OPEN) { // or it might be renamed when half of it is deleted
      try {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) { // by some network's disks
        Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
      }
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
   * Deletes a file, or a folder with all that lies in it; nothing there is no error, and no link is
   * followed.
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
