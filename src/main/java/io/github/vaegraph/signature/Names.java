package io.github.vaegraph.signature;

import java.util.Collection;
import java.util.stream.Collectors;

/** The names that a model gives its signatures and their parts, as messages list them. */
final class Names {
  private static final int MOST = 20;
  private static final int LONGEST = 60;

  private Names() {}

  /** The first of them, with commas between, and how many there are beside. */
  static String list(Collection<String> names) {
    String first = names.stream().limit(MOST).map(Names::shortly).collect(Collectors.joining(", "));
    return names.isEmpty()
        ? "none"
        : names.size() > MOST ? "%s and %d others".formatted(first, names.size() - MOST) : first;
  }

  /** A name, or how it begins. */
  static String shortly(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
  }
}
