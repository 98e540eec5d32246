package io.github.vaegraph.client;

import java.util.Objects;
import java.util.Optional;

/**
 * Which model of a server is meant. Without a version or a label it is the newest that is served.
 *
 * @param name as in the server's configuration
 * @param version its number, not negative
 * @param label a name that the server's configuration gives to a version, as {@code stable}
 */
public record ServedModel(String name, Optional<Long> version, Optional<String> label) {
  private static final String NAME = "[^\\s/:]+";

  /**
   * @throws IllegalArgumentException when a part is not of the form that servers take, or both a
   *     version and a label are given
   */
  public ServedModel {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(label, "label");
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "a model's name must hold neither spaces nor slashes nor colons, was \"%s\""
              .formatted(name));
    }
    if (version.isPresent() && version.get() < 0) {
      throw new IllegalArgumentException(
          "a version must not be negative, was %d".formatted(version.get()));
    }
    if (label.isPresent() && !label.get().matches(NAME)) {
      throw new IllegalArgumentException(
          "a label must hold neither spaces nor slashes nor colons, was \"%s\""
              .formatted(label.get()));
    }
    if (version.isPresent() && label.isPresent()) {
      throw new IllegalArgumentException(
          "a version and a label both say which version is meant; give one");
    }
  }

  /** The newest version that is served. */
  public static ServedModel named(String name) {
    return new ServedModel(name, Optional.empty(), Optional.empty());
  }

  /** The path of REST's address below the server's. */
  String path() {
    return "/v1/models/"
        + name
        + version.map(number -> "/versions/" + number).orElse("")
        + label.map(text -> "/labels/" + text).orElse("");
  }

  /** As people read it: {@code digits}, {@code digits version 2}, {@code digits label stable}. */
  @Override
  public String toString() {
    return name
        + version.map(number -> " version " + number).orElse("")
        + label.map(text -> " label " + text).orElse("");
  }
}
