package io.github.vaegraph.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.source.file.ReadOptions;
import io.github.vaegraph.source.file.ReadOptions.LabelColumn;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to open and how to read it. A default value is what a file means that has no such key.
 *
 * @param data a set's name ({@code digits}, {@code mnist}, ...) or a path
 * @param dataDir where named sets are looked for; empty: {@code VAEGRAPH_DATA}, else the cache
 * @param shape the shape of images whose file does not tell it (CSV, NPY vectors)
 * @param channels 1 or 3, for folders of pictures
 * @param resize target height and width of pictures of unequal size, channels ignored
 * @param labelColumn which CSV column holds the label
 * @param maxValue what values of CSV, NPY, NPZ and IDX files are divided by, bools excepted; empty:
 *     255 for bytes and for CSV where whole numbers above 1 occur, else 1
 * @param validation how much of the training images validates; empty: the set's own rule
 * @param test how much is kept for testing where the set has no test split; empty: a tenth
 * @param seed draws the splits of sets that come without, and the digits
 */
public record DataOptions(
    String data,
    Optional<Path> dataDir,
    Optional<ImageShape> shape,
    @JsonProperty(defaultValue = "1") int channels,
    Optional<ImageShape> resize,
    @JsonProperty(defaultValue = "NONE") LabelColumn labelColumn,
    Optional<Double> maxValue,
    Optional<SplitSize> validation,
    Optional<SplitSize> test,
    @JsonProperty(defaultValue = "0") long seed) {
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

  /**
   * @throws IllegalArgumentException when channels is neither 1 nor 3 or maxValue not positive
   */
  public DataOptions {
    ReadOptions.check(channels, maxValue);
  }

  /** How files are read, whatever they are and however they are split. */
  ReadOptions reading() {
    return new ReadOptions(shape, channels, resize, labelColumn, maxValue);
  }

  /** The same, with the named sets looked for in this folder. */
  public DataOptions withDataDir(Path folder) {
    return new DataOptions(
        data,
        Optional.of(folder),
        shape,
        channels,
        resize,
        labelColumn,
        maxValue,
        validation,
        test,
        seed);
  }

  /** This set or path with every other option at its default. */
  public static DataOptions of(String data) {
    return new DataOptions(
        data,
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.empty(),
        LabelColumn.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0);
  }
}
