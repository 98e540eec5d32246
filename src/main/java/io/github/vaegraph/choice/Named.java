package io.github.vaegraph.choice;

/** What can be chosen by a text: on the command line, in files, from Java. */
public interface Named {
  /** The name, with its arguments where it has any, as its {@link Choice} reads it. */
  String text();
}
