package io.github.vaegraph.signature;

import java.util.Set;

/**
 * A tensor that a signature takes or returns, a row for each row of the request.
 *
 * @param name what requests and answers call it
 * @param node its node in the graph, behind the signature's name and a dot
 * @param needs what a model must have to take or return it; most parts need nothing
 */
public record Part(String name, String node, Kind kind, Set<Trait> needs) {
  /** A part that nobody changes. */
  public Part {
    needs = Set.copyOf(needs);
  }

  static Part of(String name, String node, Kind kind) {
    return new Part(name, node, kind, Set.of());
  }
}
