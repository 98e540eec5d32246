package io.github.vaegraph.savedmodel;

import io.github.vaegraph.io.Durable;
import io.github.vaegraph.io.Unfinished;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One new version of a model on its way: written beside the others under a name that TensorFlow
 * Serving skips, then renamed. Wherever the program is killed, the folder holds whole versions, and
 * at most something that the next publication clears away.
 *
 * <p>A lock on a file of the folder, which ends with the program whatever ends it, keeps
 * publications apart: what else lies beside the versions while it is held has been left behind.
 */
final class Publication implements AutoCloseable {
  private static final String LOCK = ".lock";
  private static final String PARTIAL = ".partial-";
  private static final String REMOVED = ".removed-";

  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("r-xr-xr-x");

  /** A file's lock belongs to the whole program: this one tells its threads apart. */
  private static final ReentrantLock THIS_PROGRAM = new ReentrantLock();

  private final Path folder;
  private final Consumer<String> warnings;
  private final FileChannel lock;
  private final Unfinished aside;
  private boolean published;

  private Publication(Path folder, Consumer<String> warnings, FileChannel lock) throws IOException {
    this.folder = folder;
    this.warnings = warnings;
    this.lock = lock;
    for (String leftover : List.of(PARTIAL, REMOVED)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, leftover + "*")) {
        entries.forEach(this::clear);
      }
    }
    this.aside = Unfinished.folder(folder, PARTIAL);
  }

  /**
   * Begins a new version, once no other publication is at work in this folder.
   *
   * @param folder the model's folder, which is made if need be
   * @param warnings told, in one line each, of what is in nobody's way but cannot be deleted
   * @throws IOException when it cannot be written
   */
  static Publication begin(Path folder, Consumer<String> warnings) throws IOException {
    THIS_PROGRAM.lock();
    try {
      Files.createDirectories(folder);
      FileChannel lock =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        lock.lock(); // ends when the channel is closed
        return new Publication(folder, warnings, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (FileSystemException e) {
      THIS_PROGRAM.unlock();
      throw new IOException(unwritable(folder), e);
    } catch (IOException | RuntimeException e) {
      THIS_PROGRAM.unlock();
      throw e;
    }
  }

  static String unwritable(Path folder) {
    return folder + ": expected a folder to export to, found that it cannot be written; try --out";
  }

  /** Where the new version is written. */
  Path aside() {
    return aside.path();
  }

  /**
   * Gives what has been written the next free version's name.
   *
   * @return the version's folder
   * @throws IOException when that cannot be done
   */
  Path publish() throws IOException {
    // A name that outlives a power failure must not stand for contents that do not.
    Durable.tree(aside());
    // A temporary folder is its owner's alone, but servers run as others.
    makeReadable(aside());
    long version = ModelVersions.newestNumber(folder) + 1;
    while (!published) {
      Path target = folder.resolve(Long.toString(version++));
      try {
        if (!Files.exists(target)) {
          aside.moveTo(target);
          published = true;
          return target;
        }
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
        // Something took the number between the look and the move.
      }
    }
    throw new IllegalStateException("published twice");
  }

  /**
   * Removes all but the newest versions, each under another name first: a server never sees half of
   * one. What then cannot be deleted, servers skip.
   *
   * @param keep how many stay, at least 1
   * @throws IOException when an old version cannot be renamed
   */
  void keep(int keep) throws IOException {
    List<Path> models = ModelVersions.models(folder);
    for (Path old : models.subList(0, Math.max(0, models.size() - keep))) {
      Path removed = folder.resolve(REMOVED + old.getFileName() + "-" + UUID.randomUUID());
      try {
        Files.move(old, removed, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        throw new IOException(
            "%s: the new version is published, but this old one cannot be removed (%s); try without"
                    .formatted(old, e)
                + " --keep",
            e);
      }
      warnings.accept("--keep %d: removed %s".formatted(keep, old));
      clear(removed);
    }
  }

  private void clear(Path leftover) {
    try {
      Unfinished.delete(leftover);
    } catch (IOException e) {
      warnings.accept(
          "%s: servers skip it, but it cannot be deleted (%s); does it belong to another user?"
              .formatted(leftover, e));
    }
  }

  private void makeReadable(Path version) throws IOException {
    if (Files.getFileAttributeView(version, PosixFileAttributeView.class) == null) {
      return; // what lies in a folder inherits its permissions here
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(version);
    if (permissions.addAll(READABLE)) {
      try {
        Files.setPosixFilePermissions(version, permissions);
      } catch (FileSystemException e) {
        throw new IOException(
            "%s: expected a folder whose contents servers may read, found that permissions cannot be"
                    .formatted(folder)
                + " set (%s); try --out".formatted(e),
            e);
      }
    }
  }

  /** Ends the publication, and deletes what has not been published. */
  @Override
  public void close() throws IOException {
    // The lock's file stays: who deletes it takes it from those who wait for it.
    try (lock) {
      aside.close();
    } finally {
      THIS_PROGRAM.unlock();
    }
  }
}
