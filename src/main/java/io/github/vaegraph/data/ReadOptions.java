package io.github.vaegraph.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How the files that a path leads to are read. What is empty is as the files themselves tell, or as
 * usual. Build one with {@link #with}.
 *
 * @param shape the shape of images whose file does not tell it (CSV, NPY vectors)
 * @param channels 1 or 3, for pictures; empty: grey where all pictures are, else colour
 * @param resize target height and width, channels ignored; empty: as they are
 * @param crop what of an image is resized; empty: all of it
 * @param labelColumn which CSV column holds the label; empty: none
 * @param ignoredColumns names or positions (from 1) of CSV columns that are no pixels
 * @param minValue the value of CSV, NPY, NPZ and IDX files that stands for 0; empty: 0
 * @param maxValue the value that stands for 1, in CSV, NPY, NPZ and IDX files and in 16-bit
 *     pictures, bools excepted; empty: 255 for bytes, 255 for CSV and wider whole numbers where
 *     such above 1 and up to 255 occur, the largest of the type for 16-bit pictures, else 1
 * @param arrays which arrays of an NPZ file hold images and labels; empty: by their usual names
 * @param layout how the values of flat colour images follow each other; empty: interleaved
 * @param transpose whether rows and columns of every image are exchanged; empty: not
 * @param damaged what becomes of pictures that cannot be read; empty: all are refused
 * @param labels the classes' names by index, for classes that were named before; empty: as found
 */
public record ReadOptions(
    Optional<ImageShape> shape,
    Optional<Integer> channels,
    Optional<ImageShape> resize,
    Optional<Crop> crop,
    Optional<LabelColumn> labelColumn,
    @JsonProperty(defaultValue = "[]") List<String> ignoredColumns,
    Optional<Double> minValue,
    Optional<Double> maxValue,
    Optional<Arrays> arrays,
    Optional<Layout> layout,
    Optional<Boolean> transpose,
    Optional<Damaged> damaged,
    @JsonProperty(defaultValue = "[]") List<String> labels) {
  /** As the files themselves tell. */
  public static final ReadOptions USUAL = with().build();

  /** Which column of a CSV file holds the label. */
  public enum LabelColumn {
    NONE,
    FIRST,
    LAST
  }

  /** What of an image is brought to another size. */
  public enum Crop {
    /** All of it; its sides may change their ratio. */
    NONE,
    /** The largest part around its centre that has the target's ratio of sides. */
    CENTRE
  }

  /** How the values of one flat colour image follow each other. */
  public enum Layout {
    /** Red, green and blue of a pixel stand together: [H, W, C]. */
    INTERLEAVED,
    /** All red values come first: [C, H, W], as in CIFAR's files. */
    PLANAR
  }

  /** What becomes of pictures that cannot be read. */
  public enum Damaged {
    /** One is enough to read nothing. */
    REFUSE,
    /** They are left out, and named. */
    SKIP
  }

  /**
   * Arrays of an NPZ file, by their names.
   *
   * @param labels empty where there are none
   */
  public record Arrays(String images, Optional<String> labels) {
    @Override
    public String toString() {
      return images + labels.map(name -> "," + name).orElse("");
    }
  }

  /**
   * @throws IllegalArgumentException when a value makes no sense by itself, naming it
   */
  public ReadOptions {
    ignoredColumns = List.copyOf(ignoredColumns);
    labels = List.copyOf(labels);
    if (channels.isPresent() && channels.get() != 1 && channels.get() != 3) {
      throw new IllegalArgumentException("channels must be 1 or 3, was " + channels.get());
    }
    if (maxValue.isPresent() && minValue.isEmpty() && !(maxValue.get() > 0)) {
      throw new IllegalArgumentException("maxValue must be positive, was " + maxValue.get());
    }
    finite("minValue", minValue);
    finite("maxValue", maxValue);
    if (minValue.isPresent() && maxValue.isPresent() && !(minValue.get() < maxValue.get())) {
      throw new IllegalArgumentException(
          "minValue must be below maxValue, was %s and %s"
              .formatted(minValue.get(), maxValue.get()));
    }
  }

  private static void finite(String name, Optional<Double> value) {
    if (value.isPresent() && !Double.isFinite(value.get())) {
      throw new IllegalArgumentException(name + " must be finite, was " + value.get());
    }
  }

  /** What is said here, by the names of the command line's options; the labels have none. */
  public List<String> given() {
    return List.copyOf(said().keySet());
  }

  /**
   * What is said otherwise by others: a text for each of the command line's options that both name
   * and not alike.
   */
  public List<String> contradictions(ReadOptions others) {
    Map<String, String> mine = said();
    Map<String, String> theirs = others.said();
    return mine.entrySet().stream()
        .filter(own -> !theirs.getOrDefault(own.getKey(), own.getValue()).equals(own.getValue()))
        .map(
            own ->
                "%s %s, not %s".formatted(own.getKey(), theirs.get(own.getKey()), own.getValue()))
        .toList();
  }

  /** What is said here: the command line's options, and how their values are written there. */
  public Map<String, String> said() {
    Map<String, Optional<?>> all = new LinkedHashMap<>();
    all.put("--shape", shape);
    all.put("--channels", channels);
    all.put("--resize", resize.map(size -> size.height() + "x" + size.width()));
    all.put("--crop", crop.map(ReadOptions::word));
    all.put("--label-column", labelColumn.map(ReadOptions::word));
    all.put(
        "--ignore-columns",
        ignoredColumns.isEmpty()
            ? Optional.empty()
            : Optional.of(String.join(",", ignoredColumns)));
    all.put("--min-value", minValue);
    all.put("--max-value", maxValue);
    all.put("--arrays", arrays.map(Arrays::toString));
    all.put("--layout", layout.map(ReadOptions::word));
    all.put("--transpose", transpose);
    all.put("--on-damaged", damaged.map(ReadOptions::word));
    Map<String, String> said = new LinkedHashMap<>();
    all.forEach((name, value) -> value.ifPresent(v -> said.put(name, v.toString())));
    return said;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** These options where they say something, and others where they do not. */
  public ReadOptions over(ReadOptions others) {
    return new ReadOptions(
        shape.or(others::shape),
        channels.or(others::channels),
        resize.or(others::resize),
        crop.or(others::crop),
        labelColumn.or(others::labelColumn),
        ignoredColumns.isEmpty() ? others.ignoredColumns : ignoredColumns,
        minValue.or(others::minValue),
        maxValue.or(others::maxValue),
        arrays.or(others::arrays),
        layout.or(others::layout),
        transpose.or(others::transpose),
        damaged.or(others::damaged),
        labels.isEmpty() ? others.labels : labels);
  }

  /** The same with some things changed. */
  public Builder changed() {
    Builder builder = new Builder();
    builder.shape = shape;
    builder.channels = channels;
    builder.resize = resize;
    builder.crop = crop;
    builder.labelColumn = labelColumn;
    builder.ignoredColumns = ignoredColumns;
    builder.minValue = minValue;
    builder.maxValue = maxValue;
    builder.arrays = arrays;
    builder.layout = layout;
    builder.transpose = transpose;
    builder.damaged = damaged;
    builder.labels = labels;
    return builder;
  }

  /** As the files themselves tell, but for what is said next. */
  public static Builder with() {
    return new Builder();
  }

  /** Options under way; each method is named after the component that it sets. */
  public static final class Builder {
    private Optional<ImageShape> shape = Optional.empty();
    private Optional<Integer> channels = Optional.empty();
    private Optional<ImageShape> resize = Optional.empty();
    private Optional<Crop> crop = Optional.empty();
    private Optional<LabelColumn> labelColumn = Optional.empty();
    private List<String> ignoredColumns = List.of();
    private Optional<Double> minValue = Optional.empty();
    private Optional<Double> maxValue = Optional.empty();
    private Optional<Arrays> arrays = Optional.empty();
    private Optional<Layout> layout = Optional.empty();
    private Optional<Boolean> transpose = Optional.empty();
    private Optional<Damaged> damaged = Optional.empty();
    private List<String> labels = List.of();

    private Builder() {}

    /** The shape of images whose file does not tell it. */
    public Builder shape(ImageShape value) {
      shape = Optional.of(value);
      return this;
    }

    /** 1 for grey, 3 for colour. */
    public Builder channels(int value) {
      channels = Optional.of(value);
      return this;
    }

    /** Target height and width. */
    public Builder resize(int height, int width) {
      resize = Optional.of(new ImageShape(height, width, 1));
      return this;
    }

    /** What of an image is resized. */
    public Builder crop(Crop value) {
      crop = Optional.of(value);
      return this;
    }

    /** Which CSV column holds the label. */
    public Builder labelColumn(LabelColumn value) {
      labelColumn = Optional.of(value);
      return this;
    }

    /** CSV columns that are no pixels, by name or by position from 1. */
    public Builder ignoredColumns(String... names) {
      ignoredColumns = List.of(names);
      return this;
    }

    /** The value that stands for 0. */
    public Builder minValue(double value) {
      minValue = Optional.of(value);
      return this;
    }

    /** The value that stands for 1. */
    public Builder maxValue(double value) {
      maxValue = Optional.of(value);
      return this;
    }

    /** The array of an NPZ file that holds images, without labels. */
    public Builder arrays(String images) {
      arrays = Optional.of(new Arrays(images, Optional.empty()));
      return this;
    }

    /** The arrays of an NPZ file that hold images and labels. */
    public Builder arrays(String images, String labelsOfThem) {
      arrays = Optional.of(new Arrays(images, Optional.of(labelsOfThem)));
      return this;
    }

    /** How the values of flat colour images follow each other. */
    public Builder layout(Layout value) {
      layout = Optional.of(value);
      return this;
    }

    /** Whether rows and columns of every image are exchanged. */
    public Builder transpose(boolean value) {
      transpose = Optional.of(value);
      return this;
    }

    /** What becomes of pictures that cannot be read. */
    public Builder damaged(Damaged value) {
      damaged = Optional.of(value);
      return this;
    }

    /** The classes' names by index. */
    public Builder labels(List<String> names) {
      labels = names;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when a value makes no sense by itself, naming it
     */
    public ReadOptions build() {
      return new ReadOptions(
          shape,
          channels,
          resize,
          crop,
          labelColumn,
          ignoredColumns,
          minValue,
          maxValue,
          arrays,
          layout,
          transpose,
          damaged,
          labels);
    }
  }
}
