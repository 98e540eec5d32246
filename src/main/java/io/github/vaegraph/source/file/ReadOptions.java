package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import java.util.Optional;

/**
 * How the files that a path leads to are read.
 *
 * @param shape the shape of images whose file does not tell it (CSV, NPY vectors)
 * @param channels 1 or 3, for folders of pictures
 * @param resize target height and width of pictures of unequal size, channels ignored
 * @param labelColumn which CSV column holds the label
 * @param maxValue what values of CSV, NPY, NPZ and IDX files are divided by, bools excepted; empty:
 *     255 for bytes and for CSV where whole numbers above 1 occur, else 1
 */
public record ReadOptions(
    Optional<ImageShape> shape,
    int channels,
    Optional<ImageShape> resize,
    LabelColumn labelColumn,
    Optional<Double> maxValue) {
  /** As the files themselves tell. */
  public static final ReadOptions USUAL =
      new ReadOptions(Optional.empty(), 1, Optional.empty(), LabelColumn.NONE, Optional.empty());

  /** Which column of a CSV file holds the label. */
  public enum LabelColumn {
    NONE,
    FIRST,
    LAST
  }

  /**
   * @throws IllegalArgumentException when channels is neither 1 nor 3 or maxValue not positive
   */
  public ReadOptions {
    check(channels, maxValue);
  }

  /**
   * Refuses what is wrong by itself.
   *
   * @throws IllegalArgumentException when channels is neither 1 nor 3 or maxValue not positive
   */
  public static void check(int channels, Optional<Double> maxValue) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels must be 1 or 3, was " + channels);
    }
    if (maxValue.isPresent()
        && !(maxValue.get() > 0 && maxValue.get() < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("maxValue must be positive, was " + maxValue.get());
    }
  }
}
