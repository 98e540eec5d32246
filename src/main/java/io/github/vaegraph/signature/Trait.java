package io.github.vaegraph.signature;

/** What some models have and others have not; signatures and their parts may need it. */
public enum Trait {
  POSTERIOR("a plain autoencoder has no posterior to draw codes from"),
  CHOICE("a prior of one component has none to choose"),
  LABEL("a model that is not conditional is told of no class");

  private final String otherwise;

  Trait(String otherwise) {
    this.otherwise = otherwise;
  }

  /** Which models have it not, and why, for people who ask one of those. */
  String otherwise() {
    return otherwise;
  }
}
