package io.github.vaegraph.savedmodel;

import io.github.vaegraph.io.Durable;
import io.github.vaegraph.io.LockFile;
import io.github.vaegraph.io.Unfinished;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One new version of a model on its way: written beside the others under a name that TensorFlow
 * Serving skips, then renamed. Wherever the program is killed, the folder holds whole versions, and
 * at most something that the next publication clears away.
 *
 * <p>A {@link LockFile} of the folder keeps publications apart: what else lies beside the versions
 * while it is held has been left behind.
 */
final class Publication implements AutoCloseable {
  private static final String LOCK = ".lock";
  private static final String PARTIAL = ".partial-";
  private static final String REMOVED = ".removed-";

  /** How long another export is waited for, which takes seconds unless it was stopped. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final Consumer<String> warnings;
  private final LockFile lock;
  private final Unfinished aside;
  private boolean published;

  private Publication(Path folder, Consumer<String> warnings, LockFile lock) throws IOException {
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
    return begin(folder, warnings, PATIENCE);
  }

  static Publication begin(Path folder, Consumer<String> warnings, Duration patience)
      throws IOException {
    try {
      Files.createDirectories(folder);
      LockFile lock =
          LockFile.take(
              folder.resolve(LOCK),
              patience,
              holder ->
                  warnings.accept(
                      "%s: waiting for another export to end, %s".formatted(folder, holder)));
      try {
        return new Publication(folder, warnings, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (LockFile.HeldException e) {
      throw new IOException(
          "%s: another export, %s, has not ended within %d seconds; try again when it has, or end it"
              .formatted(folder, e.holder(), patience.toSeconds()),
          e);
    } catch (ClosedByInterruptException | InterruptedIOException e) {
      throw Durable.unwritable(folder, e);
    } catch (FileSystemException e) {
      throw new IOException(unwritable(folder) + reason(e), e);
    }
  }

  private static String reason(FileSystemException e) {
    return e.getReason() == null ? "" : " (%s)".formatted(e.getFile() + ": " + e.getReason());
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
    try {
      Durable.tree(aside());
    } catch (IOException e) {
      throw Durable.unwritable(aside(), e);
    }
    long version = ModelVersions.newestNumber(folder);
    while (!published) {
      if (version == Long.MAX_VALUE) {
        throw new IOException(
            "%s: no version is higher than %d, which is taken; remove it, or try --out"
                .formatted(folder, version));
      }
      Path target = folder.resolve(Long.toString(++version));
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

  /** Ends the publication, and deletes what has not been published. */
  @Override
  public void close() throws IOException {
    // The lock's file stays: who deletes it takes it from those who wait for it.
    try (lock) {
      aside.close();
    }
  }
}
