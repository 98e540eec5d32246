package io.github.vaegraph.graph;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * The folder that native libraries are unpacked to and loaded from. Who can write there can have
 * this program run anything: it is one that nobody but this user and the administrator can write,
 * or put another in place of. JavaCPP alone would take a folder that anybody may have made, {@code
 * .javacpp-USER} in the temporary one, where the home cannot be written.
 */
final class NativeFolder {
  private static final String JAVACPP = "org.bytedeco.javacpp.cachedir";
  private static final String JNA = "jna.tmpdir";

  private static final int EVERYBODY_WRITES = 0002;
  private static final int GROUP_WRITES = 0020;
  private static final int OTHERS_DO_ANYTHING = 0077;
  private static final int OTHERS_ENTER = 0011;
  private static final int STICKY = 01000; // nobody renames what is another's

  private NativeFolder() {}

  /**
   * Has JavaCPP and JNA unpack to such a folder, before either is first used.
   *
   * @throws IOException when there is none, in one line
   */
  static void settle() throws IOException {
    Path folder =
        find(
            Optional.ofNullable(System.getProperty(JAVACPP))
                .or(() -> Optional.ofNullable(System.getProperty("org.bytedeco.javacpp.cacheDir"))),
            Path.of(System.getProperty("user.home", "")),
            Path.of(System.getProperty("java.io.tmpdir", "")));
    System.setProperty(JAVACPP, folder.toString());
    if (System.getProperty(JNA) == null) {
      System.setProperty(JNA, folder.toString());
    }
    Path used = Loader.getCacheDir().toPath();
    if (!used.equals(folder)) {
      checked(used); // an application that uses JavaCPP itself had it chosen before
    }
  }

  /**
   * The folder that was named; else the usual one in the home; else, where that cannot be had as in
   * many a container, one of this user's alone in the temporary folder, which is found again.
   */
  static Path find(Optional<String> named, Path home, Path temporary) throws IOException {
    if (named.isPresent()) {
      return checked(Path.of(named.get()).toAbsolutePath());
    }
    Path usual = home.resolve(".javacpp").resolve("cache");
    try {
      if (home.isAbsolute()) { // "?" is the home of a user without a name
        return checked(usual);
      }
    } catch (IOException e) {
      return temporary(usual, temporary, Optional.of(e));
    }
    return temporary(usual, temporary, Optional.empty());
  }

  /** A folder without links in its path, which is made if need be. */
  private static Path checked(Path folder) throws IOException {
    Path real;
    Object user;
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, ownersAlone(folder));
      }
      real = folder.toRealPath();
      user = user(real);
    } catch (IOException e) {
      throw refusal(folder, reason(e));
    }
    if (posix(real)) {
      Set<Object> trusted =
          Set.copyOf(List.of(user, 0, Files.getAttribute(real.getRoot(), "unix:uid")));
      for (Path at = real; at != null; at = at.getParent()) {
        check(folder, at, trusted, !at.equals(real));
      }
      if ((mode(real) & OTHERS_ENTER) != 0) {
        try (Stream<Path> all = Files.walk(real)) {
          for (Path at : (Iterable<Path>) all::iterator) {
            check(folder, at, trusted, false);
          }
        }
      }
    }
    return real;
  }

  private static void check(Path folder, Path at, Set<Object> trusted, boolean above)
      throws IOException {
    Map<String, Object> found =
        Files.readAttributes(at, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    if (!trusted.contains(found.get("uid"))) {
      throw refusal(folder, "%s belongs to another user, %s".formatted(at, Files.getOwner(at)));
    }
    int mode = mode(at);
    if (Files.isSymbolicLink(at) || (above && (mode & STICKY) != 0)) {
      return;
    }
    if ((mode & EVERYBODY_WRITES) != 0) {
      throw refusal(folder, at + " may be written by everybody");
    }
    if ((mode & GROUP_WRITES) != 0 && !Integer.valueOf(0).equals(found.get("gid"))) {
      Map<String, Object> names =
          Files.readAttributes(at, "posix:owner,group", LinkOption.NOFOLLOW_LINKS);
      String group = String.valueOf(names.get("group"));
      if (!group.equals(String.valueOf(names.get("owner")))) { // else a group of the user's own
        throw refusal(folder, "%s may be written by the group %s".formatted(at, group));
      }
    }
  }

  /** The same folder at every start, as what is unpacked takes 700 MB. */
  private static Path temporary(Path usual, Path temporary, Optional<IOException> why)
      throws IOException {
    Path folder;
    try {
      Path real = temporary.toRealPath();
      Object user = user(real);
      folder = real.resolve("vaegraph-natives-" + user);
      try {
        Files.createDirectory(folder, ownersAlone(real));
      } catch (FileAlreadyExistsException e) {
        // Of an earlier start, or of somebody else.
      }
      boolean ours =
          Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
              && (!posix(real)
                  || (user.equals(owner(folder)) && (mode(folder) & OTHERS_DO_ANYTHING) == 0));
      if (!ours) {
        throw refusal(folder, "it is no folder of this user's alone");
      }
    } catch (FileSystemException e) {
      throw why.orElseGet(() -> refusal(usual, reason(e)));
    }
    return folder;
  }

  /** Who owns what is made in a folder, as its file system tells it. */
  private static Object user(Path folder) throws IOException {
    Path made = Files.createTempFile(folder, "owner", null);
    try {
      return posix(folder) ? owner(made) : System.getProperty("user.name", "user");
    } finally {
      Files.delete(made);
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static Object owner(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }

  private static FileAttribute<?>[] ownersAlone(Path folder) {
    return posix(folder)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException cause && cause.getReason() != null
        ? cause.getReason()
        : "it cannot be written";
  }

  private static IOException refusal(Path folder, String found) {
    return new IOException(
        "%s: expected a folder for TensorFlow's native library that this user alone can write, found: %s. Name another, with room for 700 MB, with JAVA_TOOL_OPTIONS=-D%s=DIR"
            .formatted(folder, found, JAVACPP));
  }
}
