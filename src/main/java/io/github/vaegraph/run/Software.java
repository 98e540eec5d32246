package io.github.vaegraph.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * The versions that a result depends on.
 *
 * @param vaegraph this program's version
 * @param commit the commit it was built from, with {@code -dirty} for uncommitted changes; empty
 *     outside a repository
 * @param tensorflow TensorFlow Java's version
 * @param java the JVM's version
 * @param system operating system and architecture
 * @param processors how many processors the JVM saw
 */
public record Software(
    String vaegraph,
    Optional<String> commit,
    String tensorflow,
    String java,
    String system,
    int processors) {
  /** What runs now. */
  public static Software current() {
    Properties build = new Properties();
    try (InputStream in = Software.class.getResourceAsStream("/vaegraph.properties")) {
      if (in == null) {
        throw new IllegalStateException("vaegraph.properties is missing from the class path");
      }
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = build.getProperty("commit", "");
    return new Software(
        build.getProperty("version"),
        commit.isEmpty() || commit.startsWith("$") ? Optional.empty() : Optional.of(commit),
        build.getProperty("tensorflow"),
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }
}
