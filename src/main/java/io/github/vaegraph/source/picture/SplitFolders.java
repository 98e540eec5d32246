package io.github.vaegraph.source.picture;

import io.github.vaegraph.io.Problem;
import io.github.vaegraph.source.file.SplitName;
import io.github.vaegraph.source.file.SplitName.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the folders of pictures mean. Folders named as splits are splits, and the folders in them
 * classes; else folders are classes, named by the first one on the way down. Folders that only wrap
 * all others are looked through. A layout that would train on what looks like test pictures is
 * refused.
 */
final class SplitFolders {
  /** Splits of either kind, beside one that trains. */
  private static final Set<String> UNCLEAR =
      Set.of("eval", "evaluation", "holdout", "heldout", "extra", "unlabeled", "unlabelled");

  private final Path root;
  private final List<Path> pictures;
  private final int depth; // folders that wrap all others
  private final Map<String, Kind> splits = new TreeMap<>(); // by folder; empty: there are none
  private final Map<Kind, Integer> classDepths = new EnumMap<>(Kind.class);

  private SplitFolders(Path root, List<Path> pictures, int depth) {
    this.root = root;
    this.pictures = pictures;
    this.depth = depth;
  }

  /**
   * Looks at where the pictures of a folder lie.
   *
   * @throws IOException when some of its folders look like splits and others do not, so that it
   *     needs a person to tell them apart
   */
  static SplitFolders of(Path root, List<Path> pictures) throws IOException {
    int depth = 0;
    SplitFolders folders = new SplitFolders(root, pictures, depth);
    while (folders.wrapped()) {
      depth++;
      folders = new SplitFolders(root, pictures, depth);
    }
    folders.findSplits();
    folders.refuseDeeperSplits();
    return folders;
  }

  /** The folders that were looked through, with slashes; empty where there are none. */
  Optional<String> wrapping() {
    return depth == 0
        ? Optional.empty()
        : Optional.of(root.relativize(pictures.get(0)).subpath(0, depth).toString());
  }

  /** The split in which a picture lies; empty where folders are no splits. */
  Optional<Kind> split(Path picture) {
    return Optional.ofNullable(splits.get(folder(picture, depth)));
  }

  /** The folder that names a picture's class; "" where it lies in none. */
  String classOf(Path picture) {
    int below = split(picture).map(kind -> classDepths.getOrDefault(kind, depth + 1)).orElse(depth);
    return folder(picture, below);
  }

  /** Whether there is one folder, no split, that holds folders and nothing else. */
  private boolean wrapped() {
    Set<String> tops = tops();
    return tops.size() == 1
        && SplitName.of(tops.iterator().next()).filter(name -> name.rest().isEmpty()).isEmpty()
        && pictures.stream().noneMatch(picture -> folder(picture, depth + 1).isEmpty());
  }

  private void findSplits() throws IOException {
    Set<String> tops = tops();
    Map<String, Kind> named = SplitName.among(tops);
    Set<String> others = new TreeSet<>(tops);
    others.removeAll(named.keySet());
    boolean train = named.containsValue(Kind.TRAIN);
    boolean onlyTrain = Set.copyOf(named.values()).equals(Set.of(Kind.TRAIN));
    if (named.isEmpty()) {
      return;
    }
    if (onlyTrain && !others.isEmpty()) {
      refuseUnclear(named, others);
      return; // train beside bus and car is a class
    }
    refuseTwice(named);
    if (!others.isEmpty()) {
      throw train ? strays(named, others) : amongClasses(named, others);
    }
    if (!train) {
      throw Problem.at(
          place(),
          "expected a folder train, found only %s; to take its pictures, give %s",
          String.join(" and ", named.keySet()),
          place().resolve(named.keySet().iterator().next()));
    }
    splits.putAll(named);
    for (Map.Entry<String, Kind> split : named.entrySet()) {
      classDepths.put(split.getValue(), classDepth(split.getKey()));
    }
  }

  private void refuseTwice(Map<String, Kind> named) throws IOException {
    for (Kind kind : Kind.values()) {
      List<String> folders = named.keySet().stream().filter(f -> named.get(f) == kind).toList();
      if (folders.size() > 1) {
        throw Problem.at(
            place(),
            "expected one folder for the %s split, found %s; put them into one, or rename those"
                + " that are none",
            kind.text(),
            listed(folders));
      }
    }
  }

  private void refuseUnclear(Map<String, Kind> named, Set<String> others) throws IOException {
    for (String other : others) {
      if (UNCLEAR.contains(other.toLowerCase(Locale.ROOT).replaceFirst("[-_ ]?(set|data)$", ""))) {
        throw Problem.at(
            place(),
            "%s looks like a split, but is %s the one for validation or for the test? rename it"
                + " validation or test, or move it away",
            named.keySet().iterator().next(),
            other);
      }
    }
  }

  private IOException strays(Map<String, Kind> named, Set<String> others) {
    String first =
        named.keySet().stream().filter(f -> named.get(f) == Kind.TRAIN).findFirst().orElseThrow();
    String second =
        named.keySet().stream().filter(f -> named.get(f) != Kind.TRAIN).findFirst().orElseThrow();
    return Problem.at(
        place(),
        "expected nothing beside the splits %s and %s, found %s; move it away or into one",
        first,
        second,
        shown(others));
  }

  private IOException amongClasses(Map<String, Kind> named, Set<String> others) {
    String first = named.keySet().iterator().next();
    return Problem.at(
        place(),
        "%s looks like a split and %s beside it does not; move what trains into a folder train, or"
            + " rename %s if it is a class",
        first,
        shown(others),
        first);
  }

  /** The first of these; for pictures in no folder the first of them. */
  private String shown(Set<String> others) {
    String first = others.iterator().next();
    String name = first;
    if (first.isEmpty()) {
      name =
          pictures.stream()
              .filter(p -> folder(p, depth).isEmpty())
              .findFirst()
              .map(p -> p.getFileName().toString())
              .orElseThrow();
    }
    return others.size() == 1 ? name : "%s and %d more".formatted(name, others.size() - 1);
  }

  /** Below classes, or sets side by side, training and test pictures would be pooled. */
  private void refuseDeeperSplits() throws IOException {
    Map<Path, Set<String>> children = new TreeMap<>();
    for (Path picture : pictures) {
      Path relative = root.relativize(picture);
      for (int i = depth + 1; i < relative.getNameCount() - 1; i++) {
        children
            .computeIfAbsent(relative.subpath(0, i), p -> new TreeSet<>())
            .add(relative.getName(i).toString());
      }
    }
    for (Map.Entry<Path, Set<String>> folder : children.entrySet()) {
      Map<String, Kind> named = SplitName.among(folder.getValue());
      if (Set.copyOf(named.values()).size() > 1 && named.containsValue(Kind.TRAIN)) {
        throw Problem.at(
            root,
            "%s holds the splits %s, which would be pooled; give the path of one such folder, or"
                + " put its classes below folders train and test",
            PictureScan.relative(root, root.resolve(folder.getKey())),
            listed(named.keySet()));
      }
    }
  }

  /**
   * Below a split's folder, and below one of the same meaning in it that wraps all: train/train.
   */
  private int classDepth(String top) {
    List<Path> mine = pictures.stream().filter(p -> folder(p, depth).equals(top)).toList();
    Optional<SplitName> name = SplitName.of(top);
    int below = depth + 1;
    while (true) {
      Set<String> next = new HashSet<>();
      for (Path picture : mine) {
        next.add(folder(picture, below));
      }
      if (next.size() != 1 || !SplitName.of(next.iterator().next()).equals(name)) {
        return below;
      }
      below++;
    }
  }

  private Set<String> tops() {
    return pictures.stream()
        .map(picture -> folder(picture, depth))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The name of the folder that many steps down on the way to a picture, or "". */
  private String folder(Path picture, int steps) {
    Path relative = root.relativize(picture);
    return steps < relative.getNameCount() - 1 ? relative.getName(steps).toString() : "";
  }

  private Path place() {
    return wrapping().map(root::resolve).orElse(root);
  }

  private static String listed(Iterable<String> names) {
    List<String> all = new ArrayList<>();
    names.forEach(all::add);
    String last = all.remove(all.size() - 1);
    return String.join(", ", all) + " and " + last;
  }
}
