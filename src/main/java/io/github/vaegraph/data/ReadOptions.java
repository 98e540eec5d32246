package io.github.vaegraph.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.choice.Choice.Option;
import io.github.vaegraph.choice.Named;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the files that a path leads to are read. What is empty is as the files themselves tell, or as
 * usual. Build one with {@link #with}.
 *
 * @param shape the shape of images whose file does not tell it (CSV, NPY vectors)
 * @param channels 1 or 3, for pictures; empty: grey where all pictures are, else colour
 * @param resize target height and width, channels ignored; empty: as they are
 * @param crop what of an image is resized, or kept where nothing is; empty: all of it
 * @param labelColumn which CSV column holds the label; empty: none
 * @param ignoredColumns names or positions (from 1) of CSV columns that are no pixels
 * @param pixelColumns names of the CSV columns that are pixels, in the order in which these make an
 *     image; empty: those that are nothing else, as they stand
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
    @JsonProperty(defaultValue = "[]") List<String> pixelColumns,
    Optional<Double> minValue,
    Optional<Double> maxValue,
    Optional<Arrays> arrays,
    Optional<Layout> layout,
    Optional<Boolean> transpose,
    Optional<Damaged> damaged,
    @JsonProperty(defaultValue = "[]") List<String> labels) {
  /** As the files themselves tell. */
  public static final ReadOptions USUAL = with().build();

  /**
   * Which column of a CSV file holds the label.
   *
   * @param text {@code none}, {@code first}, {@code last}, a name, or a position from 1
   */
  public record LabelColumn(String text) implements Named {
    public static final LabelColumn NONE = new LabelColumn("none");
    public static final LabelColumn FIRST = new LabelColumn("first");
    public static final LabelColumn LAST = new LabelColumn("last");

    /**
     * @throws IllegalArgumentException when the text is blank
     */
    public LabelColumn {
      Objects.requireNonNull(text, "labelColumn");
      if (text.isBlank()) {
        throw new IllegalArgumentException(
            "labelColumn must be none, first, last, a name or a position, was blank");
      }
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * What of an image is brought to another size.
   *
   * @param centred whether it is a part around the centre; else all of it
   * @param size height and width of that part, channels ignored; empty: the largest part that has
   *     the target's ratio of sides
   */
  public record Crop(boolean centred, Optional<ImageShape> size) implements Named {
    /** All of it; its sides may change their ratio. */
    public static final Crop NONE = new Crop(false, Optional.empty());

    /** The largest part around its centre that has the target's ratio of sides. */
    public static final Crop CENTRE = new Crop(true, Optional.empty());

    /** Reads one by its text. */
    public static final Choice<Crop> CHOICE =
        Choice.of(
            "crop",
            List.of(
                Option.plain("all of an image", NONE),
                new Option<>(
                    "centre",
                    "HxW",
                    "the part of that size around its centre, or the largest one of the new size's"
                        + " ratio of sides",
                    List.of("centre", "centre:148x148"),
                    Crop::centre)));

    /**
     * @throws IllegalArgumentException when all of an image is to have a part's size
     */
    public Crop {
      Objects.requireNonNull(size, "size");
      if (!centred && size.isPresent()) {
        throw new IllegalArgumentException("crop none takes no size, was " + size.get());
      }
    }

    /** The part of this height and width around the centre. */
    public static Crop centre(int height, int width) {
      return new Crop(true, Optional.of(new ImageShape(height, width, 1)));
    }

    private static Crop centre(String size) {
      if (size.isEmpty()) {
        return CENTRE;
      }
      ImageShape shape = ImageShape.parse(size);
      if (!size.equals(plain(shape))) {
        throw new IllegalArgumentException("crop centre: expected HxW, as 148x148, was " + size);
      }
      return new Crop(true, Optional.of(shape));
    }

    @Override
    public String text() {
      return centred ? "centre" + size.map(part -> ":" + plain(part)).orElse("") : "none";
    }
  }

  /** How the values of one flat colour image follow each other. */
  public enum Layout implements Named {
    /** Red, green and blue of a pixel stand together: [H, W, C]. */
    INTERLEAVED,
    /** All red values come first: [C, H, W], as in CIFAR's files. */
    PLANAR;

    /** Reads one by its text. */
    public static final Choice<Layout> CHOICE = Choice.of("layout", values());

    @Override
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of pictures that cannot be read. */
  public enum Damaged implements Named {
    /** One is enough to read nothing. */
    REFUSE,
    /** They are left out, and named. */
    SKIP;

    /** Reads one by its text. */
    public static final Choice<Damaged> CHOICE = Choice.of("damaged", values());

    @Override
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Arrays of an NPZ file, by their names.
   *
   * @param labels empty where there are none
   */
  public record Arrays(String images, Optional<String> labels) {
    /** Refuses null. */
    public Arrays {
      Objects.requireNonNull(images, "images");
      Objects.requireNonNull(labels, "labels");
    }

    @Override
    public String toString() {
      return images + labels.map(name -> "," + name).orElse("");
    }
  }

  /**
   * @throws IllegalArgumentException when a value makes no sense by itself, naming it
   */
  public ReadOptions {
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(channels, "channels");
    Objects.requireNonNull(resize, "resize");
    Objects.requireNonNull(crop, "crop");
    Objects.requireNonNull(labelColumn, "labelColumn");
    Objects.requireNonNull(ignoredColumns, "ignoredColumns");
    Objects.requireNonNull(pixelColumns, "pixelColumns");
    Objects.requireNonNull(minValue, "minValue");
    Objects.requireNonNull(maxValue, "maxValue");
    Objects.requireNonNull(arrays, "arrays");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(transpose, "transpose");
    Objects.requireNonNull(damaged, "damaged");
    Objects.requireNonNull(labels, "labels");
    ignoredColumns = List.copyOf(ignoredColumns);
    pixelColumns = List.copyOf(pixelColumns);
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

  /**
   * What is said here by those who read: the components' names and their values as text. What was
   * found alone, the pixels' columns and the labels, is not among it.
   */
  public Map<String, String> said() {
    Map<String, Optional<?>> all = new LinkedHashMap<>();
    all.put("shape", shape);
    all.put("channels", channels);
    all.put("resize", resize.map(ReadOptions::plain));
    all.put("crop", crop.map(Crop::text));
    all.put("labelColumn", labelColumn);
    all.put(
        "ignoredColumns",
        Optional.of(String.join(",", ignoredColumns)).filter(names -> !names.isEmpty()));
    all.put("minValue", minValue);
    all.put("maxValue", maxValue);
    all.put("arrays", arrays);
    all.put("layout", layout.map(Layout::text));
    all.put("transpose", transpose);
    all.put("damaged", damaged.map(Damaged::text));
    Map<String, String> said = new LinkedHashMap<>();
    all.forEach((name, value) -> value.ifPresent(v -> said.put(name, v.toString())));
    return said;
  }

  /** The height and width that all images are brought to; empty: each file's own. */
  public Optional<ImageShape> size() {
    return resize.or(() -> crop.flatMap(Crop::size));
  }

  private static String plain(ImageShape size) {
    return size.height() + "x" + size.width();
  }

  /** These options, and what is remembered of others though no option says it. */
  public ReadOptions remembering(ReadOptions others) {
    Objects.requireNonNull(others, "others");
    return changed().labels(others.labels).pixelColumns(others.pixelColumns).build();
  }

  /** These options where they say something, and others where they do not. */
  public ReadOptions over(ReadOptions others) {
    Objects.requireNonNull(others, "others");
    return new ReadOptions(
        shape.or(others::shape),
        channels.or(others::channels),
        resize.or(others::resize),
        crop.or(others::crop),
        labelColumn.or(others::labelColumn),
        ignoredColumns.isEmpty() ? others.ignoredColumns : ignoredColumns,
        pixelColumns.isEmpty() ? others.pixelColumns : pixelColumns,
        minValue.or(others::minValue),
        maxValue.or(others::maxValue),
        arrays.or(others::arrays),
        layout.or(others::layout),
        transpose.or(others::transpose),
        damaged.or(others::damaged),
        labels.isEmpty() ? others.labels : labels);
  }

  /** The same with some things changed. */
  public ReadOptionsBuilder changed() {
    return new ReadOptionsBuilder(this);
  }

  /** As the files themselves tell, but for what is said next. */
  public static ReadOptionsBuilder with() {
    return new ReadOptionsBuilder();
  }
}
