package io.github.vaegraph.source;

import io.github.vaegraph.io.Problem;
import io.github.vaegraph.io.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the files of published sets below one folder, and has missing ones downloaded there. */
final class DataFolders {
  private final Path root;
  private final Download download;

  /** Looks below {@code root}. */
  DataFolders(Path root, Download download) {
    this.root = root;
    this.download = download;
  }

  /** The folder asked for, else {@code VAEGRAPH_DATA}, else a folder in the user's cache. */
  static Path root(Optional<Path> asked, Map<String, String> environment, Path home) {
    return asked
        .or(() -> named(environment))
        .or(() -> path(environment, "XDG_CACHE_HOME").map(cache -> cache.resolve("vaegraph")))
        .or(() -> path(environment, "LOCALAPPDATA").map(cache -> cache.resolve("vaegraph")))
        .orElseGet(() -> home.resolve(".cache").resolve("vaegraph"));
  }

  /** What {@code VAEGRAPH_DATA} says. */
  static Optional<Path> named(Map<String, String> environment) {
    return path(environment, "VAEGRAPH_DATA");
  }

  private static Optional<Path> path(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }

  /**
   * The folder that holds a set's files, downloaded where they are missing. Files that are there
   * are taken as they are: users may have their own.
   *
   * @throws IOException when files are missing and cannot be downloaded; the message says which
   */
  Path folder(NamedSet set, List<NamedSet> all) throws IOException {
    Path own = root.resolve(set.name());
    List<Path> candidates = new ArrayList<>();
    candidates.add(own);
    candidates.add(root.resolve(set.name().replace('-', '_')));
    set.packed()
        .ifPresent(packed -> packed.folders().forEach(f -> candidates.add(root.resolve(f))));
    candidates.add(root);
    Path folder = own;
    for (Path candidate : candidates) {
      Set<String> present = stems(candidate);
      if (set.files().stream().anyMatch(file -> present.contains(file.stem()))
          && !belongsToAnother(candidate, set, all)) {
        folder = candidate;
        break;
      }
    }
    fetchMissing(set, folder);
    return folder;
  }

  // Sets share names of files: a folder fashion_mnist, or one with its labels, holds no mnist.
  private static boolean belongsToAnother(Path folder, NamedSet set, List<NamedSet> all)
      throws IOException {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    for (NamedSet other : all) {
      if (!other.name().equals(set.name())) {
        if (name != null && other.name().equals(name.toString().replace('_', '-'))) {
          return true;
        }
        for (RemoteFile file : other.files()) {
          boolean known = file.labels() && !file.sha256().isEmpty();
          if (known && file.sha256().equals(Sha256.ofSmall(folder.resolve(file.name())))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void fetchMissing(NamedSet set, Path folder) throws IOException {
    Set<String> present = stems(folder);
    List<RemoteFile> missing =
        set.files().stream().filter(file -> !present.contains(file.stem())).toList();
    // Labels come first in a download, so a folder of images alone was left so by its owner.
    if (missing.size() < set.files().size() && missing.stream().allMatch(RemoteFile::labels)) {
      return;
    }
    if (!missing.isEmpty() && set.packed().isPresent()) {
      NamedSet.Packed packed = set.packed().get();
      throw new IOException(
          "%s: expected %s in %s, found none; fetch %s and unpack it there"
              .formatted(
                  set.name(),
                  missing.get(0).name(),
                  missing.size() < set.files().size()
                      ? folder
                      : root.resolve(packed.folders().get(0)),
                  packed.archive()));
    }
    for (RemoteFile file : missing) {
      try {
        download.fetch(file, set.mirrors(), folder);
      } catch (IOException e) {
        String names = missing.stream().map(RemoteFile::name).collect(Collectors.joining(", "));
        throw new IOException(
            "%s: put %s into %s: %s is not there and could not be downloaded (%s)"
                .formatted(set.name(), names, folder, file.name(), e.getMessage()),
            e);
      }
    }
  }

  private static Set<String> stems(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> RemoteFile.stem(file.getFileName().toString()))
          .collect(Collectors.toSet());
    } catch (IOException | UncheckedIOException e) {
      throw Problem.reading(folder, e);
    }
  }
}
