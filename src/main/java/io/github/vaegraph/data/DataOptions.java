package io.github.vaegraph.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What to open and how to read it. A default value is what a file means that has no such key.
 *
 * @param data a set's name ({@code digits}, {@code mnist}, ...) or a path
 * @param dataDir where named sets are looked for; empty: {@code VAEGRAPH_DATA}, else the cache
 * @param reading how the files at a path are read
 * @param validation how much of the training images validates; empty: the set's own rule
 * @param test how much is kept for testing where the set has no test split; empty: a tenth
 * @param seed draws the splits of sets that come without and of sprites, and the digits
 */
public record DataOptions(
    String data,
    Optional<Path> dataDir,
    ReadOptions reading,
    Optional<SplitSize> validation,
    Optional<SplitSize> test,
    @JsonProperty(defaultValue = "0") long seed) {
  /** Refuses null. */
  public DataOptions {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(dataDir, "dataDir");
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(test, "test");
  }

  /**
   * A fraction below 1, or a count.
   *
   * @param value 0 for nothing, in (0, 1) a fraction, from 1 a whole number of images
   */
  public record SplitSize(double value) {
    /**
     * @throws IllegalArgumentException when negative, not finite, or a broken count
     */
    public SplitSize {
      if (!(value >= 0) || value > Integer.MAX_VALUE || (value >= 1 && value != Math.rint(value))) {
        throw new IllegalArgumentException(
            "a split's size must be a fraction in [0, 1) or a whole number of images, was "
                + value);
      }
    }

    /** The number of images out of {@code total}. */
    public int of(int total) {
      return (int) (value < 1 ? Math.round(value * total) : value);
    }
  }

  /** The same, with the named sets looked for in this folder. */
  public DataOptions withDataDir(Path folder) {
    return new DataOptions(
        data,
        Optional.of(Objects.requireNonNull(folder, "dataDir")),
        reading,
        validation,
        test,
        seed);
  }

  /** The same of another set or path. */
  public DataOptions withData(String other) {
    return new DataOptions(other, dataDir, reading, validation, test, seed);
  }

  /** The same, with the named sets looked for where they usually are. */
  public DataOptions withoutDataDir() {
    return new DataOptions(data, Optional.empty(), reading, validation, test, seed);
  }

  /** The same, with files read like this. */
  public DataOptions withReading(ReadOptions other) {
    return new DataOptions(data, dataDir, other, validation, test, seed);
  }

  /** This set or path with every other option at its default. */
  public static DataOptions of(String data) {
    return new DataOptions(
        data, Optional.empty(), ReadOptions.USUAL, Optional.empty(), Optional.empty(), 0);
  }
}
