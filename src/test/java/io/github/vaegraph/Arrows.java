package io.github.vaegraph;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The design's one table: who may import whom, and whatever lies further along the arrows. {@link
 * ArchitectureTest} holds the code to it, and {@link ArrowsPicture} draws it.
 */
final class Arrows {
  static final String BASE = "io.github.vaegraph";

  /** The base package itself: the door for notebooks and applications. */
  static final String DOOR = "";

  /** A package may have its place here before it has a class. */
  private static final Map<String, Set<String>> TABLE =
      Map.ofEntries(
          entry(DOOR, Set.of("job", "client")),
          entry("cli", Set.of("job", "client", "table", "cli.notebook")),
          entry("cli.notebook", Set.of("io")),
          entry(
              "job",
              Set.of("artifact", "report", "tensorboard", "run", "savedmodel", "train", "source")),
          entry("report", Set.of("run", "picture", "train", "evaluate", "data", "io")),
          entry("tensorboard", Set.of("run", "train", "picture", "model", "data")),
          entry(
              "artifact", Set.of("run", "savedmodel", "signature", "picture", "evaluate", "data")),
          entry("table", Set.of("artifact", "signature", "source", "data", "io")),
          entry("run", Set.of("train", "evaluate", "model", "source", "data", "io")),
          entry("client", Set.of("signature", "data")),
          entry("train", Set.of("evaluate", "model", "data")),
          entry("evaluate", Set.of("model", "data")),
          entry("savedmodel", Set.of("model", "latent", "signature", "check", "data", "io")),
          entry("model", Set.of("objective", "likelihood", "latent", "data")),
          entry("objective", Set.of("latent", "graph")),
          entry("latent", Set.of("network", "distribution", "graph")),
          entry("network", Set.of("graph", "data")),
          entry("likelihood", Set.of("distribution", "graph", "data", "choice")),
          entry("distribution", Set.of("graph")),
          entry("check", Set.of("graph", "io")),
          entry("signature", Set.of("data")),
          entry("picture", Set.of("data", "io")),
          entry(
              "source", Set.of("source.picture", "source.digits", "source.sprites", "data", "io")),
          entry("source.picture", Set.of("source.file", "data", "io")),
          entry("source.file", Set.of("data", "io")),
          entry("source.digits", Set.of("data")),
          entry("source.sprites", Set.of("data")),
          entry("data", Set.of("io", "choice")),
          entry("io", Set.of()),
          entry("graph", Set.of("choice")),
          entry("choice", Set.of()));

  /** Who may name TensorFlow's types. */
  static final Set<String> TENSORFLOW =
      Set.of(
          "graph",
          "distribution",
          "network",
          "latent",
          "likelihood",
          "objective",
          "model",
          "savedmodel",
          "check");

  private Arrows() {}

  static Set<String> packages() {
    return new TreeSet<>(TABLE.keySet());
  }

  /** The package's name in Java. */
  static String full(String name) {
    return name.equals(DOOR) ? BASE : BASE + "." + name;
  }

  /** The package itself, and all that lies along its arrows. */
  static Set<String> reachable(String name) {
    Set<String> reachable = new TreeSet<>(Set.of(name));
    for (String next : TABLE.getOrDefault(name, Set.of())) {
      reachable.addAll(reachable(next));
    }
    return reachable;
  }

  /**
   * The fewest arrows that say the same of these packages: none that follows from others.
   *
   * @return where the arrows of each package lead; the base package is called by its last part
   */
  static Map<String, Set<String>> fewest(Set<String> packages) {
    Map<String, Set<String>> fewest = new TreeMap<>();
    for (String name : packages) {
      Set<String> targets = below(name, packages);
      Set<String> further = new TreeSet<>();
      targets.forEach(target -> further.addAll(below(target, packages)));
      targets.removeAll(further);
      fewest.put(label(name), targets);
    }
    return fewest;
  }

  private static String label(String name) {
    return name.equals(DOOR) ? BASE.substring(BASE.lastIndexOf('.') + 1) : name;
  }

  private static Set<String> below(String name, Set<String> packages) {
    Set<String> below = reachable(name);
    below.remove(name);
    below.retainAll(packages);
    return below;
  }
}
