package io.github.vaegraph;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds what leads back to itself. */
final class Circles {
  private Circles() {}

  /**
   * The largest sets of names each of which leads to each other.
   *
   * @param arrows where each name leads
   */
  static Set<Set<String>> in(Map<String, Set<String>> arrows) {
    Map<String, Set<String>> reachable = new HashMap<>();
    arrows.keySet().forEach(name -> reachable.put(name, reachable(name, arrows)));
    Set<Set<String>> circles = new LinkedHashSet<>();
    for (String name : new TreeSet<>(arrows.keySet())) {
      Set<String> circle = new TreeSet<>();
      for (String other : reachable.getOrDefault(name, Set.of())) {
        if (reachable.getOrDefault(other, Set.of()).contains(name)) {
          circle.add(other);
        }
      }
      if (!circle.isEmpty()) {
        circles.add(Collections.unmodifiableSet(circle));
      }
    }
    return circles;
  }

  /** Where one or more arrows lead; the name itself only if there is a way back. */
  private static Set<String> reachable(String name, Map<String, Set<String>> arrows) {
    Set<String> reachable = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(Set.of(name));
    while (!open.isEmpty()) {
      for (String next : arrows.getOrDefault(open.pop(), Set.of())) {
        if (reachable.add(next)) {
          open.push(next);
        }
      }
    }
    return reachable;
  }
}
