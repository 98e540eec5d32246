package io.github.vaegraph.signature;

import java.util.List;
import java.util.Set;

/**
 * What can be asked of a model by a name. Every part has as many rows as the others, and a row of
 * the answer depends on the same row of the request alone.
 *
 * @param says what is computed, for people
 * @param needs what a model must have to have this signature; most need nothing
 */
public record Signature(
    String name, List<Part> takes, List<Part> returns, String says, Set<Trait> needs) {
  /** A signature that nobody changes. */
  public Signature {
    takes = List.copyOf(takes);
    returns = List.copyOf(returns);
    needs = Set.copyOf(needs);
  }

  /** Whether a model of this form has it. */
  public boolean isOf(ModelForm form) {
    return form.traits().containsAll(needs);
  }

  /** The signature of a model of this form: with those of its parts that such a model has. */
  Signature of(ModelForm form) {
    return new Signature(name, of(takes, form), of(returns, form), says, needs);
  }

  private static List<Part> of(List<Part> parts, ModelForm form) {
    return parts.stream().filter(part -> form.traits().containsAll(part.needs())).toList();
  }

  /** The full name of a node of the graph that belongs to this signature. */
  public String node(String node) {
    return name + "." + node;
  }

  /** Whether it is given rows of this kind. */
  public boolean takes(Kind kind) {
    return takes.stream().anyMatch(part -> part.kind() == kind);
  }

  /** A request's name: {@code encode}. */
  @Override
  public String toString() {
    return name;
  }
}
